using System.Text.RegularExpressions;
using Xunit;

namespace CarbonTrading.Tidy.Tests;

/// <summary>Style as a test: what a machine can check.</summary>
public partial class TidyTests
{
    private const int FileLinesMax = 400;
    private const int LineLengthMax = 200; // 140 is aimed at; see src/DECISIONS.md

    private static IEnumerable<(string Path, string[] Lines)> Sources(params string[] folders) => folders
        .SelectMany(f => Directory.GetFiles(Path.Combine(Repo.Root, f), "*.cs", SearchOption.AllDirectories))
        .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal))
        .Select(f => (Path.GetRelativePath(Repo.Root, f), File.ReadAllLines(f)));

    private static IEnumerable<string> Where(Regex forbidden, params string[] folders) =>
        from source in Sources(folders)
        from line in source.Lines.Select((text, i) => (text, i))
        where forbidden.IsMatch(line.text) && !line.text.TrimStart().StartsWith("//", StringComparison.Ordinal)
        select $"{source.Path}:{line.i + 1}: {line.text.Trim()}";

    [Fact]
    public void No_file_has_more_than_400_lines() =>
        Assert.Empty(Sources("src", "tests").Where(s => s.Lines.Length > FileLinesMax).Select(s => $"{s.Path}: {s.Lines.Length}"));

    [Fact]
    public void No_line_is_endless() => Assert.Empty(
        from source in Sources("src", "tests")
        from line in source.Lines.Select((text, i) => (text, i))
        where line.text.Length > LineLengthMax && !line.text.Contains("\"\"\"", StringComparison.Ordinal)
            && !line.text.TrimStart().StartsWith("[InlineData", StringComparison.Ordinal)
        select $"{source.Path}:{line.i + 1}: {line.text.Length}");

    [Fact]
    public void SQL_stands_in_the_engine_alone() => Assert.Empty(Where(Sql(),
        "src/CarbonTrading.Kernel", "src/CarbonTrading.Domain", "src/CarbonTrading.Analytics", "src/CarbonTrading.Application", "src/CarbonTrading.Grains",
        "src/CarbonTrading.Web", "src/CarbonTrading.Cli"));

    [Fact]
    public void Domain_and_analytics_have_no_clock_no_chance_and_no_files() =>
        Assert.Empty(Where(Impure(), "src/CarbonTrading.Kernel", "src/CarbonTrading.Domain", "src/CarbonTrading.Analytics"));

    [Fact]
    public void Money_and_tonnes_are_never_double() => Assert.Empty(Where(Floating(), "src/CarbonTrading.Kernel", "src/CarbonTrading.Domain"));

    [Fact]
    public void Nobody_asks_the_machine_for_today() => Assert.Empty(Where(Today(), "src"));

    [Fact]
    public void Exceptions_are_caught_wholesale_only_at_the_edges_or_to_clean_up_and_throw_on() => Assert.Empty(
        from source in Sources("src")
        where !source.Path.Contains("/Edge/", StringComparison.Ordinal)
        from line in source.Lines.Select((text, i) => (text, i))
        where CatchAll().IsMatch(line.text) && !line.text.Contains("// edge", StringComparison.Ordinal)
            && !source.Lines.Skip(line.i).Take(8).Any(l => l.Contains("throw;", StringComparison.Ordinal))
        select $"{source.Path}:{line.i + 1}: {line.text.Trim()}");

    [Fact]
    public void Nothing_waits_for_a_task_by_blocking() => Assert.DoesNotContain(Where(Blocking(), "src"),
        l => !l.Contains("Edge/StoredKeys.cs", StringComparison.Ordinal)); // the framework asks for its keys synchronously

    [Fact]
    public void Versions_stand_in_one_file() => Assert.DoesNotContain(
        Directory.GetFiles(Repo.Root, "*.csproj", SearchOption.AllDirectories), f => File.ReadAllText(f).Contains(" Version=", StringComparison.Ordinal));

    [Fact]
    public void The_root_holds_only_what_belongs_there() => Assert.Empty(Directory.GetFileSystemEntries(Repo.Root).Select(Path.GetFileName).Except(
    [
        "CarbonTrading.sln", "src", "tests", "market-data", "notebooks", "README.md", "Directory.Build.props", "Directory.Packages.props", "NuGet.config",
        ".ci", ".editorconfig", ".gitignore", ".git", "artifacts",
    ]));

    [GeneratedRegex(@"""\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE TABLE)\s", RegexOptions.CultureInvariant)]
    private static partial Regex Sql();

    [GeneratedRegex(@"\b(DateTime(Offset)?\.(Utc)?Now|TimeProvider|Random\.Shared|new Random\(|Guid\.NewGuid|File\.|Directory\.|Console\.|ILogger|HttpClient)\b")]
    private static partial Regex Impure();

    [GeneratedRegex(@"\b(double|float)\b")]
    private static partial Regex Floating();

    [GeneratedRegex(@"\bDateTime(Offset)?\.(Now|UtcNow|Today)\b")]
    private static partial Regex Today();

    [GeneratedRegex(@"catch( \(Exception( [a-z]\w*)?\))?\s*(\{|$|//)(?!.*\bwhen\b)")]
    private static partial Regex CatchAll();

    [GeneratedRegex(@"\.(GetAwaiter\(\)\.GetResult\(\)|Wait\(\))")]
    private static partial Regex Blocking();
}
