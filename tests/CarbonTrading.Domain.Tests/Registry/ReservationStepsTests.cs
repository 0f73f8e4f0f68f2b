using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Registry;

public class ReleaseUnitsTests
{
    [Fact]
    public void The_same_units_are_free_again() => Account.Stocked
        .And(Account.Reserve(TestRules.Day(6, 1), "T-7", 1_001))
        .When(new ReleaseUnits(TestRules.Day(6, 2), "T-7", "cancelled"))
        .Then(new UnitsReleased(
            TestRules.Day(6, 2),
            [
                Account.Move("L-0001", Origin.Free, Bucket.Reserved, Bucket.Free, 1_000, 0m),
                Account.Move("L-0002", Origin.Purchased, Bucket.Reserved, Bucket.Free, 1, 74m),
            ],
            "T-7", "cancelled"));

    [Fact]
    public void Twice_is_refused() => Account.Stocked
        .And(Account.Reserve(TestRules.Day(6, 1), "T-7", 1))
        .And(new ReleaseUnits(TestRules.Day(6, 2), "T-7", "cancelled"))
        .When(new ReleaseUnits(TestRules.Day(6, 2), "T-7", "cancelled"))
        .ThenRefused("allowance-account.reservation-not-at-step", "Released");

    [Fact]
    public void An_unknown_id_is_refused() => Account.Stocked
        .When(new ReleaseUnits(TestRules.Day(6, 2), "T-8", "cancelled")).ThenRefused("allowance-account.reservation-unknown");

    [Fact]
    public void A_day_before_the_reservation_is_refused() => Account.Stocked
        .And(Account.Reserve(TestRules.Day(6, 2), "T-7", 1))
        .When(new ReleaseUnits(TestRules.Day(6, 1), "T-7", "cancelled"))
        .ThenRefused("allowance-account.before-earlier-step", "2026-06-02");

    [Fact]
    public void Units_in_transit_are_not_released() => Account.Stocked
        .And(Account.Reserve(TestRules.Day(6, 1), "T-7", 1))
        .And(new DeliverUnits(TestRules.Day(6, 1), "T-7", "HB-CARS-01", "DL-1"))
        .When(new ReleaseUnits(TestRules.Day(6, 1), "T-7", "cancelled"))
        .ThenRefused("allowance-account.reservation-not-at-step", "InTransit");
}

public class DeliverUnitsTests
{
    [Fact]
    public void Reserved_units_are_in_transit() => Account.Stocked
        .And(Account.Reserve(TestRules.Day(6, 1), "T-7", 10))
        .When(new DeliverUnits(TestRules.Day(6, 1), "T-7", "HB-CARS-01", "DL-1"))
        .Then(new DeliveryInstructed(
            TestRules.Day(6, 1), [Account.Move("L-0001", Origin.Free, Bucket.Reserved, Bucket.InTransit, 10, 0m)], "T-7", "HB-CARS-01", "DL-1"));

    [Fact]
    public void Without_a_reservation_it_is_refused() => Account.Stocked
        .When(new DeliverUnits(TestRules.Day(6, 1), "T-7", "HB-CARS-01", "DL-1")).ThenRefused("allowance-account.reservation-unknown");

    [Fact]
    public void Twice_is_refused() => Account.Stocked
        .And(Account.Reserve(TestRules.Day(6, 1), "T-7", 10))
        .And(new DeliverUnits(TestRules.Day(6, 1), "T-7", "HB-CARS-01", "DL-1"))
        .When(new DeliverUnits(TestRules.Day(6, 1), "T-7", "HB-CARS-01", "DL-1"))
        .ThenRefused("allowance-account.reservation-not-at-step");
}

public class ConfirmDeliveryTests
{
    private static Story<AllowanceAccount, AllowanceAccountCommand, AllowanceAccountEvent> InTransit => Account.Stocked
        .And(Account.Reserve(TestRules.Day(6, 1), "T-7", 10))
        .And(new DeliverUnits(TestRules.Day(6, 2), "T-7", "HB-CARS-01", "DL-1"));

    [Fact]
    public void The_units_are_gone() => InTransit.When(new ConfirmDelivery(TestRules.Day(6, 3), "T-7", "ST-2")).Then(new DeliveryConfirmed(
        TestRules.Day(6, 3), [Account.Move("L-0001", Origin.Free, Bucket.InTransit, Bucket.Delivered, 10, 0m)], "T-7", "ST-2"));

    [Fact]
    public void A_day_before_the_instruction_is_refused() => InTransit
        .When(new ConfirmDelivery(TestRules.Day(6, 1), "T-7", "ST-2")).ThenRefused("allowance-account.before-earlier-step");

    [Fact]
    public void Without_evidence_it_is_refused() => InTransit
        .When(new ConfirmDelivery(TestRules.Day(6, 3), "T-7", "")).ThenRefused("allowance-account.field-missing", "evidence");

    [Fact]
    public void A_doubled_confirmation_is_refused() => InTransit
        .And(new ConfirmDelivery(TestRules.Day(6, 3), "T-7", "ST-2"))
        .When(new ConfirmDelivery(TestRules.Day(6, 3), "T-7", "ST-2"))
        .ThenRefused("allowance-account.reservation-not-at-step", "Delivered");

    [Fact]
    public void Only_reserved_is_too_early() => Account.Stocked
        .And(Account.Reserve(TestRules.Day(6, 1), "T-7", 10))
        .When(new ConfirmDelivery(TestRules.Day(6, 3), "T-7", "ST-2"))
        .ThenRefused("allowance-account.reservation-not-at-step", "Reserved");
}

public class FailDeliveryTests
{
    [Fact]
    public void Units_in_transit_are_free_again() => Account.Stocked
        .And(Account.Reserve(TestRules.Day(6, 1), "T-7", 10))
        .And(new DeliverUnits(TestRules.Day(6, 2), "T-7", "HB-CARS-01", "DL-1"))
        .When(new FailDelivery(TestRules.Day(6, 3), "T-7", "account closed"))
        .Then(new DeliveryFailed(
            TestRules.Day(6, 3), [Account.Move("L-0001", Origin.Free, Bucket.InTransit, Bucket.Free, 10, 0m)], "T-7", "account closed"));

    [Fact]
    public void Not_instructed_it_cannot_fail() => Account.Stocked
        .And(Account.Reserve(TestRules.Day(6, 1), "T-7", 10))
        .When(new FailDelivery(TestRules.Day(6, 3), "T-7", "account closed"))
        .ThenRefused("allowance-account.reservation-not-at-step");
}
