using Xunit;

namespace CarbonTrading.Web.Tests;

public class AsOfLinkTests
{
    [Fact]
    public void A_link_gives_back_the_pair_it_was_made_from()
    {
        var pair = new AsOfLink(new DateOnly(2026, 6, 5), "412");
        Assert.Equal(pair, AsOfLink.Of("http://localhost" + pair.Keep("/trades")));
        Assert.True(pair.IsPast);
        Assert.Equal(412, pair.KnownPosition);
    }

    [Fact]
    public void A_known_instant_may_carry_its_zone_and_is_Chinese_time_without_one()
    {
        var pair = AsOfLink.Of("http://localhost/?known=2026-06-05T18:40:00Z");
        Assert.Equal(new DateTimeOffset(2026, 6, 5, 18, 40, 0, TimeSpan.Zero), pair.KnownInstant);
        Assert.Equal(new DateTimeOffset(2026, 6, 5, 10, 40, 0, TimeSpan.Zero),
            AsOfLink.Of("http://localhost/?known=2026-06-05T18:40").KnownInstant);
    }

    [Theory]
    [InlineData("http://localhost/")]
    [InlineData("http://localhost/?asOf=2026-02-30&known=soon")]
    [InlineData("http://localhost/?asOf=1999-01-01")]
    public void What_is_no_date_or_position_is_passed_over(string uri) => Assert.Equal(AsOfLink.Now, AsOfLink.Of(uri));
}
