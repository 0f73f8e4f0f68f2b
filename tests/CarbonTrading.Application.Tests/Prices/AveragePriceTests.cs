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

    [Fact]
    public void Without_quantities_it_is_the_plain_mean() =>
        Assert.Equal((71.35m, AverageMethod.MeanOfDayPrices), Of("all", Day(1, ("close", 71.3m)), Day(4, ("close", 71.4m))) is { } a ? (a.Value, a.Method) : default);

    [Fact]
    public void Missing_trading_days_are_counted() => Assert.Equal(2, Of("all", weighed)!.MissingDays); // 4 and 5 June

    [Fact]
    public void Days_outside_the_window_do_not_enter_and_no_price_is_null_and_not_0() =>
        Assert.Null(Of("all", Day(6, ("close", 80m)), Day(2, ("listed_volume", 5m))));
}
