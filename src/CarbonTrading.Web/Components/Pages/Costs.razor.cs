using CarbonTrading.Application.CostBooks;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Kernel;
using CarbonTrading.Web.Components.Parts;
using Microsoft.AspNetCore.Components;

namespace CarbonTrading.Web.Components.Pages;

/// <summary>What the figures of the cost page are made of.</summary>
public partial class Costs
{
    private const string AllMark = "*", FilteredMark = "filtered-";

    private static readonly (string Name, Func<RollForwardRow, Flow> Of)[] flows =
    [
        ("opening", r => r.Opening), ("in", r => r.In), ("delivered", r => r.Delivered), ("surrendered", r => r.Surrendered),
        ("other-out", r => r.Cancelled + r.Converted + r.Returned + r.Lapsed + r.Residual), ("closing", r => r.Closing),
    ];

    private IReadOnlyList<CostLine>? flowLines;

    /// <summary>The rows an opened sum is of: all, or those that the filter of their table leaves.</summary>
    private (IReadOnlyList<CostRow> Held, IReadOnlyList<RollForwardRow> Roll, IReadOnlyList<RealisedRow> Realised) shown = ([], [], []);

    private bool IsFiltered => Sum?.StartsWith(FilteredMark, StringComparison.Ordinal) == true;

    /// <summary>The opened sum: cost, value, unrealised, realised, residual; or account, unit class, flow and t or c of the roll-forward, * for all accounts;
    /// <c>filtered-</c> before it = of the rows the table shows.</summary>
    [SupplyParameterFromQuery] private string? Sum { get; set; }

    private Made? Parts { get; set; }

    private sealed record Made(string Name, string? Where, string? Saying, IReadOnlyList<SumPart> List, IReadOnlyList<(string, decimal)> Whole, bool IsMoney);

    private void Show(string what, string? key) => Nav.NavigateTo(Nav.GetUriWithQueryParameters(
        new Dictionary<string, object?> { ["open"] = null, ["sum"] = null, [what] = key }), replace: true);

    private bool IsShown(string flow) => Sum?.Split('~') is [_, _, var name, _] && name == flow;

    private Made? PartsOf(string[] asked) => asked switch
    {
        ["realised"] => new(T["costs.realised"], Where(Period, "realised"), null,
            [.. shown.Realised.Select(r => new SumPart(r.Trade, $"{F.Date(r.Day)} · {r.Account} · {r.Code}", r.Currency, r.Realised, PageOf(r)))],
            [.. shown.Realised.GroupBy(r => r.Currency).Select(g => (g.Key, g.Sum(r => r.Realised)))], true),
        ["cost"] => Held("costs.cost", null, r => r.Cost),
        ["value"] => Held("costs.value", T["sum.value-saying"], r => r.Value),
        ["unrealised"] => Held("costs.unrealised", T["costs.unrealised-detail"], r => r.Unrealised),
        ["residual"] => Held("costs.residual", T["costs.residual-detail"], r => r.Residual),
        [AllMark, "", var flow, var measure] when flows.FirstOrDefault(f => f.Name == flow).Of is { } of => All(flow, of, measure == "c"),
        [var account, var unit, var flow, var measure] when roll.FirstOrDefault(r => r.Account == account && r.Unit.ToString() == unit) is { } row
            && flows.FirstOrDefault(f => f.Name == flow).Of is { } of => OfLines(row, flow, of(row), measure == "c"),
        _ => null,
    };

