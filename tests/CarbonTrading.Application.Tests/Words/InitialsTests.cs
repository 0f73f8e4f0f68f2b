using System.Text.RegularExpressions;
using CarbonTrading.Application.Words;
using Xunit;

namespace CarbonTrading.Application.Tests.Words;

public partial class InitialsTests
{
    [Theory]
    [InlineData("启明铝业公司", "qmly", 0)]
    [InlineData("启明铝业公司", "ly", 2)]
    [InlineData("深圳", "sz", 0)]
    [InlineData("重庆", "cq", 0)]
    [InlineData("重工", "zg", 0)]
    [InlineData("CEA25 全国配额", "cea25qg", 0)]
    [InlineData("启明铝业公司", "lq", -1)]
    [InlineData("", "a", -1)]
    public void A_name_is_found_by_the_letters_its_syllables_begin_with(string name, string typed, int at) => Assert.Equal(at, Initials.IndexOf(name, typed));

    /// <summary>First and last common character of a letter, as GB 2312 orders them.</summary>
    [Theory]
    [InlineData('啊', "a")]
    [InlineData('澳', "a")]
    [InlineData('芭', "b")]
    [InlineData('擦', "c")]
    [InlineData('错', "c")]
    [InlineData('匝', "z")]
    [InlineData('座', "z")]
    [InlineData('。', "")]
    public void Each_letter_has_its_span(char character, string letters) => Assert.Equal(letters, Initials.Of(character));

    [Fact]
    public void Every_Chinese_character_in_the_names_of_the_sample_has_an_initial()
    {
        var names = Directory.EnumerateFiles(Path.Combine(MarketData.Folder, "sample"), "*.jsonl")
            .SelectMany(f => NameZh().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value)).Distinct().ToList();
        Assert.True(names.Count > 10, $"only {names.Count} names");
        Assert.Empty(names.SelectMany(n => n).Where(c => c is >= '\u4e00' and <= '\u9fff' && Initials.Of(c).Length == 0).Distinct());
    }

    [GeneratedRegex("\"nameZh\":\"([^\"]+)\"")]
    private static partial Regex NameZh();
}
