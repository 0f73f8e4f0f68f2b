using CarbonTrading.Engine;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Kernel;

public class TonnesTests
{
    [Theory]
    [InlineData("0", 0), InlineData("1", 1), InlineData("10000000000", 10_000_000_000)]
    public void The_first_and_last_quantity_a_command_carries(string json, long value) => Assert.Equal(new Tonnes(value), Read(json));

    [Theory]
    [InlineData("-1"), InlineData("10000000001"), InlineData("1.5"), InlineData("1e400"), InlineData("9223372036854775808"), InlineData("\"5\"")]
    public void Anything_else_is_not_a_quantity(string json) => Assert.Throws<System.Text.Json.JsonException>(() => Read(json));

    [Fact]
    public void It_is_never_negative() => Assert.Throws<ArgumentOutOfRangeException>(() => new Tonnes(1) - new Tonnes(2));

    [Fact]
    public void Minus_or_zero_stops_at_zero() => Assert.Equal(Tonnes.Zero, new Tonnes(1).MinusOrZero(new(2)));

    [Fact]
    public void A_share_rounds_down() => Assert.Equal(new Tonnes(61_728), new Tonnes(1_234_567).ShareRoundedDown(0.05m));

    [Fact]
    public void It_speaks_with_separators() => Assert.Equal("5,001 tCO2e", new Tonnes(5_001).ToString());

    private static Tonnes Read(string json) => Contract.Decode<Tonnes>(System.Text.Encoding.UTF8.GetBytes(json));
}
