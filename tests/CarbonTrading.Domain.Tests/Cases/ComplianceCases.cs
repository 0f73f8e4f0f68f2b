using CarbonTrading.Analytics.Forecast;
using CarbonTrading.Domain.Compliance;
using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Cases;

/// <summary>Surrender, offset, carry-over and penalty cases C07 to C14, with the numbers of the rule files.</summary>
public class ComplianceCases
{
    private static readonly CarryOverLimit limit2025 = new(RealRules.National("carry-over-base", 2025), RealRules.National("carry-over-rate", 2025));

    [Theory]
    [InlineData(1_000_000, 50_000)]
    [InlineData(1_234_567, 61_728)]
    [InlineData(999, 49)]
    public void C07_the_limit_is_five_percent_of_what_is_due_rounded_down(long due, long room)
    {
        var verified = RealRules.Obligation.Given(
            new ObligationOpened("QM-CHP-01", "cn-ets", 2024, Sector.Power),
            new EmissionsVerified(RealRules.Day("2025-06-27"), new(due), new(due), "VR-1", "body A"));
        var day = RealRules.Day("2025-12-15");
        Assert.Equal(room, OffsetLimit.Of(verified.State, RealRules.Book).Ceiling!.Value.Value);
        verified.When(new ReserveOffsets(day, "QM-CHP-01", "R-1", new(room))).ThenAccepted();
        verified.When(new ReserveOffsets(day, "QM-CHP-01", "R-1", new(room + 1))).ThenRefused("obligation.offset-limit-exceeded", "5 % of allowances-due");
    }

    [Theory]
    [InlineData("2024-12-31", null)]
    [InlineData("2025-01-01", "ccer-holding.batch-not-usable")]
    [InlineData("2025-12-15", "ccer-holding.batch-not-usable")]
    public void C07_a_credit_registered_2017_counts_until_the_end_of_2024(string day, string? refusal)
    {
        var old = new CreditBatch("Old wind farm", "CM-001-V02", RealRules.Day("2015-01-01"), RealRules.Day("2016-06-30"), RealRules.Day("2017-02-20"));
        var story = RealRules.Holding
            .And(new OpenHolding("CO-QM-POWER", "Holding", "持有账户"))
            .And(new ReceivePurchasedBatch(RealRules.Day("2023-05-05"), old, new(1_000), new(40m, "CNY")))
            .And(new ReserveCredits(RealRules.Day("2023-06-01"), "R-1", new(1_000), "offset"))
            .When(new UseForOffset(RealRules.Day(day), "R-1", CancellationPurpose.NationalCompliance, "REG-1", "cn-ets", 2024));
        if (refusal is null) story.ThenAccepted();
        else story.ThenRefused(refusal, "2024-12-31", "2017-02-20");
    }

    [Fact]
    public void C08_credits_up_to_the_limit_where_they_are_cheaper()
    {
        var cheap = OffsetOptimum.Of(new(1_000_000), new(920_000), new(50_000), 74.00m, 66.50m);
        Assert.Equal(new OffsetOptimum(new(50_000), new(30_000), new(0), 5_545_000m, 375_000m), cheap);
        Assert.Equal(5_920_000m, OffsetOptimum.CostOf(new(0), new(1_000_000), new(920_000), 74.00m, 66.50m));
    }

    [Fact]
    public void C08_no_credits_where_they_are_dearer()
    {
        var dear = OffsetOptimum.Of(new(1_000_000), new(920_000), new(50_000), 74.00m, 78.00m);
        Assert.Equal(new OffsetOptimum(new(0), new(80_000), new(0), 5_920_000m, 0m), dear);
        Assert.Equal(6_120_000m, OffsetOptimum.CostOf(new(50_000), new(1_000_000), new(920_000), 74.00m, 78.00m));
    }

    [Fact]
    public void C08_a_long_entity_frees_allowances_and_gains_only_where_they_can_be_used()
    {
        var usable = OffsetOptimum.Of(new(1_000_000), new(1_030_000), new(50_000), 74.00m, 66.50m);
        Assert.Equal((80_000L, 375_000m), (usable.AllowancesLeft.Value, usable.Gain));
        var lapsing = OffsetOptimum.Of(new(1_000_000), new(1_030_000), new(50_000), 74.00m, 66.50m, surplusUsable: false);
        Assert.Equal((0L, 0m), (lapsing.Credits.Value, lapsing.Gain));
    }

    [Theory]
    [InlineData(135_000, 35_000, 1_000_000, 160_000)]
    [InlineData(135_000, 35_000, 90_000, 90_000)]
    [InlineData(33_333, 0, 1_000_000, 59_999)]
    [InlineData(20_000, 50_000, 1_000_000, 10_000)]
    public void C09_the_most_that_may_be_carried_over(long sold, long bought, long holding, long most) =>
        Assert.Equal(most, limit2025.Most(new(sold), new(bought), new(holding)).Value);

    [Fact]
    public void C09_a_missed_deadline_leaves_nothing() =>
        Assert.Equal(0, limit2025.Most(new(135_000), new(35_000), new(1_000_000), excluded: true).Value);

    [Fact]
    public void C10_the_least_sale_after_which_nothing_lapses()
    {
        var solved = SellToCarry.Solve(limit2025, new(8_000), new(0), new(40_000));
        Assert.Equal(new SellToCarry(new(7_200), new(32_800), new(18_000)), solved);
    }

