using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace CarbonTrading.Web.Tests;

/// <summary>Colours of the style sheet, by the formula of WCAG 2.2.</summary>
public partial class TokensTests
{
    private static readonly string css = File.ReadAllText(Path.Combine(Root(), "src/CarbonTrading.Web/wwwroot/tokens.css"));

    [Theory]
    [InlineData("ok")]
    [InlineData("warn")]
    [InlineData("bad")]
    [InlineData("info")]
    [InlineData("draft")]
    [InlineData("unsure")]
    public void In_the_contrast_theme_words_of_severity_reach_seven_to_one_on_their_ground_and_on_paper(string name)
    {
        var (text, ground) = (Of("contrast", $"--c-{name}"), Of("contrast", $"--c-{name}-soft"));
        Assert.True(Contrast(text, ground) >= 7, $"{text} on {ground}: {Contrast(text, ground):0.00}");
        Assert.True(Contrast(text, "#ffffff") >= 7);
        Assert.True(Contrast(Of(null, $"--c-{name}"), Of(null, $"--c-{name}-soft")) >= 4.5);
    }

    [Theory]
    [InlineData("--c-text-2")]
    [InlineData("--c-text-3")]
    [InlineData("--c-text-off")]
    [InlineData("--c-accent")]
    [InlineData("--c-up")]
    [InlineData("--c-down")]
    public void In_the_contrast_theme_every_text_reaches_seven_to_one_and_four_and_a_half_without_it(string name)
    {
        Assert.True(Contrast(Of("contrast", name), "#ffffff") >= 7, $"{Of("contrast", name)}: {Contrast(Of("contrast", name), "#ffffff"):0.00}");
        Assert.True(Contrast(Of(null, name), Of(null, "--c-canvas")) >= 4.5, $"{Of(null, name)}: {Contrast(Of(null, name), Of(null, "--c-canvas")):0.00}");
    }

    private static string Of(string? theme, string token) =>
        (theme is null ? null : Value($"[data-theme=\"{theme}\"]", token)) ?? Value(":root", token) ?? throw new KeyNotFoundException(token);

    private static string? Value(string selector, string token) => Block().Matches(css).Where(b => b.Groups[1].Value.Split(',').Any(s => s.Trim() == selector))
        .Select(b => Regex.Match(b.Groups[2].Value, token + ": (#[0-9a-f]{6})")).FirstOrDefault(m => m.Success)?.Groups[1].Value;

    private static double Contrast(string a, string b) => (Math.Max(Light(a), Light(b)) + 0.05) / (Math.Min(Light(a), Light(b)) + 0.05);

    private static double Light(string colour)
    {
        double Part(int at) => int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0 is var c && c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
        return (0.2126 * Part(1)) + (0.7152 * Part(3)) + (0.0722 * Part(5));
    }

    private static string Root()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "CarbonTrading.sln"))) root = Path.GetDirectoryName(root)!;
        return root;
    }

    [GeneratedRegex(@"([^{}/]+)\{([^{}]*)\}")]
    private static partial Regex Block();
}
