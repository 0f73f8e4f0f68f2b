using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Registry;

public class CorrectMovementTests
{
    [Fact]
    public void A_purchase_is_reversed_at_its_day_and_booked_right_at_its_own() => Account.Stocked
        .When(new CorrectMovement(3, TestRules.Day(5, 7), "typing error", new(TestRules.Day(5, 8), new(600), new(75m, "CNY"), 12.50m)))
        .Then(
            new MovementReversed(
                TestRules.Day(5, 7), [Account.Move("L-0002", Origin.Purchased, Bucket.Free, Bucket.Outside, 500, 37_000m)], 3, "typing error", "T-1"),
            new PurchaseReceived(
                TestRules.Day(5, 8), [Account.Move("L-0003", Origin.Purchased, Bucket.Outside, Bucket.Free, 600, 45_012.50m)],
                new(75m, "CNY"), 12.50m, TestRules.Day(5, 11), "T-1", "ST-1", Corrects: 3));

    [Fact]
    public void Price_and_fee_left_out_stay_as_they_were() => Assert.Equal(44_400m, Assert.Single(Account.Stocked
        .And(new CorrectMovement(3, TestRules.Day(5, 7), "typing error", new(TestRules.Day(5, 7), new(600))))
        .State.Lots[2].Buckets).Value.Cost);

    [Fact]
    public void A_free_allocation_has_no_price() => Account.Stocked
        .When(new CorrectMovement(2, TestRules.Day(4, 1), "typing error", new(TestRules.Day(4, 1), new(600), new(75m, "CNY"))))
        .ThenRefused("allowance-account.replacement-field", "price");

    [Fact]
    public void A_transfer_keeps_its_cost_per_tonne() => Assert.Equal(110.01m, Account.Empty
        .And(new ReceiveTransfer(TestRules.Day(4, 1), new(Account.Cea25, Origin.Purchased), new(10), "X", "R", 100.01m))
        .And(new CorrectMovement(2, TestRules.Day(4, 1), "typing error", new(TestRules.Day(4, 1), new(11))))
        .State.Lots[1].In(Bucket.Free).Cost);

    [Fact]
    public void Units_used_since_stand_against_it() => Account.Stocked
        .And(Account.Surrender(TestRules.Day(5, 20), 1_001))
        .When(new CorrectMovement(3, TestRules.Day(5, 7), "typing error", new(TestRules.Day(5, 7), new(600))))
        .ThenRefused("allowance-account.would-go-negative", "L-0002", "2026-05-20", "499 tCO2e");

    [Fact]
    public void Units_used_and_given_back_meanwhile_stand_against_it() => Account.Stocked
        .And(Account.Reserve(TestRules.Day(5, 20), "T", 1_500))
        .And(new ReleaseUnits(TestRules.Day(5, 21), "T", "off"))
        .When(new CorrectMovement(2, TestRules.Day(4, 1), "never came"))
        .ThenRefused("allowance-account.would-go-negative", "L-0001", "2026-05-20");

    [Fact]
    public void Once_the_use_is_reversed_the_receipt_can_be() => Account.Stocked
        .And(Account.Surrender(TestRules.Day(5, 20), 1_001))
        .And(new CorrectMovement(4, TestRules.Day(5, 20), "wrong year"))
        .When(new CorrectMovement(3, TestRules.Day(5, 7), "never came"))
        .ThenAccepted();

    [Fact]
    public void A_surrender_is_reversed_and_its_units_are_free_again_from_that_day() => Account.Stocked
        .And(Account.Surrender(TestRules.Day(5, 20), 1_001))
        .When(new CorrectMovement(4, TestRules.Day(5, 20), "wrong year"))
        .Then(new MovementReversed(
            TestRules.Day(5, 20),
            [
                Account.Move("L-0002", Origin.Purchased, Bucket.Surrendered, Bucket.Free, 1, 74m),
                Account.Move("L-0001", Origin.Free, Bucket.Surrendered, Bucket.Free, 1_000, 0m),
            ],
            4, "wrong year"));

