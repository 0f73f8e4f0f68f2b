using System.Text.RegularExpressions;
using CarbonTrading.Kernel;

namespace CarbonTrading.Web.Components.Pages;

/// <summary>Refusals that processes wrote into events: <c>code: message</c>.</summary>
public static partial class Reasons
{
    /// <summary>In the person's language where the text is a refusal; else the text.</summary>
    public static string Of(Texts texts, string text)
    {
        if (Form().Match(text) is { Success: true } match && Texts.All.ContainsKey("refusal." + match.Groups[1].Value))
            return texts.Refusal(new DomainError(match.Groups[1].Value, ErrorKind.Refused, match.Groups[2].Value));
        return WithoutCode().Match(text) is { Success: true } plain ? plain.Groups[1].Value : text;
    }

    /// <summary>A refusal kept with its values; where it was not, the text of before.</summary>
    public static string Of(Texts texts, Remark? said, string text) => said is null ? Of(texts, text) : texts.Refused(said);

    /// <summary>What is written on a trade, an order or a contract: a refusal of what the desk asked, or the reason a person gave for a failure.</summary>
    public static string Of(Texts texts, Domain.Trading.SettlementProblem problem) => Texts.All.ContainsKey("refusal." + problem.Code)
        ? texts.Refusal(new DomainError(problem.Code, ErrorKind.Refused, problem.Message) { Values = problem.Values }) : problem.Message;

    [GeneratedRegex("^([a-z0-9-]+\\.[a-z0-9-]+): (.+)\\z", RegexOptions.Singleline)]
    private static partial Regex Form();

    // A step that failed carries a short code of its own and the reason a person gave.
    [GeneratedRegex("^[a-z-]+: (.+)\\z", RegexOptions.Singleline)]
    private static partial Regex WithoutCode();
}
