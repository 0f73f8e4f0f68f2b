using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Offsets;

/// <summary>Credits pledged, lent, sold in repo, borrowed, kept. C-0001: 1,000 t of 2024, issued; C-0002: 500 t of 2023, bought for 35,000.00 on Thursday 7 May.</summary>
public class CreditFinanceTests
{
    private static readonly Product of2023 = new("ccer", "CCER", Vintage.Of(2023));
    private static readonly Product of2024 = new("ccer", "CCER", Vintage.Of(2024));

    private static EncumberCredits Give(long quantity, EncumbranceKind kind = EncumbranceKind.Pledge, Product? product = null) =>
        new(TestRules.Day(5, 10), "K-L1", kind, product ?? of2023, new(quantity), "Bank A", "contract 7", TestRules.Day(12, 1));

    private static ReceiveBorrowedBatch Borrowed(string id, CreditBatch batch, long quantity, params SerialRange[] serials) =>
        new(TestRules.Day(5, 10), id, batch, new(quantity), "Plant X", "contract 9", TestRules.Day(12, 1), serials.Length == 0 ? null : serials);

    [Theory]
    [InlineData(EncumbranceKind.Pledge, Bucket.Pledged)]
    [InlineData(EncumbranceKind.Loan, Bucket.Lent)]
    [InlineData(EncumbranceKind.Repo, Bucket.SoldInRepo)]
    public void What_is_given_is_not_free_for_anything_and_comes_back_with_batch_cost_and_day_of_sale(EncumbranceKind kind, Bucket bucket)
    {
        var (before, given) = (Ccer.Stocked.State, Ccer.Stocked.And(Give(400, kind)));
        Assert.Equal((400L, 1_100L), (given.State.In(bucket), given.State.In(Bucket.Free)));
        given.When(new ReserveCredits(TestRules.Day(6, 1), "S", new(101), "sale", Product: of2023, ForSale: true)).ThenRefused("ccer-holding.not-enough-free");
        given.When(Ccer.ForObligation("O", 1_101)).ThenRefused("ccer-holding.not-enough-free");
        given.When(new CancelVoluntarily(TestRules.Day(6, 1), new(1_101), CancellationPurpose.EventNeutrality, "run", "CA")).ThenRefused("ccer-holding.not-enough-free");
        var back = given.And(new ReleaseCreditEncumbrance(TestRules.Day(5, 20), "K-L1", "repaid")).State;
        Assert.Equal((500L, 35_000m), (back.Lots[1].In(Bucket.Free).Quantity.Value, back.Lots[1].In(Bucket.Free).Cost));
        Assert.Equal((before.Batches["C-0002"], before.Lots[1].SellableFrom, before.Pool(before.Lots[1].Unit).Cost),
            (back.Batches["C-0002"], back.Lots[1].SellableFrom, back.Pool(back.Lots[1].Unit).Cost));
    }

    [Fact]
    public void Exactly_the_credits_named_are_given()
    {
        var story = Ccer.Empty.And(Ccer.Issued(TestRules.Day(4, 1), 100, new SerialRange("S", 1, 100)));
        Assert.Equal([new SerialRange("S", 91, 100)], story.And(Give(10, product: of2024) with { Serials = [new("S", 91, 100)], Batch = "C-0001" }).State.Lots[0].In(Bucket.Pledged).Serials!);
        story.When(Give(11, product: of2024) with { Serials = [new("S", 91, 101)] }).ThenRefused("ccer-holding.serials-not-free");
        story.When(Give(9, product: of2024) with { Serials = [new("S", 91, 100)] }).ThenRefused("ccer-holding.serials-do-not-add-up");
        story.When(Give(10) with { Serials = [new("S", 91, 100)] }).ThenRefused("ccer-holding.serials-not-free"); // of another vintage
    }

