using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Registry;

public class FreezeUnitsTests
{
    private static readonly FreezeUnits freeze = new(TestRules.Day(6, 1), "H-1", Account.Cea25, new(1_500), "court", "ruling 7");

    [Fact]
    public void Free_units_are_frozen() => Account.Stocked.When(freeze with { Quantity = new(5) }).Then(new UnitsFrozen(
        TestRules.Day(6, 1), [Account.Move("L-0001", Origin.Free, Bucket.Free, Bucket.Frozen, 5, 0m)], "H-1", "court", "ruling 7"));

    [Fact]
    public void All_that_is_free_may_be_frozen() => Account.Stocked.When(freeze).ThenAccepted();

    [Fact]
    public void One_tonne_more_is_refused() => Account.Stocked
        .When(freeze with { Quantity = new(1_501) }).ThenRefused("allowance-account.not-enough-free");

    [Fact]
    public void Frozen_units_cannot_be_surrendered() => Account.Stocked.And(freeze)
        .When(Account.Surrender(TestRules.Day(6, 1), 1)).ThenRefused("allowance-account.not-enough-free", "0 tCO2e");

    /// <summary>L-0001: 100 t, serials S 1-100; L-0002: 50 t, S 201-250.</summary>
    private static Story<AllowanceAccount, AllowanceAccountCommand, AllowanceAccountEvent> Numbered => Account.Empty
        .And(Account.Free(TestRules.Day(4, 1), 100, new SerialRange("S", 1, 100))).And(Account.Free(TestRules.Day(4, 2), 50, new SerialRange("S", 201, 250)));

    [Fact]
    public void Exactly_the_units_named_are_frozen_and_the_lot_keeps_the_others()
    {
        var story = Numbered.And(freeze with { Quantity = new(10), Serials = [new("S", 41, 50)], Lot = "L-0001" });
        Assert.Equal([new SerialRange("S", 41, 50)], story.State.Lots[0].In(Bucket.Frozen).Serials!);
        Assert.Equal([new("S", 1, 40), new("S", 51, 100)], story.State.Lots[0].In(Bucket.Free).Serials!);
        Assert.Equal([new SerialRange("S", 1, 100)], story.And(new UnfreezeUnits(TestRules.Day(6, 1), "H-1", "ruling 9")).State.Lots[0].In(Bucket.Free).Serials!);
    }

    [Fact]
    public void All_of_a_lot_may_be_frozen_and_not_a_tonne_more()
    {
        Assert.Equal(50, Numbered.And(freeze with { Quantity = new(50), Lot = "L-0002" }).State.Lots[1].In(Bucket.Frozen).Quantity.Value);
        Numbered.When(freeze with { Quantity = new(51), Lot = "L-0002" }).ThenRefused("allowance-account.not-enough-free", "51", "50");
        Numbered.When(freeze with { Quantity = new(1), Lot = "L-0003" }).ThenRefused("allowance-account.lot-unknown", "L-0003");
    }

    [Fact]
    public void Serial_numbers_add_up_and_lie_in_the_lot()
    {
        Numbered.When(freeze with { Quantity = new(9), Serials = [new("S", 41, 50)] }).ThenRefused("allowance-account.serials-do-not-add-up");
        Numbered.When(freeze with { Quantity = new(10), Serials = [new("S", 241, 250)] }).ThenAccepted();
        Numbered.When(freeze with { Quantity = new(10), Serials = [new("S", 242, 251)] }).ThenRefused("allowance-account.serials-not-free");
        Numbered.When(freeze with { Quantity = new(10), Serials = [new("S", 241, 250)], Lot = "L-0001" }).ThenRefused("allowance-account.serials-not-free");
    }

    [Fact]
    public void An_id_is_used_once() => Account.Stocked.And(freeze with { Quantity = new(5) })
        .When(freeze with { Quantity = new(5) }).ThenRefused("allowance-account.hold-id-reused");
}

public class UnfreezeUnitsTests
{
    private static Story<AllowanceAccount, AllowanceAccountCommand, AllowanceAccountEvent> Frozen => Account.Stocked
        .And(new FreezeUnits(TestRules.Day(6, 1), "H-1", Account.Cea25, new(5), "court", "ruling 7"));

    [Fact]
    public void All_of_it_is_free_again() => Frozen.When(new UnfreezeUnits(TestRules.Day(6, 1), "H-1", "ruling 9")).Then(new UnitsUnfrozen(
        TestRules.Day(6, 1), [Account.Move("L-0001", Origin.Free, Bucket.Frozen, Bucket.Free, 5, 0m)], "H-1", "ruling 9"));

    [Fact]
    public void Before_the_freeze_it_is_refused() => Frozen
        .When(new UnfreezeUnits(TestRules.Day(5, 31), "H-1", "ruling 9")).ThenRefused("allowance-account.before-earlier-step");

    [Fact]
    public void Twice_is_refused() => Frozen.And(new UnfreezeUnits(TestRules.Day(6, 1), "H-1", "ruling 9"))
        .When(new UnfreezeUnits(TestRules.Day(6, 1), "H-1", "ruling 9")).ThenRefused("allowance-account.hold-lifted");

    [Fact]
    public void An_unknown_id_is_refused() => Frozen
        .When(new UnfreezeUnits(TestRules.Day(6, 1), "H-2", "ruling 9")).ThenRefused("allowance-account.hold-unknown");
}