    private Made Held(string name, string? saying, Func<CostRow, decimal?> of) => new(T.OrCode(name.Split('.')[0], name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..]), Where(null, ""), saying,
        [.. shown.Held.Where(r => of(r) is not (null or 0)).Select(r => new SumPart($"{r.Code} {T.OrCode("origin", Kebab.Of(r.Unit.Origin))}", T.Pick(r.Name, r.NameZh), CurrencyOf(r, name),
            of(r)!.Value, $"/costs?open={Uri.EscapeDataString(KeyOf(r))}"))],
        [.. shown.Held.GroupBy(r => CurrencyOf(r, name)).Select(g => (g.Key, g.Sum(r => of(r) ?? 0)))], true);

    private static string CurrencyOf(CostRow row, string name) => name == "costs.value" ? row.Price?.Currency ?? row.Currency : row.Currency;

    private Made All(string flow, Func<RollForwardRow, Flow> of, bool isCost) => new(T.OrCode("costs.flow", flow), Where(Period, "roll"), null,
        [.. shown.Roll.Where(r => of(r) != default).Select(r => new SumPart($"{r.Code} {T.OrCode("origin", Kebab.Of(r.Unit.Origin))}", r.Account, UnitOf(r, isCost),
            isCost ? of(r).Cost : of(r).Tonnes, $"/costs?view=roll-forward&from={F.Date(first)}&sum={Uri.EscapeDataString($"{r.Account}~{r.Unit}~{flow}~{(isCost ? "c" : "t")}")}"))],
        [.. shown.Roll.GroupBy(r => UnitOf(r, isCost)).Select(g => (g.Key, g.Sum(r => isCost ? of(r).Cost : of(r).Tonnes)))], isCost);

    private Made OfLines(RollForwardRow row, string flow, Flow whole, bool isCost)
    {
        var isOut = flow is not ("opening" or "in" or "closing");
        var lines = (flowLines ?? []).Where(l => l.Lot.Length > 0 && flow switch
        {
            "opening" => l.Day < first, "closing" => true, "in" => l.Day >= first && l.Quantity > 0,
            "delivered" => l.Day >= first && l.To == Bucket.Delivered, "surrendered" => l.Day >= first && l.To == Bucket.Surrendered,
            _ => l.Day >= first && l.Quantity <= 0 && l.To is not (Bucket.Delivered or Bucket.Surrendered),
        });
        return new(T.OrCode("costs.flow", flow), $"{row.Account} {row.Code}, {Period}", null,
            [.. lines.Select(l => (Line: l, Amount: (isOut ? -1 : 1) * (isCost ? l.Cost : l.Quantity))).Where(x => x.Amount != 0).Reverse().Select(x => new SumPart(
                $"{x.Line.Lot} {(x.Line.Quantity > 0 ? T["costs.came-in"] : $"→ {T.OrCode("bucket", Kebab.Of(x.Line.To))}")}", F.Date(x.Line.Day), UnitOf(row, isCost), x.Amount,
                $"/lots?lot={Uri.EscapeDataString($"{row.Account}~{x.Line.Lot}")}"))],
            [(UnitOf(row, isCost), isCost ? whole.Cost : whole.Tonnes)], isCost);
    }

    private static string PageOf(RealisedRow row) => row.IsContract ? $"/contracts/{row.Trade}" : row.Kind == ResultKind.GivenBack ? $"/accounts/{row.Account}" : $"/trades/{row.Trade}";

    private string? Where(string? what, string table) => string.Join(" · ", new[] { what, IsFiltered ? FilterOf(table) : null }.OfType<string>()) is { Length: > 0 } where ? where : null;

    private string Period => $"{F.Date(first)} – {F.Date(Seen.Date)}";

    private string UnitOf(RollForwardRow row, bool isCost) => isCost ? row.Currency : Measures.Of(row.Unit.Product.Market);

    private RenderFragment Total(IReadOnlyList<CostRow> shown, string figure)
    {
        var yuan = shown.Where(r => r.Currency == "CNY");
        var text = F.Cents(figure switch { "cost" => yuan.Sum(r => r.Cost), "value" => yuan.Sum(r => r.Value ?? 0), _ => yuan.Sum(r => r.Unrealised ?? 0) });
        return Opened(text, rows.Count - shown.Count, figure);
    }

    /// <summary>A total that opens, on the rows it is of.</summary>
    private RenderFragment Opened(string text, int filteredAway, string key) => builder =>
    {
        builder.OpenComponent<Figure>(0);
        builder.AddComponentParameter(1, nameof(Figure.Text), text);
        builder.AddComponentParameter(2, nameof(Figure.Open), EventCallback.Factory.Create(this, () => Show("sum", (filteredAway > 0 ? FilteredMark : "") + key)));
        builder.CloseComponent();
    };
}