    [Fact]
    public void All_of_a_vintage_or_of_a_batch_can_be_given_and_not_a_tonne_more()
    {
        Ccer.Stocked.When(Give(500)).ThenAccepted();
        Ccer.Stocked.When(Give(501)).ThenRefused("ccer-holding.not-enough-free", "501", "500");
        Ccer.Stocked.And(Ccer.Bought(TestRules.Day(5, 8), 100)).When(Give(101) with { Batch = "C-0003" }).ThenRefused("ccer-holding.not-enough-free", "101", "100");
        Ccer.Stocked.When(Give(1) with { Batch = "C-0009" }).ThenRefused("ccer-holding.batch-unknown");
        Ccer.Stocked.When(Give(0)).ThenRefused("ccer-holding.quantity-zero");
        Ccer.Stocked.When(Give(1) with { Until = TestRules.Day(5, 9) }).ThenRefused("ccer-holding.back-before-it-leaves");
        Ccer.Stocked.When(Give(1) with { Counterparty = " " }).ThenRefused("ccer-holding.field-missing", "counterparty");
        Ccer.Stocked.When(Give(1, product: new("cn-ets", "CEA", Vintage.Of(2025)))).ThenRefused("ccer-holding.no-credit");
        Ccer.Stocked.When(Give(1) with { Effective = TestRules.Day(6, 6) }).ThenRefused("ccer-holding.in-the-future");
    }

    [Fact]
    public void Steps_come_once_and_in_order()
    {
        var given = Ccer.Stocked.And(Give(100));
        given.When(Give(1)).ThenRefused("ccer-holding.hold-id-reused");
        given.When(new ReleaseCreditEncumbrance(TestRules.Day(5, 9), "K-L1", "repaid")).ThenRefused("ccer-holding.before-earlier-step");
        given.When(new ReleaseCreditEncumbrance(TestRules.Day(5, 11), "K-L2", "repaid")).ThenRefused("ccer-holding.hold-unknown");
        given.And(new ReleaseCreditEncumbrance(TestRules.Day(5, 11), "K-L1", "repaid")).When(new EnforceCreditEncumbrance(TestRules.Day(5, 12), "K-L1", "notice"))
            .ThenRefused("ccer-holding.hold-lifted");
    }

    [Fact]
    public void What_is_enforced_is_gone_in_part_or_whole_and_the_rest_comes_back()
    {
        var given = Ccer.Stocked.And(Give(100));
        given.When(new EnforceCreditEncumbrance(TestRules.Day(5, 12), "K-L1", "notice", new(101))).ThenRefused("ccer-holding.more-than-held", "101", "100");
        var part = given.And(new EnforceCreditEncumbrance(TestRules.Day(5, 12), "K-L1", "notice", new(40)));
        Assert.Equal((40L, 60L, ClaimStatus.Pledged), (part.State.In(Bucket.Delivered), part.State.In(Bucket.Pledged), part.State.Holds["K-L1"].Status));
        Assert.Equal(1_460L, part.And(new ReleaseCreditEncumbrance(TestRules.Day(5, 13), "K-L1", "rest")).State.In(Bucket.Free));
        Assert.Equal(ClaimStatus.Enforced, part.And(new EnforceCreditEncumbrance(TestRules.Day(5, 13), "K-L1", "all")).State.Holds["K-L1"].Status);
        Assert.Equal(35_000m * 460 / 500, part.State.Pool(new(of2023, Origin.Purchased)).Cost);
    }

