using System.CommandLine;
using System.Globalization;
using CarbonTrading.Application;
using CarbonTrading.Application.Positions;
using CarbonTrading.Application.Views;

namespace CarbonTrading.Cli;

/// <summary>Positions by any dimension.</summary>
public static class PivotVerbs
{
    /// <summary><c>positions pivot</c>.</summary>
    public static Command Pivot()
    {
        var rows = new Option<string?>("--rows") { Description = $"Up to four of {string.Join(", ", PivotAsked.Names)}; company,product where left out." };
        var columns = new Option<string?>("--columns") { Description = "One of the same." };
        var market = new Option<string?>("--market") { Description = "Only this market." };
        return Verbs.Query("pivot", "Tonnes and cost by any dimensions.", (parsed, w, pair, _) =>
        {
            var (asked, wrong) = PivotAsked.Read(parsed.GetValue(rows), parsed.GetValue(columns), parsed.GetValue(market));
            if (wrong is not null) return Task.FromResult(Terminal.Refuse(parsed, wrong));
            var table = PivotQuery.Of(w.Read, w.Units, pair, asked!);
            Terminal.Print(parsed, w.Queries.With(pair, table), to => Terminal.Table(to,
                [.. table.Rows.Select(r => r.ToString()), .. table.ColumnKeys, "t", "cost"],
                table.Lines.Select(l => (string[])[.. l.Keys, .. l.Cells.Select(c => Units(c)), Units(l.Total), Cost(l.Total)])
                    .Append([.. table.Rows.Select((_, i) => i == 0 ? "total" : ""), .. table.ColumnKeys.Select(_ => ""), Units(table.Total), Cost(table.Total)])));
            return Task.FromResult(Exit.Done);
        }, rows, columns, market);
    }

    /// <summary><c>positions forward</c>.</summary>
    public static Command Forward()
    {
        var by = new Option<string?>("--by") { Description = $"Summed by up to four of {string.Join(", ", ForwardBy.Names)}." };
        return Verbs.Query("forward", "Positions held at the end of each of the next twelve months.", (parsed, w, pair, _) =>
        {
            if (parsed.GetValue(by) is not { } asked) return Forward(parsed, w, pair);
            var (dimensions, wrong) = ForwardBy.Read(asked);
            if (wrong is not null) return Task.FromResult(Terminal.Refuse(parsed, wrong));
            var groups = ForwardBy.Of(w.Read, w.Units, w.Queries.Forward.All(pair), dimensions, pair);
            Terminal.Print(parsed, w.Queries.With(pair, groups), to => Terminal.Table(to,
                [.. dimensions.Select(d => d.ToString()), "in", "today", .. MonthsFrom(pair), "no day"],
                groups.Select(g => (string[])[.. g.Keys, g.Measure, Verbs.T(g.Held), .. g.Months.Select(m => Verbs.T(m.Held)), Verbs.T(g.Undated)])));
            return Task.FromResult(Exit.Done);
        }, by);
    }

    private static IEnumerable<string> MonthsFrom(AsOf pair) => Enumerable.Range(0, 12).Select(i => pair.Date.AddMonths(i).ToString("yyyy-MM", CultureInfo.InvariantCulture));

    private static Task<Exit> Forward(ParseResult parsed, Workplace w, AsOf pair)
    {
        var rows = w.Queries.Forward.All(pair);
        Terminal.Print(parsed, w.Queries.With(pair, rows), to => Terminal.Table(to,
            ["account", "product", "today", .. MonthsFrom(pair), "no day"],
            rows.Select(r => (string[])[r.Account, r.Code, Verbs.T(r.Held), .. r.Months.Select(m => Verbs.T(m.Held)), Verbs.T(r.Undated)])));
        return Task.FromResult(Exit.Done);
    }

    /// <summary><c>positions cover</c>.</summary>
    public static Command Cover() => Verbs.Query("cover", "Cover of the open obligations.", (parsed, w, pair, _) =>
    {
        var rows = w.Queries.Forward.Cover(pair);
        Terminal.Print(parsed, w.Queries.With(pair, rows), to => Terminal.Table(to,
            ["obligation", "deadline", "needed P50", "surrendered", "free units", "to come", "incoming", "credits", "short"], rows.Select(c => new[]
            {
                c.Forecast.Key, c.Forecast.Deadline?.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "", c.Forecast.Emissions.P50 is { } p ? Verbs.T(p) : "",
                Verbs.T(c.Covered), Verbs.T(c.Units), Verbs.T(c.ToCome), Verbs.T(c.Incoming), Verbs.T(c.Credits), c.Short is { } s ? Verbs.T(s) : "not known",
            })));
        return Task.FromResult(Exit.Done);
    });

    private static string Units(PivotCell cell) => string.Join(" + ", new[] { Verbs.T(cell.Tonnes) }.Where(_ => cell.Tonnes != 0 || cell.Others.Count == 0)
        .Concat(cell.Others.OrderBy(o => o.Key, StringComparer.Ordinal).Select(o => $"{Verbs.T(o.Value)} {o.Key}")));

    private static string Cost(PivotCell cell) => string.Join(", ", cell.Cost.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Key} {c.Value:N2}")));
}