    [Theory]
    [InlineData("2019-2020", 2023, true)]
    [InlineData("2021", 2023, true)]
    [InlineData("2022", 2023, true)]
    [InlineData("2023", 2023, true)]
    [InlineData("2024", 2023, false)]
    [InlineData("2025", 2023, false)]
    [InlineData("2019-2020", 2024, true)]
    [InlineData("2021", 2024, true)]
    [InlineData("2022", 2024, true)]
    [InlineData("2023", 2024, true)]
    [InlineData("2024", 2024, true)]
    [InlineData("2025", 2024, false)]
    [InlineData("2019-2020", 2025, false)]
    [InlineData("2023", 2025, false)]
    [InlineData("2024", 2025, false)]
    [InlineData("2025", 2025, true)]
    public void C11_vintages_count_for_the_years_the_rule_files_say(string vintage, int year, bool usable)
    {
        Assert.True(Vintage.TryParse(vintage, out var parsed));
        var product = new Product("cn-ets", "CEA", parsed);
        var story = new Story<AllowanceAccount, AllowanceAccountCommand, AllowanceAccountEvent>(AllowanceAccountDecider.Instance, RealRules.Book)
            .And(new OpenAccount("CO", "cn-ets", "Account", "账户"))
            .And(new ReceiveFreeAllocation(TestRules.Day(4, 1), product, new(10), "AL"))
            .When(new SurrenderUnits(TestRules.Day(6, 1), product, new(10), year, "SR"));
        if (usable) story.ThenAccepted();
        else story.ThenRefused("allowance-account.vintage-not-usable", product.Code);
    }

    [Fact]
    public void C11_a_carried_over_unit_of_2025_counts_for_2025() =>
        new Story<AllowanceAccount, AllowanceAccountCommand, AllowanceAccountEvent>(AllowanceAccountDecider.Instance, RealRules.Book)
            .And(new OpenAccount("CO", "cn-ets", "Account", "账户"))
            .And(new ReceiveTransfer(TestRules.Day(4, 1), new(new("cn-ets", "CEA", Vintage.Of(2025)), Origin.CarriedOver), new(10), "REG", "CO-1"))
            .When(new SurrenderUnits(TestRules.Day(6, 1), new("cn-ets", "CEA", Vintage.Of(2025)), new(10), 2025, "SR"))
            .ThenAccepted();

    [Theory]
    [InlineData("2026-03-20", 1, "2026-03-27")]
    [InlineData("2026-03-21", 2, "2026-06-26")]
    [InlineData("2026-06-10", 2, "2026-06-26")]
    public void C12_an_application_belongs_to_the_batch_of_its_day(string filed, int number, string processedBy)
    {
        var batch = CarryOverBatch.Of("cn-ets", 2025, RealRules.Day(filed), RealRules.Book)!;
        Assert.Equal((number, RealRules.Day(processedBy)), (batch.Number, batch.ProcessedBy));
    }

    [Fact]
    public void C12_a_day_after_the_last_batch_has_none() => Assert.Null(CarryOverBatch.Of("cn-ets", 2025, RealRules.Day("2026-06-11"), RealRules.Book));

    [Fact]
    public void C13_the_fine_of_the_regulation_for_deadlines_until_2026_08_14()
    {
        var rules = PenaltyRules.Of("cn-ets", 2024, RealRules.Day("2026-08-14"), RealRules.Book)!;
        var exposure = PenaltyExposure.Of(new(12_000), Tonnes.Zero, 71.35m, rules);
        Assert.Equal(("reg775", 0m, 0m), (rules.Kind, exposure.FixedMin, exposure.FixedMax));
        Assert.Equal((4_281_000m, 8_562_000m), (exposure.ScaledMin, exposure.ScaledMax));
    }

    [Fact]
    public void C13_before_2024_05_01_the_fine_was_flat()
    {
        var rules = PenaltyRules.Of("cn-ets", 2021, RealRules.Day("2023-12-31"), RealRules.Book)!;
        var exposure = PenaltyExposure.Of(new(12_000), Tonnes.Zero, 71.35m, rules);
        Assert.Equal((20_000m, 30_000m, 0m, 0m), (exposure.FixedMin, exposure.FixedMax, exposure.ScaledMin, exposure.ScaledMax));
    }

    [Fact]
    public void C13b_the_environment_code_fines_in_two_steps()
    {
        var rules = PenaltyRules.Of("cn-ets", 2025, RealRules.Day("2026-08-15"), RealRules.Book)!;
        var all = PenaltyExposure.Of(new(12_000), Tonnes.Zero, 71.35m, rules);
        Assert.Equal((1_000_000m, 5_000_000m, 4_281_000m, 8_562_000m, 13_562_000m, "none"),
            (all.FixedMin, all.FixedMax, all.ScaledMin, all.ScaledMax, all.Worst, rules.Deduction));
        var delivered = PenaltyExposure.Of(new(12_000), new(9_000), 71.35m, rules);
        Assert.Equal((1_070_250m, 2_140_500m), (delivered.ScaledMin, delivered.ScaledMax));
    }

    [Fact]
    public void C13_without_a_price_the_scaled_part_is_not_known_and_not_0() => Assert.Null(PenaltyExposure.Of(new(12_000), Tonnes.Zero, null,
        PenaltyRules.Of("cn-ets", 2025, RealRules.Day("2026-12-31"), RealRules.Book)!).Worst);

    [Fact]
    public void C14_the_EU_fine_is_per_missing_allowance_and_indexed()
    {
        var rules = new PenaltyRules("eu-excess", null, null, null, null, 100m * 1.35m, null, "EUR", "Directive 2003/87/EC", RuleStatus.Unsure);
        Assert.Equal(202_500m, PenaltyExposure.Of(new(1_500), Tonnes.Zero, null, rules).Worst);
    }
}
