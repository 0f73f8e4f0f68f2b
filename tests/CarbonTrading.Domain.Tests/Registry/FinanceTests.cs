using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Registry;

/// <summary>Pledged, lent, sold in repo, borrowed, carried over, given back, lapsed.</summary>
public class FinanceTests
{
    private static EncumberUnits Pledge(long quantity, EncumbranceKind kind = EncumbranceKind.Pledge) =>
        new(TestRules.Day(5, 10), "C-1", kind, Account.Cea25, new(quantity), "Bank A", "contract 7", TestRules.Day(12, 1));

    private static long In(AllowanceAccount state, Bucket bucket) => state.Lots.Sum(l => l.In(bucket).Quantity.Value);

    [Theory]
    [InlineData(EncumbranceKind.Pledge, Bucket.Pledged)]
    [InlineData(EncumbranceKind.Loan, Bucket.Lent)]
    [InlineData(EncumbranceKind.Repo, Bucket.SoldInRepo)]
    public void Encumbered_units_are_held_and_not_free_until_they_come_back(EncumbranceKind kind, Bucket bucket)
    {
        var story = Account.Stocked.And(Pledge(1_200, kind));
        Assert.Equal((1_200L, 300L), (In(story.State, bucket), story.State.Free(Account.Cea25)));
        story.When(Account.Surrender(TestRules.Day(5, 11), 301)).ThenRefused("allowance-account.not-enough-free");
        Assert.Equal(1_500L, story.And(new ReleaseEncumbrance(TestRules.Day(5, 10), "C-1", "repaid")).State.Free(Account.Cea25));
    }

    [Fact]
    public void All_that_is_free_can_be_pledged_and_not_a_tonne_more()
    {
        Account.Stocked.When(Pledge(1_500)).ThenAccepted();
        Account.Stocked.When(Pledge(1_501)).ThenRefused("allowance-account.not-enough-free", "1,501", "1,500");
        Account.Stocked.When(Pledge(0)).ThenRefused("allowance-account.quantity-zero");
        Account.Stocked.When(Pledge(1) with { Until = TestRules.Day(5, 9) }).ThenRefused("allowance-account.back-before-it-leaves");
        Account.Stocked.When(Pledge(1) with { Counterparty = " " }).ThenRefused("allowance-account.field-missing", "counterparty");
    }

    [Fact]
    public void A_pledge_may_name_its_lot_and_its_units()
    {
        var story = Account.Stocked.And(Account.Free(TestRules.Day(5, 8), 100, new SerialRange("S", 1, 100)));
        Assert.Equal([new SerialRange("S", 91, 100)], story.And(Pledge(10) with { Serials = [new("S", 91, 100)], Lot = "L-0003" }).State.Lots[2].In(Bucket.Pledged).Serials!);
        Assert.Equal(500, story.And(Pledge(500) with { Lot = "L-0002" }).State.Lots[1].In(Bucket.Pledged).Quantity.Value);
        story.When(Pledge(501) with { Lot = "L-0002" }).ThenRefused("allowance-account.not-enough-free", "501", "500");
        story.When(Pledge(11) with { Serials = [new("S", 91, 101)] }).ThenRefused("allowance-account.serials-not-free");
        story.When(Pledge(1) with { Lot = "L-0004" }).ThenRefused("allowance-account.lot-unknown");
    }

    [Fact]
    public void Steps_of_a_pledge_come_once_and_in_order()
    {
        var story = Account.Stocked.And(Pledge(100));
        story.When(Pledge(1)).ThenRefused("allowance-account.hold-id-reused");
        story.When(new ReleaseEncumbrance(TestRules.Day(5, 9), "C-1", "repaid")).ThenRefused("allowance-account.before-earlier-step");
        story.When(new ReleaseEncumbrance(TestRules.Day(5, 10), "C-2", "repaid")).ThenRefused("allowance-account.hold-unknown");
        story.When(new UnfreezeUnits(TestRules.Day(5, 11), "C-1", "ruling")).ThenRefused("allowance-account.hold-is-no-freeze");
        story.And(new ReleaseEncumbrance(TestRules.Day(5, 10), "C-1", "repaid")).When(new EnforceEncumbrance(TestRules.Day(5, 11), "C-1", "notice"))
            .ThenRefused("allowance-account.hold-lifted");
        Account.Stocked.And(new FreezeUnits(TestRules.Day(5, 10), "F-1", Account.Cea25, new(5), "court", "ruling"))
            .When(new ReleaseEncumbrance(TestRules.Day(5, 11), "F-1", "x")).ThenRefused("allowance-account.hold-is-a-freeze");
    }

