using System.Collections.Frozen;
using System.Text.Json;
using CarbonTrading.Application.Words;

namespace CarbonTrading.Web;

/// <summary>The two languages of the product.</summary>
public enum Language
{
    /// <summary>English.</summary>
    En,
    /// <summary>Simplified Chinese.</summary>
    Zh,
}

/// <summary>Every text a person reads on a screen, in both languages, from one table.</summary>
public sealed class Texts(Language language)
{
    private static readonly FrozenDictionary<string, string[]> table = Load();

    private static readonly string[] choices = ["trade-status", "orders.status", "contracts.status", "contracts.leg-status", "obligation-status", "offset-status", "project-status",
        "reduction-status", "claim-status", "proposal-status", "bucket", "role", "word"],
        fields = ["field", "command"];

    /// <summary>Language of these texts.</summary>
    public Language Language => language;

    /// <summary>The text of a key; the key itself where it is not in the table (a test keeps that from happening).</summary>
    public string this[string key] => table.TryGetValue(key, out var pair) ? pair[(int)language] : key;

    /// <summary>The text with <c>{0}</c>, <c>{1}</c> filled in.</summary>
    public string this[string key, params object[] values] => string.Format(System.Globalization.CultureInfo.InvariantCulture, this[key],
        values);

    /// <summary>Whether there is a text under a key.</summary>
    public bool Has(string key) => table.ContainsKey(key);

    /// <summary>An inequality with figures; a unit that is a word in the person's language.</summary>
    public string Counted(string figures) => language == Language.Zh ? Chinese.Counted(figures) : figures;

    /// <summary>The text of a code that may have none: <c>prefix.code</c>, else the code.</summary>
    public string OrCode(string prefix, string code) => table.TryGetValue($"{prefix}.{code}", out var pair) ? pair[(int)language] : code;

    /// <summary>A refusal in the person's language: in Chinese a sentence with its figures; where there is none, a sentence before the message with the figures.</summary>
    public string Refusal(Kernel.DomainError error)
    {
        if (language != Language.Zh) return error.Message;
        if (Chinese.Say(error, NameOf) is { } said) return said;
        if (!table.TryGetValue("refusal." + error.Code, out var pair)) return error.Message;
        var sentence = pair[1].TrimEnd('。') + "。";
        return error.Message.Any(char.IsAsciiDigit) ? $"{sentence}（{error.Message}）" : sentence; // a message without figures says no more
    }

    /// <summary>Steps and choices stand in a message as <c>PendingApproval</c>, fields as <c>tradeDate</c>; a login is nobody's name for either.</summary>
    private static string? NameOf(string value) => (value.Length > 0 && char.IsAsciiLetterUpper(value[0]) ? choices : fields)
        .Select(prefix => table.GetValueOrDefault($"{prefix}.{Kebab.Of(value)}")).FirstOrDefault(pair => pair is not null)?[1];

    /// <summary>A remark in the person's language.</summary>
    public string Say(Kernel.Remark remark) => language == Language.Zh ? Chinese.Say(remark) : remark.Text;

    /// <summary>What a step of a job came to; runs of before the values were kept say it in English.</summary>
    public string Say(Domain.Control.JobStep step) =>
        step.Values is { } values ? Say(new Kernel.Remark("job-step." + step.Step, step.Summary, values)) : step.Summary;

    /// <summary>Why a run failed: its step and the reason; runs of before the values were kept say it in English. Null = it did not.</summary>
    public string? Problem(Domain.Control.JobRun run) => run is { FailedStep: { } step, Said: { } said }
        ? $"{OrCode("job-step", step)}: {(Chinese.Remarks.ContainsKey(said.Code) ? Say(said) : Refused(said))}" : run.Problem;

    /// <summary>A refusal kept with its values.</summary>
    public string Refused(Kernel.Remark said) => Refusal(new Kernel.DomainError(said.Code, Kernel.ErrorKind.Refused, said.Text) { Values = said.Values });

    /// <summary>The source of a rule in the person's language; the name of a document stays as it is.</summary>
    public string Source(string? source) => source is null ? "" : language == Language.Zh ? Chinese.Source(source) : source;

    /// <summary>Picks the text of this language.</summary>
    public string Pick(string en, string zh) => language == Language.Zh && zh.Length > 0 ? zh : en;

    /// <summary>All keys with their texts: English first, Chinese second.</summary>
    public static IReadOnlyDictionary<string, string[]> All => table;

    /// <summary>Every file of the folder <c>Texts</c>; a key stands in one of them only.</summary>
    private static FrozenDictionary<string, string[]> Load()
    {
        var all = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var name in typeof(Texts).Assembly.GetManifestResourceNames().Where(n => n.StartsWith("texts/", StringComparison.Ordinal)))
        {
            using var file = typeof(Texts).Assembly.GetManifestResourceStream(name)!;
            foreach (var (key, pair) in JsonSerializer.Deserialize<Dictionary<string, string[]>>(file)!) all.Add(key, pair);
        }

        return all.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
