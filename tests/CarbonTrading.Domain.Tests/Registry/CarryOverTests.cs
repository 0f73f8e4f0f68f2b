using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Registry;

/// <summary>Units an application for carry-over was filed for.</summary>
public class CarryOverTests
{
    private static readonly DateOnly filedOn = TestRules.Day(5, 10);

    /// <summary>30 t free of charge and 70 t bought for 4,900.00, all of 2024.</summary>
    private static Story<AllowanceAccount, AllowanceAccountCommand, AllowanceAccountEvent> Old => Account.Empty
        .And(new ReceiveFreeAllocation(TestRules.Day(4, 1), Account.Cea24, new(30), "AL"))
        .And(new ReceivePurchase(TestRules.Day(4, 2), Account.Cea24, new(70), new(70m, "CNY")));

    private static FreezeForCarryOver Filed(long quantity, string id = "CO-1") => new(filedOn, id, Account.Cea24, new(quantity));

    private static ConvertUnits Carry(long quantity, string? id = "CO-1") => new(TestRules.Day(5, 20), Account.Cea24, new(quantity), Account.Cea25, "decision", Application: id);

    private static long In(AllowanceAccount state, Bucket bucket) => state.Lots.Sum(l => l.In(bucket).Quantity.Value);

    [Fact]
    public void All_that_is_free_may_be_applied_for_and_not_a_tonne_more()
    {
        Assert.Equal((100L, 0L), (In(Old.And(Filed(100)).State, Bucket.CarryOver), Old.And(Filed(100)).State.Free(Account.Cea24)));
        Old.When(Filed(101)).ThenRefused("allowance-account.not-enough-free", "101", "100");
        Old.And(Filed(60)).When(Filed(41, "CO-2")).ThenRefused("allowance-account.not-enough-free", "41", "40");
        Old.And(Filed(60)).When(Filed(40, "CO-2")).ThenAccepted();
        Old.And(Filed(60)).When(Filed(1)).ThenRefused("allowance-account.hold-id-reused");
    }

    [Fact]
    public void What_is_applied_for_is_not_sold_surrendered_pledged_frozen_or_cancelled()
    {
        var story = Old.And(Filed(60));
        var day = TestRules.Day(5, 11);
        story.When(new ReserveUnits(day, "R", Account.Cea24, new(41), "sale")).ThenRefused("allowance-account.not-enough-free");
        story.When(new SurrenderUnits(day, Account.Cea24, new(41), 2024, "S")).ThenRefused("allowance-account.not-enough-free");
        story.When(new EncumberUnits(day, "E", EncumbranceKind.Pledge, Account.Cea24, new(41), "bank", "contract")).ThenRefused("allowance-account.not-enough-free");
        story.When(new FreezeUnits(day, "F", Account.Cea24, new(41), "court", "ruling")).ThenRefused("allowance-account.not-enough-free");
        story.When(new CancelUnits(day, Account.Cea24, new(41), "use", "us", "CA")).ThenRefused("allowance-account.not-enough-free");
        story.When(new ReserveUnits(day, "R", Account.Cea24, new(40), "sale")).ThenAccepted();
        story.When(new UnfreezeUnits(day, "CO-1", "ruling")).ThenRefused("allowance-account.hold-is-carry-over");
        story.When(new ReleaseEncumbrance(day, "CO-1", "paid")).ThenRefused("allowance-account.hold-is-carry-over");
        story.When(new CorrectMovement(4, day, "wrong")).ThenRefused("allowance-account.not-reversible");
    }

    [Fact]
    public void A_sale_dated_before_the_filing_does_not_take_its_units() =>
        Old.And(Filed(60)).When(new ReserveUnits(TestRules.Day(5, 9), "R", Account.Cea24, new(41), "sale")).ThenRefused("allowance-account.would-go-negative");