    [Fact]
    public void Enforced_units_are_gone()
    {
        var state = Account.Stocked.And(Pledge(100)).And(new EnforceEncumbrance(TestRules.Day(5, 12), "C-1", "notice")).State;
        Assert.Equal((100L, 0L, 1_400L), (In(state, Bucket.Delivered), In(state, Bucket.Pledged), state.Free(Account.Cea25)));
    }

    [Fact]
    public void A_part_of_a_pledge_can_be_enforced_and_the_rest_comes_back()
    {
        var given = Account.Stocked.And(Pledge(100));
        given.When(new EnforceEncumbrance(TestRules.Day(5, 12), "C-1", "notice", new(101))).ThenRefused("allowance-account.more-than-held", "101", "100");
        given.When(new EnforceEncumbrance(TestRules.Day(5, 12), "C-1", "notice", new(0))).ThenRefused("allowance-account.quantity-zero");
        var part = given.And(new EnforceEncumbrance(TestRules.Day(5, 12), "C-1", "notice", new(40)));
        Assert.Equal((40L, 60L, ClaimStatus.Pledged), (In(part.State, Bucket.Delivered), In(part.State, Bucket.Pledged), part.State.Holds["C-1"].Status));
        Assert.Equal(1_460L, part.And(new ReleaseEncumbrance(TestRules.Day(5, 13), "C-1", "rest")).State.Free(Account.Cea25));
        part.When(new ReleaseEncumbrance(TestRules.Day(5, 11), "C-1", "rest")).ThenRefused("allowance-account.before-earlier-step");
    }

    [Fact]
    public void What_is_kept_of_a_loan_is_sold_from_the_next_trading_day_on()
    {
        var (friday, monday) = (new DateOnly(2026, 6, 5), new DateOnly(2026, 6, 8));
        var kept = Account.Empty.On(monday).And(new ReceiveBorrowed(friday, "B-1", Account.Cea25, new(200), "Plant X", "contract 9")).And(new KeepBorrowed(friday, "B-1", 12_000m, "court"));
        ReserveUnits Sale(DateOnly day) => new(day, "T-1", Account.Cea25, new(200), "sale", ForSale: true);
        kept.When(Sale(friday)).ThenRefused("allowance-account.not-enough-free", "200");
        kept.When(Sale(monday)).ThenOne<UnitsReserved>();
    }

    [Fact]
    public void Borrowed_units_can_be_used_and_as_many_go_back()
    {
        var borrowed = Account.Stocked.And(new ReceiveBorrowed(TestRules.Day(5, 10), "B-1", Account.Cea25, new(200), "Plant X", "contract 9", TestRules.Day(12, 1)));
        Assert.Equal(1_700, borrowed.State.Free(Account.Cea25));
        var used = borrowed.And(new SurrenderUnits(TestRules.Day(5, 11), Account.Cea25, new(150), 2025, "SR", Origin.Borrowed));
        var back = used.When(new ReturnBorrowed(TestRules.Day(5, 12), "B-1", "R-1")).ThenOne<BorrowedReturned>();
        Assert.Equal([(Origin.Borrowed, 50L), (Origin.Free, 150L)], back.Moves.Select(m => (m.Unit.Origin, m.Quantity.Value)));
        used.And(new ReturnBorrowed(TestRules.Day(5, 12), "B-1", "R-1")).When(new ReturnBorrowed(TestRules.Day(5, 13), "B-1", "R-2")).ThenRefused("allowance-account.loan-returned");
        used.When(new ReturnBorrowed(TestRules.Day(5, 9), "B-1", "R-1")).ThenRefused("allowance-account.before-earlier-step");
        used.When(new ReturnBorrowed(TestRules.Day(5, 12), "B-2", "R-1")).ThenRefused("allowance-account.loan-unknown");
        used.When(new ReceiveBorrowed(TestRules.Day(5, 12), "B-1", Account.Cea25, new(1), "X", "c")).ThenRefused("allowance-account.loan-id-reused");
    }

    [Fact]
    public void Too_little_left_to_give_back_is_refused_with_what_there_is() => Account.Empty
        .And(new ReceiveBorrowed(TestRules.Day(5, 10), "B-1", Account.Cea25, new(200), "Plant X", "contract 9"))
        .And(Account.Surrender(TestRules.Day(5, 11), 150))
        .When(new ReturnBorrowed(TestRules.Day(5, 12), "B-1", "R-1")).ThenRefused("allowance-account.not-enough-free", "200", "50");

