using System.Globalization;
using System.Net;
using System.Text;

namespace CarbonTrading.Application.Reports;

/// <summary>A column of a printed table.</summary>
/// <param name="Head">Head, with its unit.</param>
/// <param name="Number">Whether it stands to the right.</param>
/// <param name="Unbroken">Whether its text stays on one line: dates, keys.</param>
internal readonly record struct HtmlColumn(string Head, bool Number = false, bool Unbroken = false);

/// <summary>Writes HTML in which every text is encoded; only <see cref="Raw"/> takes markup, and only this folder's own.</summary>
internal sealed class Html
{
    private static readonly TimeZoneInfo china = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");
    private readonly StringBuilder text = new();

    public Html Raw(string markup)
    {
        text.Append(markup);
        return this;
    }

    public Html Line(string element, string content, string css = "") =>
        Raw(css.Length == 0 ? $"<{element}>" : $"<{element} class=\"{css}\">").Raw(Encoded(content)).Raw($"</{element}>\n");

    /// <summary>A table; rows whose first cell begins with a tab are group heads, with two tabs totals.</summary>
    public Html Table(IReadOnlyList<HtmlColumn> columns, IEnumerable<IReadOnlyList<string>> rows, string empty)
    {
        var all = rows.ToList();
        if (all.Count == 0) return Line("p", empty, "empty");
        Raw("<table><thead><tr>");
        foreach (var c in columns) Raw(c.Number ? "<th class=\"r\">" : "<th>").Raw(Encoded(c.Head)).Raw("</th>");
        Raw("</tr></thead>\n<tbody>\n");
        foreach (var row in all)
        {
            var weight = row[0].StartsWith("\t\t", StringComparison.Ordinal) ? " class=\"total\"" : row[0].StartsWith('\t')
                ? " class=\"group\"" : "";
            Raw($"<tr{weight}>");
            for (var i = 0; i < columns.Count; i++) Raw(columns[i].Number ? "<td class=\"r\">" : columns[i].Unbroken
                ? "<td class=\"one\">" : "<td>").Raw(Encoded(row[i].TrimStart('\t'))).Raw("</td>");
            Raw("</tr>\n");
        }

        return Raw("</tbody></table>\n");
    }

    public override string ToString() => text.ToString();

    public static string Encoded(string value) => WebUtility.HtmlEncode(value).Replace("\n", "<br>", StringComparison.Ordinal);

    /// <summary>Whole tonnes.</summary>
    public static string T(long? tonnes) => tonnes is { } t ? Signed(t.ToString("N0", CultureInfo.InvariantCulture)) : "–";

    /// <summary>An amount to the cent, rounded half away from zero.</summary>
    public static string M(decimal? amount) =>
        amount is { } a ? Signed(decimal.Round(a, 2, MidpointRounding.AwayFromZero).ToString("N2", CultureInfo.InvariantCulture)) : "–";

    /// <summary>A figure of the simulation, to the cent.</summary>
    public static string M(double amount) => M((decimal)amount);

    /// <summary>A price, two to four decimals.</summary>
    public static string P(decimal? price) => price is { } p ? Signed(p.ToString("#,0.00##", CultureInfo.InvariantCulture)) : "–";

    public static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "–";

    /// <summary>An instant in Chinese time, to the minute.</summary>
    public static string Instant(DateTimeOffset? instant) =>
        instant is { } at ? TimeZoneInfo.ConvertTime(at, china).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) : "–";

    public static string Whole(int? number) => number is { } n ? Signed(n.ToString(CultureInfo.InvariantCulture)) : "–";

    private static string Signed(string number) => number.StartsWith('-') ? "−" + number[1..] : number;
}
