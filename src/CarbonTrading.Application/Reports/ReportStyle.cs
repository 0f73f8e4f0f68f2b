namespace CarbonTrading.Application.Reports;

/// <summary>The style of a report: a screen shows the paper.</summary>
internal static class ReportStyle
{
    private const string Sheet = """
        *{box-sizing:border-box}
        body{margin:0 auto;padding:24px 24px 24px 44px;max-width:1180px;background:#fff;color:#14181f;font:12px/1.45 "Segoe UI","Helvetica Neue",Arial,"DejaVu Sans","PingFang SC","Microsoft YaHei","Noto Sans CJK SC","WenQuanYi Zen Hei",sans-serif}
        h1{font-size:20px;margin:0}h2{font-size:14px;margin:20px 0 6px;break-after:avoid}h2 small{font-weight:400;color:#616a77;font-size:11px;margin-left:6px}
        header{border-bottom:2px solid #14181f;padding-bottom:8px}.group{margin:2px 0 8px;color:#454e5a}
        dl{display:grid;grid-template-columns:repeat(3,auto);gap:2px 20px;margin:0}dl div{display:flex;gap:6px;min-width:0}dt{color:#616a77;white-space:nowrap}dd{margin:0;overflow-wrap:anywhere}
        .figures{display:grid;grid-template-columns:repeat(6,auto);gap:12px;margin:12px 0}.figures span{display:block;color:#616a77}.figures b{font-size:15px;font-variant-numeric:tabular-nums;white-space:nowrap}
        .labels{border:1px solid #855400;padding:6px 12px}.labels h2{margin:0 0 4px}.labels ul{margin:0;padding-left:18px}
        table{width:100%;border-collapse:collapse;font-size:11px;font-variant-numeric:tabular-nums}
        th,td{padding:3px 6px;border-bottom:1px solid #e2e5ea;text-align:left;vertical-align:top}th{color:#454e5a;border-bottom-color:#14181f;vertical-align:bottom}
        .r{text-align:right;white-space:nowrap}th.r{white-space:normal}.one{white-space:nowrap}td:first-child:not(.one){min-width:120px}.group td{font-weight:600;background:#f8f9fb}tr.group{margin:0}.total td{font-weight:700;border-top:2px solid #14181f}
        tr{break-inside:avoid}thead{display:table-header-group}
        .two{display:grid;grid-template-columns:1fr 1fr;gap:20px;align-items:start}figure{margin:12px 0;break-inside:avoid}figure svg{width:100%;height:auto}
        .note,.empty{color:#616a77;margin:4px 0}
        .margin{position:fixed;left:4px;top:0;bottom:0;writing-mode:vertical-rl;text-align:center;font-size:15px;font-weight:700;color:#855400}
        @media print{body{padding:0 0 0 26px;max-width:none;font-size:9pt}table{font-size:8pt}.margin{left:0}}
        @page{size:A4 landscape;margin:12mm 12mm 16mm}

        """;

    /// <param name="footer">Below every page.</param>
    /// <param name="page">Word before the page number.</param>
    public static string Of(string footer, string page) => Sheet
        + $"@page{{@bottom-left{{content:\"{Text(footer)}\";font:8pt Arial,\"DejaVu Sans\",sans-serif}}"
        + $"@bottom-right{{content:\"{Text(page)} \" counter(page) \" / \" counter(pages);font:8pt Arial,\"DejaVu Sans\",\"WenQuanYi Zen Hei\",sans-serif}}}}";

    /// <summary>A text inside a CSS string: nothing but letters, digits and plain marks of ours gets through.</summary>
    private static string Text(string value) => string.Concat(value.Where(c => char.IsLetterOrDigit(c) || " .:-#·_".Contains(c, StringComparison.Ordinal)));
}