    [Fact]
    public void A_carry_over_goes_into_a_later_vintage_only()
    {
        var old = Account.Empty.And(new ReceivePurchase(TestRules.Day(4, 1), Account.Cea24, new(100), new(60m, "CNY")));
        var done = old.And(new ConvertUnits(TestRules.Day(5, 10), Account.Cea24, new(40), Account.Cea25, "decision 3")).State;
        Assert.Equal((60L, 40L, 40L), (done.Free(Account.Cea24), done.Free(Account.Cea25), In(done, Bucket.Converted)));
        Assert.Equal((Origin.CarriedOver, 2_400m), (done.Lot("L-0002").Unit.Origin, done.Lot("L-0002").In(Bucket.Free).Cost));
        old.When(new ConvertUnits(TestRules.Day(5, 10), Account.Cea24, new(40), Account.Cea24, "x")).ThenRefused("allowance-account.not-a-later-vintage");
        old.When(new ConvertUnits(TestRules.Day(5, 10), Account.Cea24, new(101), Account.Cea25, "x")).ThenRefused("allowance-account.not-enough-free");
        old.When(new CorrectMovement(2, TestRules.Day(4, 1), "x")).ThenAccepted();
        old.And(new ConvertUnits(TestRules.Day(5, 10), Account.Cea24, new(40), Account.Cea25, "d"))
            .When(new CorrectMovement(3, TestRules.Day(5, 10), "x")).ThenRefused("allowance-account.not-reversible");
    }

    [Fact]
    public void What_is_carried_over_keeps_the_first_day_it_may_be_sold()
    {
        var (friday, monday) = (new DateOnly(2026, 6, 5), new DateOnly(2026, 6, 8));
        var account = Account.Empty.On(monday).And(new ReceivePurchase(friday, Account.Cea24, new(100), new(60m, "CNY")));
        var carried = account.And(new ConvertUnits(friday, Account.Cea24, new(40), Account.Cea25, "decision 3"));
        ReserveUnits Sale(DateOnly day) => new(day, "T-1", Account.Cea25, new(40), "sale", ForSale: true);
        carried.When(Sale(friday)).ThenRefused("allowance-account.not-enough-free");
        carried.When(Sale(monday)).ThenOne<UnitsReserved>();
        Assert.Null(account.And(new ConvertUnits(monday, Account.Cea24, new(40), Account.Cea25, "decision 4")).Events.OfType<UnitsConverted>().Single().SellableFrom);
    }

    [Fact]
    public void What_is_moved_over_takes_the_first_day_it_may_be_sold_along()
    {
        var (friday, monday) = (new DateOnly(2026, 6, 5), new DateOnly(2026, 6, 8));
        var gone = Account.Empty.On(friday).And(new ReceivePurchase(friday.AddDays(-3), Account.Cea25, new(60), new(60m, "CNY")))
            .And(new ReceivePurchase(friday, Account.Cea25, new(40), new(60m, "CNY"))).And(new ReserveUnits(friday, "K-L1", Account.Cea25, new(100), "contract K"))
            .And(new DeliverUnits(friday, "K-L1", "QM", "K-L1")).When(new ConfirmDelivery(friday, "K-L1", "E")).ThenOne<DeliveryConfirmed>();
        Assert.Equal([new LotSaleDay("L-0002", monday)], gone.SaleDays!);
        ReceiveTransfer In(DateOnly? from) => new(friday, new(Account.Cea25, Origin.Purchased), new(40), "X", "R", null, null, from);
        ReserveUnits Sale(DateOnly day) => new(day, "T-1", Account.Cea25, new(40), "sale", ForSale: true);
        var there = Account.Empty.On(monday).And(In(monday));
        there.When(Sale(friday)).ThenRefused("allowance-account.not-enough-free");
        there.When(Sale(monday)).ThenOne<UnitsReserved>();
        Account.Empty.On(monday).And(In(null)).When(Sale(friday)).ThenOne<UnitsReserved>();
    }

    [Fact]
    public void A_true_up_and_a_lapse_take_units_for_good()
    {
        var state = Account.Stocked.And(new ReturnUnits(TestRules.Day(5, 10), Account.Cea25, new(100), "true-up", Origin.Free))
            .And(new LapseUnits(TestRules.Day(5, 11), Account.Cea25, new(10), "notice")).State;
        Assert.Equal((100L, 10L, 1_390L), (In(state, Bucket.Returned), In(state, Bucket.Lapsed), state.Free(Account.Cea25)));
    }
}
