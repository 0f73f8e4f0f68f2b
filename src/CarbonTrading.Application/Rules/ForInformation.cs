using System.Text.Json;

namespace CarbonTrading.Application.Rules;

/// <summary>Parameters of the rules no step reads, and why they stand there all the same. A test holds the list against the code.</summary>
/// <param name="Parameters">Names; one that ends in * stands for all that begin so.</param>
/// <param name="Reason">Why, in English and in Chinese.</param>
public sealed record ForInformation(IReadOnlyList<string> Parameters, IReadOnlyList<string> Reason)
{
    /// <summary>The list.</summary>
    public static readonly IReadOnlyList<ForInformation> All = Read();

    /// <summary>Why a parameter is for information only; null = a step reads it.</summary>
    public static ForInformation? Of(string parameter) => All.FirstOrDefault(i => i.Parameters.Any(p => Stands(p, parameter)));

    /// <summary>Whether a name of the list stands for a parameter.</summary>
    public static bool Stands(string name, string parameter) => name.EndsWith('*') ? parameter.StartsWith(name[..^1], StringComparison.Ordinal) : parameter == name;

    private static List<ForInformation> Read()
    {
        using var stream = typeof(ForInformation).Assembly.GetManifestResourceStream("words/for-information.json")!;
        return JsonSerializer.Deserialize<List<ForInformation>>(stream, JsonSerializerOptions.Web)!;
    }
}
