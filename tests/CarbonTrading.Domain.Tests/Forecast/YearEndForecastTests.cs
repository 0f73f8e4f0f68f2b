using CarbonTrading.Analytics.Forecast;
using Xunit;

namespace CarbonTrading.Domain.Tests.Forecast;

public class YearEndForecastTests
{
    private const double Tolerance = 1e-9;

    private static readonly double[] winter = [14, 12, 9, 7, 5, 5, 6, 6, 5, 7, 10, 14];
    private static readonly double[] flat = [8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 12];
    private static readonly double[] third = [11, 10, 9, 8, 7, 6, 7, 7, 6, 7, 9, 12];
    private static readonly Dictionary<int, double> noBudget = [];

    [Fact]
    public void It_equals_a_plain_second_computation()
    {
        double[][] earlier = [winter, flat, third];
        double[] months = [13, 12, 10, 8, 6];
        var forecast = YearEndForecast.Of(months, earlier, new Dictionary<int, double> { [12] = 15 }, 0.2);

        double toDate = 13 + 12 + 10 + 8 + 6;
        double Share(int from, int to, double[][] years)
        {
            double sum = 0;
            foreach (var year in years)
                for (var m = from; m <= to; m++) sum += year[m - 1] / year.Sum() / years.Length;
            return sum;
        }

        var remaining = (toDate * Share(6, 11, earlier) / Share(1, 5, earlier)) + 15;
        double squares = 0;
        foreach (var (year, others) in new[] { (winter, new[] { flat, third }), (flat, [winter, third]), (third, [winter, flat]) })
        {
            var expected = year.Take(5).Sum() * Share(6, 12, others) / Share(1, 5, others);
            squares += Math.Pow(Math.Log(year.Skip(5).Sum() / expected), 2);
        }

        var sigma = Math.Sqrt(squares / 2);
        Assert.Equal(toDate + remaining, forecast.P50, Tolerance);
        Assert.Equal(sigma, forecast.Sigma, Tolerance);
        Assert.Equal(toDate + (remaining * Math.Exp(-1.2815515655446004 * sigma)), forecast.P10, Tolerance);
        Assert.Equal(toDate + (remaining * Math.Exp(1.2815515655446004 * sigma)), forecast.P90, Tolerance);
        Assert.False(forecast.SigmaAssumed);
    }

    [Fact]
    public void A_whole_year_has_no_range()
    {
        var forecast = YearEndForecast.Of(winter, [flat, third, winter], noBudget, 0.2);
        Assert.Equal((100.0, 100.0, 100.0), (forecast.P10, forecast.P50, forecast.P90));
    }

    [Fact]
    public void Without_earlier_years_months_go_on_as_they_were_and_the_spread_is_the_assumption()
    {
        var forecast = YearEndForecast.Of([10, 20, 30], [], noBudget, 0.15);
        Assert.Equal(240, forecast.P50, Tolerance);
        Assert.Equal(0.15, forecast.Sigma);
        Assert.True(forecast.SigmaAssumed);
    }

    [Fact]
    public void A_whole_budget_is_taken_as_it_is()
    {
        var budget = Enumerable.Range(1, 12).ToDictionary(m => m, _ => 7.0);
        Assert.Equal(60 + 63, YearEndForecast.Of([10, 20, 30], [winter], budget, 0.1).P50, Tolerance);
    }

    [Fact]
    public void The_same_season_every_year_leaves_no_spread()
    {
        var forecast = YearEndForecast.Of([14, 12, 9], [winter, [.. winter.Select(m => 2 * m)], [.. winter.Select(m => 3 * m)]], noBudget, 0.2);
        Assert.Equal(0, forecast.Sigma, Tolerance);
        Assert.Equal(100, forecast.P50, Tolerance);
    }

    [Fact]
    public void No_month_at_all_is_a_bug() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => YearEndForecast.Of([], [winter], noBudget, 0.2));
}
