using System.Text.RegularExpressions;
using CarbonTrading.Application.Rules;
using CarbonTrading.Application.Tests.Support;
using Xunit;

namespace CarbonTrading.Application.Tests.Words;

/// <summary>Every parameter of the regulations is read by some step, or stands on the list of those for information, with its reason.</summary>
public partial class RulesAreReadTests
{
    /// <summary>Parameters of which there is one per methodology.</summary>
    private static readonly string[] perMethodology = ["crediting-years-", "crediting-years-min-"];

    private static readonly IReadOnlyList<string> parameters = [.. RuleFiles.Load(MarketData.Folder).Rules.All.Select(r => r.Parameter).Distinct().Order(StringComparer.Ordinal)];

    private static readonly HashSet<string> named = Named();

    private static bool IsRead(string parameter) => named.Contains(parameter)
        || perMethodology.Any(p => named.Contains(p) && parameter.StartsWith(p + "CCER-", StringComparison.Ordinal));

    [Fact]
    public void Every_parameter_is_read_or_stands_for_information() =>
        Assert.DoesNotContain(parameters, p => !IsRead(p) && ForInformation.Of(p) is null);

    [Fact]
    public void What_stands_for_information_is_read_by_nothing() => Assert.DoesNotContain(parameters, p => IsRead(p) && ForInformation.Of(p) is not null);

    [Fact]
    public void No_name_of_the_list_stands_for_nothing_and_none_twice()
    {
        var names = ForInformation.All.SelectMany(i => i.Parameters).ToList();
        Assert.DoesNotContain(names, n => !parameters.Any(p => ForInformation.Stands(n, p)));
        Assert.DoesNotContain(parameters, p => names.Count(n => ForInformation.Stands(n, p)) > 1);
        Assert.All(ForInformation.All, i => Assert.Equal(2, i.Reason.Count(r => r.Length > 0)));
    }

    /// <summary>Texts of the code that are a parameter's name, comments left out.</summary>
    private static HashSet<string> Named()
    {
        var src = new DirectoryInfo(MarketData.Folder).Parent!.GetDirectories("src").Single().FullName;
        var separator = Path.DirectorySeparatorChar;
        return [.. Directory.EnumerateFiles(src, "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains($"{separator}obj{separator}", StringComparison.Ordinal) && !f.Contains($"{separator}bin{separator}", StringComparison.Ordinal))
            .SelectMany(File.ReadLines).Where(l => !l.TrimStart().StartsWith("//", StringComparison.Ordinal))
            .SelectMany(l => Literals().Matches(l)).Select(m => m.Groups[1].Value)];
    }

    [GeneratedRegex("\"([a-z][A-Za-z0-9-]+)\"")]
    private static partial Regex Literals();
}
