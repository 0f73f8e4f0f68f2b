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
