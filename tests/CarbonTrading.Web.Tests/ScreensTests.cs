using CarbonTrading.Web.Components.Layout;
using Xunit;

namespace CarbonTrading.Web.Tests;

public class ScreensTests
{
    private static readonly IReadOnlyList<ScreenEntry> screens = [.. Screens.Groups.SelectMany(g => g.Screens)];

    /// <summary>Duty board, positions, trades, market data, risk, settlement, lots, compliance, costs and valuation, evidence.</summary>
    [Theory]
    [InlineData("d", "/"), InlineData("p", "/positions"), InlineData("t", "/trades"), InlineData("m", "/market-data"), InlineData("r", "/risk"), InlineData("s", "/settlement")]
    [InlineData("l", "/lots"), InlineData("c", "/compliance"), InlineData("v", "/costs"), InlineData("e", "/evidence")]
    public void A_screen_of_the_product_has_its_letter(string letter, string path) => Assert.Equal(path, screens.Single(s => s.Key == letter).Path);

    [Fact]
    public void No_letter_is_given_twice_and_those_of_screens_to_come_are_kept()
    {
        Assert.Distinct(screens.Select(s => s.Key));
        Assert.All(screens, s => Assert.Matches("^[a-z]\\z", s.Key));
        Assert.DoesNotContain(screens, s => s.Key is "x" or "i" or "g"); // reconciliation, decision lab; g begins
    }
}
