using CarbonTrading.Application.Forecasts;
using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Application.Views;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Application.Tests.Planning;

public class ForecastTests(SampleBooks books) : IClassFixture<SampleBooks>
{
    private static AsOf Now(TestDesk desk) => desk.Workplace.Queries.Resolve(null, null).AsOf!;

    private static ForecastRow Of(TestDesk desk, string key, AsOf? asOf = null) =>
        Assert.Single(desk.Workplace.Queries.Forecasts.All(asOf ?? Now(desk)), r => r.Key == key);

    [Fact]
    public void The_year_end_is_the_months_so_far_the_season_of_earlier_years_and_the_budget()
    {
        var desk = books.Desk;
        var read = desk.Workplace.Read.Obligations;
        double[] Year(int year) => [.. read.Find($"QM-CHP-01-{year}")!.State.Activity.Values.Select(m => (double)m.Value)];
        var (first, second, now) = (Year(2024), Year(2025), Year(2026));
        Assert.Equal((12, 12, 4), (first.Length, second.Length, now.Length));
        // the plain way: mean share of each month in the whole years, against the share of the months so far; July and August are planned
        double Share(int month) => (first[month - 1] / first.Sum() + second[month - 1] / second.Sum()) / 2;
        var past = Enumerable.Range(1, 4).Sum(Share);
        var rest = new[] { 5, 6, 9, 10, 11, 12 }.Sum(m => now.Sum() * Share(m) / past) + 68_000 + 74_500;
        var row = Of(desk, "QM-CHP-01-2026");
        Assert.Equal(EmissionBasis.Activity, row.Emissions.Basis);
        Assert.Equal((long)Math.Round(now.Sum() + rest), row.Emissions.P50);
        Assert.Equal((long)Math.Round(now.Sum() + rest * Math.Exp(1.2815515655446004 * 0.08)), row.Emissions.P90);
        Assert.True(row.Emissions.SigmaAssumed);
        Assert.Contains("range-assumed", row.Labels);
    }

    [Fact]
    public void What_is_verified_has_no_range_and_the_balance_is_units_plus_allocation_to_come_less_what_is_open()
    {
        var desk = books.Desk;
        var row = Of(desk, "QM-CHP-01-2025");
        Assert.Equal((1_152_800, 1_152_800, 1_152_800), (row.Emissions.P10, row.Emissions.P50, row.Emissions.P90));
        Assert.Equal(1_151_600L * 1_152_800 / 1_186_420, row.Allocation.Expected); // 820,000 + 331,600 allocated for 2024
        Assert.Equal(259_500, row.Units);
        Assert.Equal(259_500 + row.Allocation.ToCome + 40_000 - 1_152_800, row.Balance50);
        Assert.Equal(17_640, row.OffsetRoom);
        Assert.Equal(decimal.Round(row.Balance50!.Value * row.Price!.Value, 2), row.Value50);
        Assert.True(desk.Workplace.Queries.Price(new("ccer", "CCER", Vintage.None), Now(desk))!.Value > row.Price.Value);
        Assert.Equal(0, row.CreditGain); // credits are dearer than allowances on that day
    }

    [Fact]
    public void An_earlier_year_takes_its_units_first_and_leaves_the_rest_to_the_next()
    {
        var desk = books.Desk;
        Assert.Equal(Of(desk, "GD-HOME-01-2025").Balance50, Of(desk, "GD-HOME-01-2026").Units + Of(desk, "GD-HOME-01-2026").CarriedToCome);
        Assert.Equal(0, Of(desk, "BJ-ELEC-01-2026").Units); // 2025 is short already
    }

    [Fact]
    public async Task Nothing_unknown_becomes_0()
    {
        await using var desk = await TestDesk.Open(sample: true);
        var eu = Of(desk, "EU-AUTO-01-2025");
        Assert.Null(eu.Price);
        Assert.Null(eu.Value50);
        Assert.Contains("price-missing", eu.Labels);
        await desk.Done("compliance", "obligations", "QM-CHP-01-2027", "open-obligation", """{"account":"QM-CHP-01","market":"cn-ets","year":2027,"sector":"power"}""");
        var unknown = Of(desk, "QM-CHP-01-2027");
        Assert.Equal((null, null, null), (unknown.Emissions.P50, unknown.Balance50, unknown.Value50));
        Assert.Contains("no-emissions", unknown.Labels);
    }

    [Fact]
    public void An_earlier_day_sees_only_the_months_recorded_by_then()
    {
        var desk = books.Desk;
        var then = desk.Workplace.Queries.Resolve("2026-03-31", null).AsOf!;
        Assert.Equal(2, Of(desk, "QM-CHP-01-2026", then).Emissions.Months); // February was recorded on 18 March, March on 18 April
    }

    [Fact]
    public void A_year_recorded_to_the_end_has_no_range_left()
    {
        var desk = books.Desk;
        var row = Of(desk, "SZ-ELEC-01-2025");
        Assert.Equal((EmissionBasis.Activity, 12), (row.Emissions.Basis, row.Emissions.Months));
        Assert.Equal(row.Emissions.ToDate, row.Emissions.P50);
        Assert.Equal(row.Emissions.P10, row.Emissions.P90);
    }
}
