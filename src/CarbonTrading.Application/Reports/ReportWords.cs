using CarbonTrading.Domain.Compliance;
using CarbonTrading.Domain.Offsets;
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

    /// <summary>What a unit stands for.</summary>
    public static string Unit(PrintLanguage language, string unit) => unit == "credit" ? Pick(language, "credits", "分") : unit;

    /// <summary>How sure a rule is.</summary>
    public static string Rule(PrintLanguage language, RuleStatus status) => status switch
    {
        RuleStatus.InForce => Pick(language, "in force", "有效"),
        RuleStatus.Draft => Pick(language, "draft", "草案"),
        RuleStatus.Expected => Pick(language, "expected", "预期"),
        RuleStatus.Unsure => Pick(language, "unsure", "待核"),
        _ => Pick(language, "unknown", "未知"),
    };

    /// <summary>Where an obligation stands.</summary>
    public static string Obligation(PrintLanguage language, ObligationStatus status) => status switch
    {
        ObligationStatus.Open => Pick(language, "opened", "已建立"),
        ObligationStatus.Estimate => Pick(language, "estimate", "估算"),
        ObligationStatus.Reported => Pick(language, "reported", "报告"),
        ObligationStatus.Verified => Pick(language, "verified", "核查"),
        ObligationStatus.Due => Pick(language, "due", "应清缴"),
        ObligationStatus.Surrendered => Pick(language, "surrendered", "已清缴"),
        _ => Pick(language, "short, deadline missed", "逾期未足额"),
    };

    /// <summary>Where a project stands.</summary>
    public static string Project(PrintLanguage language, ProjectStatus status) => status switch
    {
        ProjectStatus.None => Pick(language, "not entered", "未建档"),
        ProjectStatus.Designed => Pick(language, "design document", "设计文件"),
        ProjectStatus.InNotice => Pick(language, "in notice", "公示中"),
        ProjectStatus.Validated => Pick(language, "validated", "已审定"),
        ProjectStatus.Applied => Pick(language, "applied for", "已申请登记"),
        _ => Pick(language, "registered", "已登记"),
    };

    /// <summary>Where the reductions of a report stand.</summary>
    public static string Reduction(PrintLanguage language, ReductionStatus status) => status switch
    {
        ReductionStatus.Reported => Pick(language, "reported", "已报告"),
        ReductionStatus.InNotice => Pick(language, "in notice", "公示中"),
        ReductionStatus.Verified => Pick(language, "verified", "已核查"),
        ReductionStatus.Applied => Pick(language, "applied for", "已申请"),
        _ => Pick(language, "issued", "已签发"),
    };

    /// <summary>Name of a market; its code where it has none.</summary>
    public static string Market(PrintLanguage language, string code) => markets.TryGetValue(code, out var name)
        ? Pick(language, name.En, name.Zh) : code;

    private static readonly Dictionary<string, (string En, string Zh)> markets = new(StringComparer.Ordinal)
    {
        ["cn-ets"] = ("National ETS", "全国碳市场"), ["ccer"] = ("CCER", "CCER"), ["eu-ets"] = ("EU ETS", "欧盟碳市场"),
            ["beijing"] = ("Beijing", "北京"),
        ["shanghai"] = ("Shanghai", "上海"), ["guangdong"] = ("Guangdong", "广东"), ["hubei"] = ("Hubei", "湖北"),
            ["shenzhen"] = ("Shenzhen", "深圳"),
        ["tianjin"] = ("Tianjin", "天津"), ["chongqing"] = ("Chongqing", "重庆"), ["fujian"] = ("Fujian", "福建"),
    };

    /// <summary>Reads <c>zh</c> or <c>en</c>; English where nothing is given.</summary>
    public static bool TryLanguage(string? text, out PrintLanguage language)
    {
        language = text == "zh" ? PrintLanguage.Zh : PrintLanguage.En;
        return text is null or "" or "en" or "zh";
    }
}