    [Fact]
    public void Withdrawn_units_are_free_again_from_that_day_on()
    {
        var state = Old.And(Filed(60)).And(new UnfreezeCarryOver(TestRules.Day(5, 12), "CO-1", "withdrawal")).State;
        Assert.Equal((0L, 100L), (In(state, Bucket.CarryOver), state.Free(Account.Cea24)));
        Assert.Equal(ClaimStatus.Lifted, state.Holds["CO-1"].Status);
        Old.And(Filed(60)).When(new UnfreezeCarryOver(TestRules.Day(5, 9), "CO-1", "withdrawal")).ThenRefused("allowance-account.before-earlier-step");
        Old.When(new UnfreezeCarryOver(TestRules.Day(5, 12), "CO-1", "withdrawal")).ThenRefused("allowance-account.application-unknown");
        Old.And(new FreezeUnits(filedOn, "CO-1", Account.Cea24, new(1), "court", "ruling"))
            .When(new UnfreezeCarryOver(TestRules.Day(5, 12), "CO-1", "x")).ThenRefused("allowance-account.application-unknown");
    }

    /// <summary>30 t at 0 and 30 t at 70.00 go, oldest first; the books take the moving average of each class, so the new lot costs 2,100.00.</summary>
    [Fact]
    public void Carried_over_are_the_units_of_the_application_with_their_cost()
    {
        var state = Old.And(Filed(60)).And(Carry(60)).State;
        Assert.Equal((60L, 0L, 40L), (In(state, Bucket.Converted), In(state, Bucket.CarryOver), state.Free(Account.Cea24)));
        var pool = state.Pool(new(Account.Cea25, Origin.CarriedOver));
        Assert.Equal((60L, 2_100m), (pool.Quantity.Value, pool.Cost));
        Assert.Equal(ClaimStatus.CarriedOver, state.Holds["CO-1"].Status);
    }

    [Fact]
    public void A_part_may_be_carried_over_and_the_rest_stays_frozen_until_the_application_ends()
    {
        var story = Old.And(Filed(60)).And(Carry(45));
        Assert.Equal((15L, 45L), (In(story.State, Bucket.CarryOver), In(story.State, Bucket.Converted)));
        story.When(Carry(16)).ThenRefused("allowance-account.more-than-applied", "16", "15");
        story.When(Carry(15)).ThenAccepted();
        Assert.Equal(55L, story.And(new UnfreezeCarryOver(TestRules.Day(5, 21), "CO-1", "refused")).State.Free(Account.Cea24));
        story.When(new UnfreezeCarryOver(TestRules.Day(5, 19), "CO-1", "refused")).ThenRefused("allowance-account.before-earlier-step");
    }

    [Fact]
    public void Which_application_is_carried_over_is_said()
    {
        Old.And(Filed(60)).When(Carry(1, null)).ThenRefused("allowance-account.application-not-named", "CO-1");
        Old.And(Filed(60)).When(Carry(1, "CO-2")).ThenRefused("allowance-account.application-unknown");
        Old.And(Filed(60)).When(Carry(1) with { Effective = TestRules.Day(5, 9) }).ThenRefused("allowance-account.before-earlier-step");
        Old.And(Filed(60)).And(Carry(60)).When(Carry(1)).ThenRefused("allowance-account.hold-lifted");
        Old.When(Carry(100, null)).ThenAccepted(); // of what nobody filed here the authority's decision is enough
        Old.And(new ReceiveFreeAllocation(TestRules.Day(4, 3), TestRules.Cea(2023), new(9), "AL")).And(new FreezeForCarryOver(filedOn, "CO-1", TestRules.Cea(2023), new(9)))
            .When(Carry(1)).ThenRefused("allowance-account.application-of-another", "CEA23", "CEA24");
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(11, false)]
    public void A_cancellation_is_applied_for_by_its_day(int day, bool accepted)
    {
        var asked = Old.When(new CancelUnits(TestRules.Day(5, 10), Account.Cea24, new(1), "use", "us", "CA", AppliedOn: TestRules.Day(5, day)));
        if (accepted) asked.ThenAccepted();
        else asked.ThenRefused("allowance-account.applied-afterwards");
    }
}