    [Fact]
    public void Borrowed_credits_can_be_used_and_as_many_of_their_vintage_go_back_their_own_first()
    {
        var other = Ccer.Forest with { Project = "Other forest" };
        var two = Ccer.Stocked.And(Borrowed("B-1", Ccer.Forest, 200)).And(Borrowed("B-2", other, 300));
        Assert.Equal((Origin.Borrowed, Origin.Borrowed, 2_000L), (two.State.Lots[2].Unit.Origin, two.State.Lots[3].Unit.Origin, two.State.In(Bucket.Free)));
        Assert.Equal([("C-0004", 300L)], two.When(new ReturnBorrowedCredits(TestRules.Day(5, 20), "B-2", "R")).ThenOne<BorrowedCreditsReturned>().Moves.Select(m => (m.Lot, m.Quantity.Value)));
        var used = two.And(new ReserveCredits(TestRules.Day(5, 11), "O", new(250), "offset", "C-0004", "QM-CHP-01-2025", "cn-ets", 2025));
        Assert.Equal([("C-0004", 50L), ("C-0003", 200L), ("C-0002", 50L)],
            used.When(new ReturnBorrowedCredits(TestRules.Day(5, 20), "B-2", "R")).ThenOne<BorrowedCreditsReturned>().Moves.Select(m => (m.Lot, m.Quantity.Value)));
        used.And(new ReturnBorrowedCredits(TestRules.Day(5, 20), "B-2", "R")).When(new ReturnBorrowedCredits(TestRules.Day(5, 21), "B-2", "R")).ThenRefused("ccer-holding.loan-returned");
        used.When(new ReturnBorrowedCredits(TestRules.Day(5, 9), "B-2", "R")).ThenRefused("ccer-holding.before-earlier-step");
        used.When(new ReturnBorrowedCredits(TestRules.Day(5, 20), "B-9", "R")).ThenRefused("ccer-holding.loan-unknown");
        used.When(Borrowed("B-1", Ccer.Forest, 1)).ThenRefused("ccer-holding.loan-id-reused");
        used.When(Borrowed("B-3", Ccer.Forest, 1) with { DueBack = TestRules.Day(5, 9) }).ThenRefused("ccer-holding.back-before-it-leaves");
    }

    [Fact]
    public void Too_few_of_the_vintage_to_give_back_are_refused_with_what_there_is() => Ccer.Empty.And(Ccer.Issued(TestRules.Day(4, 1), 1_000)).And(Borrowed("B-1", Ccer.Forest, 200))
        .And(new CancelVoluntarily(TestRules.Day(5, 11), new(150), CancellationPurpose.EventNeutrality, "run", "CA", "C-0002"))
        .When(new ReturnBorrowedCredits(TestRules.Day(5, 12), "B-1", "R")).ThenRefused("ccer-holding.not-enough-free", "200", "50");

    [Fact]
    public void What_is_kept_is_bought_with_its_batch_and_serials_and_sold_from_the_next_trading_day_on()
    {
        var (friday, monday) = (new DateOnly(2026, 6, 5), new DateOnly(2026, 6, 8));
        var kept = Ccer.Empty.On(monday).And(Borrowed("B-1", Ccer.Wind, 200, new SerialRange("S", 1, 200))).And(new KeepBorrowedCredits(friday, "B-1", 10_000.01m, "court")).State;
        Assert.Equal((Origin.Purchased, Ccer.Wind, 10_000.01m, monday), (kept.Lots[1].Unit.Origin, kept.Batches["C-0002"], kept.Lots[1].In(Bucket.Free).Cost, kept.Lots[1].SellableFrom));
        Assert.Equal([new SerialRange("S", 1, 200)], kept.Lots[1].In(Bucket.Free).Serials!);
        Assert.Equal((200L, 0m), (kept.Lots[0].In(Bucket.Returned).Quantity.Value, kept.Pool(new(of2024, Origin.Borrowed)).Cost));
    }

    [Fact]
    public void Where_they_were_used_before_what_was_paid_is_the_cost_of_giving_back()
    {
        var used = Ccer.Empty.And(Borrowed("B-1", Ccer.Wind, 200)).And(new CancelVoluntarily(TestRules.Day(5, 11), new(200), CancellationPurpose.EventNeutrality, "run", "CA"));
        var kept = used.And(new KeepBorrowedCredits(TestRules.Day(5, 12), "B-1", 9_000m, "court")).State;
        Assert.Equal((0L, 200L, 0m), (kept.In(Bucket.Free), kept.In(Bucket.Returned), kept.Pool(new(of2024, Origin.Purchased)).Cost));
    }
}
