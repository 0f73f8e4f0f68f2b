using CarbonTrading.Application.Prices;
using CarbonTrading.Domain.Prices;
using Xunit;

namespace CarbonTrading.Application.Tests.Prices;

/// <summary>Averages by hand.</summary>
public class AveragePriceTests
{
    private static readonly PriceSeries series = TestMarket.Catalogue.Find("cea-composite")!;

    private static Observation Day(int day, params (string Field, decimal Value)[] fields) =>
        new(new(2026, 6, day), fields.ToDictionary(f => f.Field, f => new PricePoint(f.Value, 1, null!)));

    private static AveragePrice? Of(string trades, params Observation[] days) =>
        AveragePrice.Of(series, days, new(2026, 6, 1), new(2026, 6, 5), trades, TestMarket.Rules.Calendar("CN-ETS"));

    private static readonly Observation[] weighed =
    [
        Day(1, ("close", 80m), ("listed_volume", 1_000m), ("block_volume", 0m)),
        Day(2, ("close", 90m), ("listed_volume", 500m), ("block_volume", 1_500m)),
        Day(3, ("close", 100m), ("listed_volume", 0m), ("block_volume", 0m)),
    ];

    [Fact]
    public void Without_turnover_day_prices_are_weighted_by_all_quantities_and_a_day_without_trades_has_no_weight()
    {
        var average = Of("all", weighed)!; // (80 × 1,000 + 90 × 2,000) / 3,000
        Assert.Equal((86.6667m, AverageMethod.WeightedDayPrices, 2, new DateOnly(2026, 6, 2)), (average.Value, average.Method, average.Days, average.Last));
    }

    [Fact]
    public void Where_only_listed_trades_count_only_they_weigh() =>
        Assert.Equal(83.3333m, Of("listed", weighed)!.Value); // (80 × 1,000 + 90 × 500) / 1,500

    [Fact]
    public void Turnover_and_quantity_of_all_trades_give_the_exact_average()
    {
        var average = Of("all", Day(1, ("close", 80m), ("volume", 1_000m), ("amount", 79_000m)), Day(2, ("close", 90m), ("volume", 3_000m), ("amount", 261_000m)))!;
        Assert.Equal((85m, AverageMethod.Turnover), (average.Value, average.Method)); // 340,000 / 4,000
    }

    /// <summary>
    /// Case C16, the real week to 2021-11-26 as the exchange summed it up: listed 1,501,606 t for 64,483,958.98, block 5,629,848 t for 236,916,115.70; together 7,131,454 t for
    /// 301,400,074.68. Listed trades average 42.94, block trades 42.08. On two days the same sums make the same average.
    /// </summary>
    [Theory]
    [InlineData(1_501_606, 64_483_958.98, 5_629_848, 236_916_115.70)]
    [InlineData(1_000_000, 43_000_000.00, 3_000_000, 126_000_000.00)]
    public void C16_a_real_week_averages_what_was_paid_by_what_was_traded(double listed, double listedAmount, double block, double blockAmount)
    {
        var (quantity, amount, ofBlock, forBlock) = ((decimal)listed, (decimal)listedAmount, (decimal)block, (decimal)blockAmount);
        Observation On(int day, decimal l, decimal paid, decimal b, decimal paidForBlock) => new(new(2021, 11, day), new[]
        {
            ("close", 42.61m), ("listed_volume", l), (PriceFields.ListedAmount, paid), ("block_volume", b), (PriceFields.Amount, paid + paidForBlock),
        }.ToDictionary(f => f.Item1, f => new PricePoint(f.Item2, 1, null!)));
        Observation[] week = quantity == 1_501_606m ? [On(26, quantity, amount, ofBlock, forBlock)]
            : [On(25, quantity, amount, ofBlock, forBlock), On(26, 1_501_606m - quantity, 64_483_958.98m - amount, 5_629_848m - ofBlock, 236_916_115.70m - forBlock)];
        AveragePrice Of(string trades) => AveragePrice.Of(series, week, new(2021, 11, 22), new(2021, 11, 26), trades, TestMarket.Rules.Calendar("CN-ETS"))!;
        Assert.Equal((7_131_454m, 301_400_074.68m), (week.Sum(d => d["listed_volume"]!.Value + d["block_volume"]!.Value), week.Sum(d => d[PriceFields.Amount]!.Value)));
        Assert.Equal((42.9433m, AverageMethod.Turnover), (Of("listed").Value, Of("listed").Method)); // 42.94
        Assert.Equal((42.2635m, AverageMethod.Turnover), (Of("all").Value, Of("all").Method));
        Assert.Equal(42.08m, Math.Round(((Of("all").Value * 7_131_454m) - (Of("listed").Value * 1_501_606m)) / 5_629_848m, 2)); // what is left is of the blocks
    }

    [Fact]
    public void Without_quantities_it_is_the_plain_mean() =>
        Assert.Equal((71.35m, AverageMethod.MeanOfDayPrices), Of("all", Day(1, ("close", 71.3m)), Day(4, ("close", 71.4m))) is { } a ? (a.Value, a.Method) : default);

    [Fact]
    public void Missing_trading_days_are_counted() => Assert.Equal(2, Of("all", weighed)!.MissingDays); // 4 and 5 June

    [Fact]
    public void Days_outside_the_window_do_not_enter_and_no_price_is_null_and_not_0() =>
        Assert.Null(Of("all", Day(6, ("close", 80m)), Day(2, ("listed_volume", 5m))));
}
