using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Registry;

public class SurrenderUnitsTests
{
    [Fact]
    public void Oldest_lots_go_first_with_their_cost_and_the_rule_is_recorded() => Account.Stocked
        .When(Account.Surrender(TestRules.Day(6, 1), 1_300))
        .Then(new UnitsSurrendered(
            TestRules.Day(6, 1),
            [
                Account.Move("L-0001", Origin.Free, Bucket.Free, Bucket.Surrendered, 1_000, 0m),
                Account.Move("L-0002", Origin.Purchased, Bucket.Free, Bucket.Surrendered, 300, 22_200m),
            ],
            2025, "SR-1", "allocation plan 2025", RuleStatus.InForce));

    [Fact]
    public void All_that_is_free_may_be_surrendered() => Account.Stocked
        .When(Account.Surrender(TestRules.Day(6, 1), 1_500))
        .ThenAccepted();

    [Fact]
    public void One_tonne_more_is_refused_with_what_is_free() => Account.Stocked
        .When(Account.Surrender(TestRules.Day(6, 1), 1_501))
        .ThenRefused("allowance-account.not-enough-free", "1,501 tCO2e", "1,500 tCO2e", "2026-06-01");

    [Theory]
    [InlineData("2019-2020", 2023, true)]
    [InlineData("2021", 2023, true)]
    [InlineData("2022", 2023, true)]
    [InlineData("2023", 2023, true)]
    [InlineData("2024", 2023, false)]
    [InlineData("2019-2020", 2024, true)]
    [InlineData("2024", 2024, true)]
    [InlineData("2025", 2024, false)]
    [InlineData("2024", 2025, false)]
    [InlineData("2025", 2025, true)]
    public void A_vintage_counts_only_for_its_years(string vintage, int year, bool usable)
    {
        Assert.True(Vintage.TryParse(vintage, out var parsed));
        var product = new Product(TestRules.Market, "CEA", parsed);
        var story = Account.Empty
            .And(new ReceiveFreeAllocation(TestRules.Day(4, 1), product, new(10), "AL"))
            .When(new SurrenderUnits(TestRules.Day(6, 1), product, new(10), year, "SR-1"));
        if (usable) story.ThenAccepted();
        else story.ThenRefused("allowance-account.vintage-not-usable", product.Code, $"allocation plan {year}");
    }

    [Fact]
    public void A_draft_rule_refuses_nothing_and_is_recorded() => Assert.Equal(RuleStatus.Draft, Account.Empty
        .And(new ReceiveFreeAllocation(TestRules.Day(4, 1), Account.Cea24, new(10), "AL"))
        .When(new SurrenderUnits(TestRules.Day(6, 1), Account.Cea24, new(10), 2026, "SR-1"))
        .ThenOne<UnitsSurrendered>().RuleStatus);
}
