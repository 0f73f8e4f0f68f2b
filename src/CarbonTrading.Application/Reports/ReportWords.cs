using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Reports;

/// <summary>Words that charts and reports share; the same as on the screens.</summary>
public static class ReportWords
{
    /// <summary>The text of the language.</summary>
    public static string Pick(PrintLanguage language, string en, string zh) => language == PrintLanguage.Zh && zh.Length > 0 ? zh : en;

    /// <summary>How the holder came to have units.</summary>
    public static string Origin(PrintLanguage language, Origin origin) => origin switch
    {
        Kernel.Origin.Free => Pick(language, "allocated", "免费分配"),
        Kernel.Origin.Purchased => Pick(language, "bought", "外购"),
        Kernel.Origin.CarriedOver => Pick(language, "carried over", "结转"),
        _ => Pick(language, "issued", "自有签发"),
    };

    /// <summary>Reads <c>zh</c> or <c>en</c>; English where nothing is given.</summary>
    public static bool TryLanguage(string? text, out PrintLanguage language)
    {
        language = text == "zh" ? PrintLanguage.Zh : PrintLanguage.En;
        return text is null or "" or "en" or "zh";
    }
}
