using CarbonTrading.Domain.Limits;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Registry;

/// <summary>Refusals about units that are no tonnes name their own unit.</summary>
public class OtherUnitsTests
{
    private static readonly Product nev = new("nev", "NEV", Vintage.Of(2025)), gec = new("gec", "GEC", Vintage.Of(2025));

    [Fact]
    public void An_account_of_credits_refuses_in_credits()
    {
        var refused = Decide(nev, 1_000, new ReserveUnits(TestRules.Day(4, 2), "R-1", nev, new(1_001), "sale"));
        Assert.StartsWith("1,001 credits of nev/NEV/2025 asked, 1,000 credits can be used", refused.Message);
        Assert.Equal(["1,001 credits", "1,000 credits"], refused.Values!.Where(v => v.Contains("credit", StringComparison.Ordinal)));
        Assert.DoesNotContain("tCO2e", refused.Message + string.Join(' ', refused.Values!));
        Assert.Contains("1 credit of", Decide(nev, 0, new ReserveUnits(TestRules.Day(4, 2), "R-1", nev, new(1), "sale")).Message);
    }

    [Fact]
    public void An_account_of_certificates_refuses_in_its_unit_and_one_of_allowances_in_tonnes()
    {
        Assert.Contains("1,001 MWh of", Decide(gec, 1_000, new ReserveUnits(TestRules.Day(4, 2), "R-1", gec, new(1_001), "sale")).Message);
        var cea = TestRules.Cea(2025);
        Assert.Contains("1,001 tCO2e of", Decide(cea, 1_000, new ReserveUnits(TestRules.Day(4, 2), "R-1", cea, new(1_001), "sale")).Message);
    }

    [Fact]
    public void A_trade_in_credits_is_settled_in_credits()
    {
        var capture = new CaptureTrade(TestRules.Today, "CARS", Side.Buy, TradeMethod.Otc, nev, new(500), new(900m, "CNY"), Counterparty: "X", SettleOn: TestRules.Today);
        new Story<Trade, TradeCommand, TradeEvent>(TradeDecider.Instance, RealRules.Book).By("trader").And(capture)
            .By("approver").And(new ApproveTrade()).By("process:settle-trade").And(new InstructSettlement(TestRules.Today)).By("finance")
            .When(new ConfirmSettlement(TestRules.Today, "E", new(501))).ThenRefused("trade.more-than-open", "501 credits asked, 500 credits are still");
    }

    [Fact]
    public void A_limit_on_credits_counts_credits_and_one_on_all_products_tonnes()
    {
        SetLimit Of(LimitKind kind, string scope) => new(kind, scope, 100m, "t", Hardness.Hard, TestRules.Today, TestRules.Day(12, 31), "L", "限", "test", LimitCounts.TradedPerDay);
        Assert.Equal("credit", LimitDecider.UnitOf(Of(LimitKind.Product, "nev"), RealRules.Book, TestRules.Today));
        Assert.Equal("MWh", LimitDecider.UnitOf(Of(LimitKind.Product, "gec/GEC/2025"), RealRules.Book, TestRules.Today));
        Assert.Equal("t", LimitDecider.UnitOf(Of(LimitKind.Product, "*"), RealRules.Book, TestRules.Today));
        Assert.Equal("CNY", LimitDecider.UnitOf(Of(LimitKind.Product, "nev") with { Unit = "CNY" }, RealRules.Book, TestRules.Today));
        var story = new Story<Limit, LimitCommand, LimitEvent>(LimitDecider.Instance, RealRules.Book).By("finance").And(Of(LimitKind.Product, "nev/NEV"));
        var refused = story.When(new TakeHeadroom("T-1", "trader", 150m, new(150), TestRules.Today, 0m, 0)).ThenOne<HeadroomRefused>();
        Assert.Equal("used 0 credits, asked 150 credits, allowed 100 credits; 100 credits would pass.", refused.Message);
    }

    private static DomainError Decide(Product product, long free, AllowanceAccountCommand command)
    {
        var story = new Story<AllowanceAccount, AllowanceAccountCommand, AllowanceAccountEvent>(AllowanceAccountDecider.Instance, RealRules.Book)
            .Given(new AccountOpened("QM", product.Market, "A", "甲", null, "CNY"));
        if (free > 0) story = story.And(new ReceiveFreeAllocation(TestRules.Day(4, 1), product, new(free), "D"));
        return AllowanceAccountDecider.Decide(story.State, command, new(TestRules.Now, "compliance", RealRules.Book, TestRules.Today)).Error!;
    }
}
