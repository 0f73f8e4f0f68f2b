namespace CarbonTrading.Application.Reports;

/// <summary>The style of a report, <c>report.css</c>: a screen shows the paper.</summary>
internal static class ReportStyle
{
    private static readonly string sheet = Read();

    /// <param name="footer">Below every page.</param>
    /// <param name="page">Word before the page number.</param>
    public static string Of(string footer, string page) => sheet
        + $"@page{{@bottom-left{{content:\"{Text(footer)}\";font:8pt Arial,\"DejaVu Sans\",sans-serif}}"
        + $"@bottom-right{{content:\"{Text(page)} \" counter(page) \" / \" counter(pages);"
        + "font:8pt Arial,\"DejaVu Sans\",\"WenQuanYi Zen Hei\",sans-serif}}";

    /// <summary>A text inside a CSS string: nothing but letters, digits and plain marks of ours gets through.</summary>
    private static string Text(string value) =>
        string.Concat(value.Where(c => char.IsLetterOrDigit(c) || " .:-#·_".Contains(c, StringComparison.Ordinal)));

    private static string Read()
    {
        using var file = new StreamReader(typeof(ReportStyle).Assembly.GetManifestResourceStream("report.css")!);
        return file.ReadToEnd();
    }
}
