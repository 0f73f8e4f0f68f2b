using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Registry;

/// <summary>Guangdong froze all accounts from 2025-08-22 on: the holder moves nothing, the authority and the books go on.</summary>
public class FrozenAccountsTests
{
    private static readonly Product gdea = new("guangdong", "GDEA", Vintage.None);
    private static readonly DateOnly before = RealRules.Day("2025-08-21"), frozen = RealRules.Day("2025-08-22");

    private static Story<AllowanceAccount, AllowanceAccountCommand, AllowanceAccountEvent> Account => new Story<AllowanceAccount, AllowanceAccountCommand, AllowanceAccountEvent>(
        AllowanceAccountDecider.Instance, RealRules.Book).On(RealRules.Day("2026-06-05")).Given(new AccountOpened("GD", "guangdong", "Home", "家电", null, "CNY"))
        .And(new ReceiveFreeAllocation(RealRules.Day("2025-01-15"), gdea, new(1_000), "AL")).And(new ReserveUnits(before, "R-0", gdea, new(10), "sale"));

    public static TheoryData<AllowanceAccountCommand> OfHolder(DateOnly day) =>
    [
        new ReserveUnits(day, "R", gdea, new(1), "sale"), new DeliverUnits(day, "R-0", "venue", "D"), new SurrenderUnits(day, gdea, new(1), 2024, "S"),
        new CancelUnits(day, gdea, new(1), "use", "us", "CA"), new EncumberUnits(day, "E", EncumbranceKind.Pledge, gdea, new(1), "bank", "contract"),
        new ReceivePurchase(day, gdea, new(1), new(40m, "CNY")), new ReceiveTransfer(day, new(gdea, Origin.Purchased), new(1), "X", "T"),
        new ReceiveBorrowed(day, "B", gdea, new(1), "lender", "contract"),
    ];

    [Fact]
    public void The_holder_moves_nothing_from_that_day_on()
    {
        foreach (AllowanceAccountCommand command in OfHolder(frozen))
            Assert.Equal("effective", Account.When(command).ThenRefused("allowance-account.accounts-frozen", "2025-08-22", "Guangdong notice on freezing all accounts").Field);
        foreach (AllowanceAccountCommand command in OfHolder(before)) Account.When(command).ThenAccepted();
    }

    /// <summary>Carbon-inclusion units are not in the accounts of the allowance registry.</summary>
    [Fact]
    public void Other_units_of_the_market_are_not_frozen()
    {
        var phcer = new Product("guangdong", "PHCER", Vintage.None);
        var story = Account.And(new ReceivePurchase(frozen, phcer, new(10), new(20m, "CNY")))
            .And(new ReserveUnits(frozen, "R-1", phcer, new(5), "sale")).And(new DeliverUnits(frozen, "R-1", "venue", "D"));
        story.When(new ConfirmDelivery(frozen, "R-1", "ST")).ThenAccepted();
    }

    [Fact]
    public void The_authority_and_our_own_books_go_on()
    {
        Account.When(new ReceiveFreeAllocation(frozen, gdea, new(1), "AL")).ThenAccepted();
        Account.When(new ReturnUnits(frozen, gdea, new(1), "true-up")).ThenAccepted();
        Account.When(new FreezeUnits(frozen, "F", gdea, new(1), "court", "ruling")).ThenAccepted();
        Account.When(new ReleaseUnits(frozen, "R-0", "off")).ThenAccepted();
        Account.When(new CorrectMovement(2, Account.State.Movements[2].Effective, "wrong")).ThenRefused("allowance-account.would-go-negative"); // not for the freeze
    }
}

/// <summary>Draft of 2026-07-27: allowances of 2019 to 2026 may settle what of 2019 to 2024 is still short after its deadline.</summary>
public class ArrearsTests
{
    private static Story<AllowanceAccount, AllowanceAccountCommand, AllowanceAccountEvent> Account(string businessDate) =>
        new Story<AllowanceAccount, AllowanceAccountCommand, AllowanceAccountEvent>(AllowanceAccountDecider.Instance, RealRules.Book).On(RealRules.Day(businessDate))
            .Given(new AccountOpened("QM", "cn-ets", "CHP", "热电", null, "CNY"))
            .And(new ReceiveFreeAllocation(RealRules.Day("2025-08-01"), new("cn-ets", "CEA", Vintage.Of(2025)), new(10), "AL"));

    private static SurrenderUnits Surrender(string day, int year = 2024) => new(RealRules.Day(day), new("cn-ets", "CEA", Vintage.Of(2025)), new(1), year, "S", Remark: "the authority takes it");

    [Fact]
    public void After_the_deadline_a_later_vintage_settles_arrears_and_the_draft_is_named()
    {
        var surrendered = Account("2026-08-03").When(Surrender("2026-01-01")).ThenOne<UnitsSurrendered>();
        Assert.Equal((RuleStatus.Draft, true), (surrendered.RuleStatus, surrendered.Rule.Contains("征求意见稿", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_draft_is_no_law_so_it_takes_a_reason()
    {
        var refused = Account("2026-08-03").When(Surrender("2026-01-01") with { Remark = " " }).ThenRefused("allowance-account.vintage-not-usable", "CEA25", "征求意见稿");
        Assert.Equal("remark", refused.Field);
    }

    [Fact]
    public void Up_to_the_deadline_it_does_not() => Account("2026-08-03").When(Surrender("2025-12-31")).ThenRefused("allowance-account.vintage-not-usable", "CEA25");

    [Theory]
    [InlineData("2026-07-26", false)]
    [InlineData("2026-07-27", true)]
    public void Before_the_draft_was_published_nobody_could_rely_on_it(string businessDate, bool accepted)
    {
        var asked = Account(businessDate).When(Surrender("2026-01-01"));
        if (accepted) asked.ThenAccepted();
        else asked.ThenRefused("allowance-account.vintage-not-usable");
    }

    [Theory]
    [InlineData(2026, true)]
    [InlineData(2027, false)]
    public void The_last_vintage_of_the_draft_is_2026(int vintage, bool accepted)
    {
        var product = new Product("cn-ets", "CEA", Vintage.Of(vintage));
        var asked = Account("2027-06-01").And(new ReceiveFreeAllocation(RealRules.Day("2027-05-01"), product, new(10), "AL")).When(Surrender("2027-05-02") with { Product = product });
        if (accepted) asked.ThenAccepted();
        else asked.ThenRefused("allowance-account.vintage-not-usable");
    }

    /// <summary>2025 has no such rule: CEA24 does not settle it, late or not.</summary>
    [Fact]
    public void A_later_year_has_no_such_rule()
    {
        var old = new Product("cn-ets", "CEA", Vintage.Of(2024));
        Account("2027-06-01").And(new ReceiveFreeAllocation(RealRules.Day("2025-08-01"), old, new(10), "AL")).When(Surrender("2027-05-02", 2025) with { Product = old })
            .ThenRefused("allowance-account.vintage-not-usable");
    }
}
