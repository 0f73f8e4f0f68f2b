using CarbonTrading.Domain.Funds;
using CarbonTrading.Domain.Tests.Support;
using Xunit;

namespace CarbonTrading.Domain.Tests.Funds;

/// <summary>Business date 2026-06-05.</summary>
public class FundAccountTests
{
    private static readonly RecordFunds today = new(TestRules.Market, TestRules.Day(6, 5), 1_000_000.00m, "CNY", "ST-5");

    private static Story<FundAccount, FundAccountCommand, FundAccountEvent> None => new(FundAccountDecider.Instance, TestRules.Book);

    [Fact]
    public void A_balance_stands_until_a_later_one_or_another_of_the_same_day()
    {
        None.When(today).Then(new FundsRecorded(TestRules.Market, today.Effective, 1_000_000.00m, "CNY", "ST-5"));
        var yesterday = None.And(today with { Effective = TestRules.Day(6, 4), Amount = 5m });
        Assert.Equal(1_000_000.00m, yesterday.And(today).State.Last(TestRules.Market)!.Amount);
        Assert.Equal(7m, yesterday.And(today).And(today with { Amount = 7m }).State.Last(TestRules.Market)!.Amount);
        yesterday.And(today).When(today with { Effective = TestRules.Day(6, 4) }).ThenRefused("fund-account.before-last", "2026-06-05");
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(-0.01, "fund-account.amount-not-possible")]
    [InlineData(0.01, null)]
    [InlineData(0.005, "fund-account.amount-not-possible")]
    [InlineData(1e16, null)]
    [InlineData(1.0000001e16, "fund-account.amount-not-possible")]
    public void A_balance_is_zero_or_more_with_two_decimals(double amount, string? refused)
    {
        var step = None.When(today with { Amount = (decimal)amount });
        if (refused is null) step.ThenAccepted();
        else step.ThenRefused(refused);
    }

    [Fact]
    public void Days_texts_and_moments()
    {
        None.When(today with { Effective = TestRules.Day(6, 6) }).ThenRefused("fund-account.day-not-possible", "2026-06-05");
        None.When(today with { Effective = new(2012, 12, 31) }).ThenRefused("fund-account.day-not-possible");
        None.When(today with { Effective = new(2013, 1, 1) }).ThenAccepted();
        None.And(today).And(today with { Market = "ccer", Effective = TestRules.Day(6, 1) }); // another venue's statements go by themselves
        None.When(today with { Market = "" }).ThenRefused("fund-account.field-missing", "market");
        None.When(today with { Evidence = " " }).ThenRefused("fund-account.field-missing", "evidence");
        None.When(today with { Currency = "" }).ThenRefused("fund-account.field-missing", "currency");
    }
}
