using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Web.Tests;

public class FormatTests
{
    private readonly Format en = new(Language.En);
    private readonly Format zh = new(Language.Zh);

    [Fact]
    public void Tonnes_are_whole_and_grouped_and_a_negative_one_has_a_minus_sign_not_a_hyphen()
    {
        Assert.Equal("618,400", en.Tonnes(618_400));
        Assert.Equal("\u221210,000", en.Tonnes(-10_000));
        Assert.Equal("0", en.Tonnes(0));
        Assert.Equal("+10,000", en.TonnesChange(10_000));
        Assert.Equal("61.84 万吨", zh.WanTonnes(618_400));
        Assert.Equal(["0", "0.005", "0.01", "\u22121.00"], new long[] { 0, 50, 100, -10_000 }.Select(en.TenThousands)); // little is not shown as nothing
    }

    [Fact]
    public void Money_is_to_the_cent_and_rounds_half_away_from_zero()
    {
        Assert.Equal("CNY 831,249.30", en.Money(new Money(831_249.3m, "CNY")));
        Assert.Equal("CNY \u22120.13", en.Money(-0.125m, "CNY"));
    }

    [Fact]
    public void Key_figures_are_scaled_with_the_unit_named()
    {
        Assert.Equal(("50.95", "CNY m"), en.Scaled(50_945_700m, "CNY"));
        Assert.Equal(("5,094.57", "万元"), zh.Scaled(50_945_700m, "CNY"));
        Assert.Equal(("1.20", "亿元"), zh.Scaled(120_000_000m, "CNY"));
        Assert.Equal(("797.3", "CNY k"), en.Scaled(797_250m, "CNY"));
        Assert.Equal(("12.50", "CNY"), en.Scaled(12.5m, "CNY"));
    }

    [Fact]
    public void Prices_keep_their_decimals()
    {
        Assert.Equal("83.10 CNY/t", en.Price(new UnitPrice(83.1m, "CNY")));
        Assert.Equal("EUR 78.425", zh.Price(new UnitPrice(78.425m, "EUR")));
    }

    [Fact]
    public void Shares_have_one_decimal_and_moves_carry_sign_and_arrow()
    {
        Assert.Equal("100.4%", en.Share(1.0042m));
        Assert.Equal("▲ +0.28%", en.Move(0.0028m));
        Assert.Equal("▼ \u22121.50%", en.Move(-0.015m));
    }

    [Fact]
    public void Dates_differ_by_language_and_are_never_written_with_slashes()
    {
        var day = new DateOnly(2026, 6, 8);
        Assert.Equal("8 Jun", en.ShortDate(day, 2026));
        Assert.Equal("06-08", zh.ShortDate(day, 2026));
        Assert.Equal("2026-06-08", zh.ShortDate(day, 2025));
        Assert.Equal("06-08（周一）", zh.WeekDate(day));
        Assert.Equal("8 Jun Mon", en.WeekDate(day));
    }

    [Fact]
    public void The_wall_clock_is_in_Chinese_time_and_names_its_zone()
    {
        var instant = new DateTimeOffset(2026, 6, 8, 0, 51, 0, TimeSpan.Zero);
        Assert.Equal("06-08 Mon 08:51 CST", en.Wall(instant));
        Assert.Equal("06-08 周一 08:51（北京）", zh.Wall(instant));
    }

    [Theory]
    [InlineData("10,000", 10_000L)]
    [InlineData("10k", 10_000L)]
    [InlineData("1万", 10_000L)]
    [InlineData("1.5k", 1_500L)]
    [InlineData("10000000000", 10_000_000_000L)]
    public void Quantities_are_read_as_people_type_them(string typed, long tonnes) => Assert.Equal(tonnes, Format.ReadTonnes(typed));

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("１０")]
    [InlineData("10000000001")]
    [InlineData("1e9")]
    [InlineData("99999999999999999999999999999999")]
    public void What_is_no_whole_quantity_in_range_is_not_read(string typed) => Assert.Null(Format.ReadTonnes(typed));

    [Theory]
    [InlineData("80", "CNY", 80, "CNY")]
    [InlineData(" 1,080.5 ", "CNY", 1080.5, "CNY")]
    [InlineData("80 cny", "CNY", 80, "CNY")]
    [InlineData("78.42 EUR", "CNY", 78.42, "EUR")]
    [InlineData("78.42 EUR", null, 78.42, "EUR")]
    public void A_price_is_a_bare_number_in_the_currency_beside_it_or_names_its_own(string typed, string? beside, double amount, string currency) =>
        Assert.Equal(((decimal)amount, currency), Format.ReadPrice(typed, beside));

    [Theory]
    [InlineData("80", null)]
    [InlineData("eighty", "CNY")]
    [InlineData("80 CNY t", "CNY")]
    [InlineData("", "CNY")]
    public void What_is_no_price_is_none(string typed, string? beside) => Assert.Null(Format.ReadPrice(typed, beside));
}