    [Fact]
    public void A_cancellation_is_reversible() => Account.Stocked
        .And(new CancelUnits(TestRules.Day(5, 20), Account.Cea25, new(5), "event", "city run", "CA-1"))
        .When(new CorrectMovement(4, TestRules.Day(5, 20), "wrong account")).ThenAccepted();

    [Fact]
    public void A_surrender_has_no_replacement() => Account.Stocked
        .And(Account.Surrender(TestRules.Day(5, 20), 1))
        .When(new CorrectMovement(4, TestRules.Day(5, 20), "wrong year", new(TestRules.Day(5, 20), new(2))))
        .ThenRefused("allowance-account.only-receipts-replaced");

    [Fact]
    public void Twice_is_refused() => Account.Stocked
        .And(new CorrectMovement(3, TestRules.Day(5, 7), "never came"))
        .When(new CorrectMovement(3, TestRules.Day(5, 7), "never came")).ThenRefused("allowance-account.already-reversed");

    [Fact]
    public void A_reversal_is_not_reversed() => Account.Stocked
        .And(new CorrectMovement(3, TestRules.Day(5, 7), "never came"))
        .When(new CorrectMovement(4, TestRules.Day(5, 20), "it did come")).ThenRefused("allowance-account.not-reversible", "a reversal itself");

    [Fact]
    public void A_reservation_is_undone_by_its_own_command() => Account.Stocked
        .And(Account.Reserve(TestRules.Day(5, 20), "T", 1))
        .When(new CorrectMovement(4, TestRules.Day(5, 20), "wrong")).ThenRefused("allowance-account.not-reversible", "use release-units");

    [Fact]
    public void A_freeze_is_undone_by_its_own_command() => Account.Stocked
        .And(new FreezeUnits(TestRules.Day(6, 1), "H-1", Account.Cea25, new(5), "court", "ruling 7"))
        .When(new CorrectMovement(4, TestRules.Day(5, 20), "wrong")).ThenRefused("allowance-account.not-reversible", "use unfreeze-units");

    [Fact]
    public void The_opening_moved_nothing() => Account.Stocked.When(new CorrectMovement(1, TestRules.Day(4, 1), "wrong")).ThenRefused("allowance-account.not-reversible");

    [Theory]
    [InlineData(0), InlineData(-1), InlineData(4), InlineData(int.MaxValue)]
    public void An_event_that_does_not_exist_is_refused(int movement) => Account.Stocked
        .When(new CorrectMovement(movement, TestRules.Day(5, 7), "wrong")).ThenRefused("allowance-account.movement-unknown", "1 to 3");

    [Fact]
    public void The_right_serial_numbers_may_overlap_the_wrong_ones() => Account.Empty
        .And(Account.Free(TestRules.Day(4, 1), 100, new SerialRange("CN25", 1, 100)))
        .When(new CorrectMovement(2, TestRules.Day(4, 1), "one too many", new(TestRules.Day(4, 1), new(99), Serials: [new("CN25", 2, 100)])))
        .ThenAccepted();

    /// <summary>Pain 9: the day is asked for, and is neither today nor that of the right receipt.</summary>
    [Theory]
    [InlineData(5, 6), InlineData(5, 8), InlineData(6, 5)]
    public void Another_day_than_that_of_the_event_is_refused(int month, int day) => Account.Stocked
        .When(new CorrectMovement(3, TestRules.Day(month, day), "typing error", new(TestRules.Day(5, 8), new(600))))
        .ThenRefused("allowance-account.correction-day", "2026-05-07");

    [Fact]
    public void A_replacement_in_the_future_is_refused() => Account.Stocked
        .When(new CorrectMovement(3, TestRules.Day(5, 7), "wrong day", new(TestRules.Day(6, 6), new(500))))
        .ThenRefused("allowance-account.in-the-future");
}
