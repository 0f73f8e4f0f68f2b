using CarbonTrading.Domain.Contracts;
using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Contracts;

/// <summary>What stands beside the form of a contract is what its decider says: a check that is broken is a refusal.</summary>
public class ContractChecksTests
{
    private static readonly DateOnly today = TestRules.Today;

    private static readonly AgreeContract repo = new(
        ContractKind.Repo, today, "BJ-ELEC-01", TestRules.Cea(2025), new(1_000), new(60.00m, "CNY"), "Bank A", "K 1", today, today.AddDays(90), Side.Sell,
        EndPrice: new(62.10m, "CNY"));

    private static readonly AgreeContract pledge = repo with { Kind = ContractKind.Pledge, Side = null, EndPrice = null, Amount = 45_000m, CallShare = 0.75m };

    private static readonly Context now = new(TestRules.Now, "trader", RealRules.Book, today);

    private static IEnumerable<string> Broken(AgreeContract terms) => ContractDecider.ChecksOf(terms, now).Where(c => !c.Passed).Select(c => c.Code);

    private static string? Refused(AgreeContract terms) => ContractDecider.Decide(TermContract.NotAgreed, terms, now).Error?.Code;

    [Fact]
    public void What_can_be_agreed_breaks_nothing()
    {
        Assert.Equal(["agreed-on", "starts-on", "ends-on", "end-price", "market-known"], ContractDecider.ChecksOf(repo, now).Select(c => c.Code));
        Assert.Empty(Broken(repo));
        Assert.Null(Refused(repo));
        Assert.Empty(Broken(pledge));
        Assert.Null(Refused(pledge));
    }

    /// <summary>What the national market allows to hold was not found: who gets units is told so, who gives or pledges them is not.</summary>
    [Fact]
    public void A_position_limit_nobody_found_has_a_line_where_units_come()
    {
        var forward = repo with { Kind = ContractKind.Forward, EndPrice = null, Side = Side.Buy };
        Assert.Equal((RuleStatus.Unknown, "rule"), ContractDecider.ChecksOf(forward, now).Where(c => c.Code == "position-limit").Select(c => (c.Status, c.Missing)).Single());
        Assert.DoesNotContain(ContractDecider.ChecksOf(forward with { Side = Side.Sell }, now), c => c.Code == "position-limit");
        Assert.DoesNotContain(ContractDecider.ChecksOf(forward with { InCash = true }, now), c => c.Code == "position-limit");
        Assert.DoesNotContain(ContractDecider.ChecksOf(pledge, now), c => c.Code == "position-limit");
    }

    [Fact]
    public void A_contract_of_tomorrow_is_broken_and_refused()
    {
        var tomorrow = repo with { AgreedOn = today.AddDays(1), StartsOn = today.AddDays(1) };
        Assert.Equal(["agreed-on"], Broken(tomorrow));
        Assert.Equal("contract.in-the-future", Refused(tomorrow));
    }

    [Fact]
    public void A_start_before_the_agreement_is_broken_and_refused()
    {
        var early = repo with { StartsOn = today.AddDays(-1) };
        Assert.Equal(["starts-on"], Broken(early));
        Assert.Equal("contract.start-not-possible", Refused(early));
    }

    [Fact]
    public void An_end_on_the_day_of_the_start_is_broken_and_refused()
    {
        var short0 = repo with { EndsOn = today };
        Assert.Equal(["ends-on"], Broken(short0));
        Assert.Equal("contract.end-not-possible", Refused(short0));
        Assert.Equal("2026-06-05 < 2026-06-05", ContractDecider.ChecksOf(short0, now).Single(c => c.Code == "ends-on").Operands);
    }

    [Fact]
    public void Another_currency_at_the_end_is_broken_and_refused()
    {
        var euro = repo with { EndPrice = new(62.10m, "EUR") };
        Assert.Equal(["end-price"], Broken(euro));
        Assert.Equal("contract.other-currency", Refused(euro));
    }

    [Fact]
    public void A_loan_to_value_above_one_is_broken_and_refused()
    {
        var above = pledge with { CallShare = 1.01m };
        Assert.Equal(["call-share"], Broken(above));
        Assert.Equal("contract.share-not-possible", Refused(above));
    }

    [Fact]
    public void Credits_are_pledged_sold_in_repo_lent_borrowed_and_moved_between_holdings()
    {
        var credits = pledge with { Product = new("ccer", "CCER", Vintage.Of(2024)) };
        var moved = Bare(ContractKind.InternalTransfer) with { OtherAccount = "B", EndsOn = null };
        foreach (var kind in new[] { credits, repo with { Product = credits.Product }, Bare(ContractKind.Lend), Bare(ContractKind.Borrow), moved })
            Assert.Equal((0, (string?)null), (Broken(kind).Count(), Refused(kind)));

        AgreeContract Bare(ContractKind kind) => credits with { Kind = kind, Amount = null, CallShare = null };
    }
}
