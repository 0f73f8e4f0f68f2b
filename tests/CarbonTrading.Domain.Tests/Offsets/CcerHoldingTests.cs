using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Offsets;

public class OpenHoldingTests
{
    [Fact]
    public void It_is_kept_in_the_currency_of_the_rules() => RealRules.Holding
        .When(new OpenHolding("CO-QM-POWER", "Holding", "持有账户"))
        .Then(new HoldingOpened("CO-QM-POWER", "Holding", "持有账户", null, "CNY"));

    [Fact]
    public void Twice_is_refused() => Ccer.Empty.When(new OpenHolding("X", "X", "X")).ThenRefused("ccer-holding.already-opened");

    [Fact]
    public void Nothing_moves_before() => RealRules.Holding.When(Ccer.Issued(TestRules.Day(4, 1), 1)).ThenRefused("ccer-holding.not-opened");
}

public class ReceiveIssuedBatchTests
{
    [Fact]
    public void The_vintage_is_the_year_the_period_ends_in_and_the_origin_issued() => Ccer.Empty
        .When(Ccer.Issued(TestRules.Day(4, 1), 1_000))
        .Then(new IssuedBatchReceived(TestRules.Day(4, 1),
            [Ccer.Move("C-0001", Ccer.Wind, Origin.Issued, Bucket.Outside, Bucket.Free, 1_000, 0m)], Ccer.Wind, "notice"));

    [Fact]
    public void The_unit_class_reads_ccer_slash_CCER_slash_2024_slash_issued() => Assert.Equal("ccer/CCER/2024/issued",
        Ccer.Empty.When(Ccer.Issued(TestRules.Day(4, 1), 1)).ThenOne<IssuedBatchReceived>().Moves[0].Unit.ToString());

    [Fact]
    public void The_same_serial_number_twice_is_refused() => Ccer.Empty
        .And(Ccer.Issued(TestRules.Day(4, 1), 10, new SerialRange("A", 1, 10)))
        .When(Ccer.Issued(TestRules.Day(4, 1), 10, new SerialRange("A", 10, 19)))
        .ThenRefused("ccer-holding.serials-overlap");

    [Fact]
    public void Serial_numbers_that_do_not_add_up_are_refused() => Ccer.Empty
        .When(Ccer.Issued(TestRules.Day(4, 1), 10, new SerialRange("A", 1, 9)))
        .ThenRefused("ccer-holding.serials-do-not-add-up");

    [Fact]
    public void A_receipt_on_the_day_of_registration_is_accepted() => Ccer.Empty.When(Ccer.Issued(RealRules.Day("2025-03-20"), 1)).ThenAccepted();

    [Fact]
    public void A_receipt_before_the_registration_is_refused() =>
        Ccer.Empty.When(Ccer.Issued(RealRules.Day("2025-03-19"), 1)).ThenRefused("ccer-holding.batch-dates-wrong");

    [Fact]
    public void Tomorrow_is_refused() => Ccer.Empty.When(Ccer.Issued(TestRules.Day(6, 6), 1)).ThenRefused("ccer-holding.in-the-future");
}

public class ReceivePurchasedBatchTests
{
    [Fact]
    public void Cost_is_price_times_quantity_and_fee() => Ccer.Empty
        .When(Ccer.Bought(TestRules.Day(5, 7), 500, 350m))
        .Then(new PurchasedBatchReceived(TestRules.Day(5, 7),
            [Ccer.Move("C-0001", Ccer.Forest, Origin.Purchased, Bucket.Outside, Bucket.Free, 500, 35_350m)],
            Ccer.Forest, new(70m, "CNY"), 350m, null, "statement", TestRules.Day(5, 8)));

    [Fact]
    public void Tax_that_is_deducted_is_no_cost() => Assert.Equal(33_018.87m, Ccer.Empty
        .When(Ccer.Bought(TestRules.Day(5, 7), 500) with { DeductibleTax = 1_981.13m }).ThenOne<PurchasedBatchReceived>().Moves[0].Cost);

    [Theory]
    [InlineData(35_000.00, null)]
    [InlineData(35_000.01, "ccer-holding.tax-beyond-cost")]
    [InlineData(-0.01, "ccer-holding.amount-not-possible")]
    public void Deducted_tax_is_at_most_what_was_paid(double tax, string? refused)
    {
        var step = Ccer.Empty.When(Ccer.Bought(TestRules.Day(5, 7), 500) with { DeductibleTax = (decimal)tax });
        if (refused is null) step.ThenAccepted();
        else step.ThenRefused(refused);
    }

    [Fact]
    public void A_fee_with_three_decimals_is_refused() =>
        Ccer.Empty.When(Ccer.Bought(TestRules.Day(5, 7), 1, 0.005m)).ThenRefused("ccer-holding.amount-not-possible");

    [Fact]
    public void A_price_in_euro_is_refused() => Ccer.Empty
        .When(new ReceivePurchasedBatch(TestRules.Day(5, 7), Ccer.Forest, new(1), new(70m, "EUR")))
        .ThenRefused("ccer-holding.other-currency");
}

public class ReserveCreditsTests
{
    [Fact]
    public void The_oldest_batch_goes_first() => Ccer.Stocked
        .When(Ccer.Reserve("R-1", 1_200))
        .Then(new CreditsReserved(TestRules.Day(6, 1),
            [
                Ccer.Move("C-0001", Ccer.Wind, Origin.Issued, Bucket.Free, Bucket.Reserved, 1_000, 0m),
                Ccer.Move("C-0002", Ccer.Forest, Origin.Purchased, Bucket.Free, Bucket.Reserved, 200, 14_000m),
            ], "R-1", new(1_200), "offset"));

    [Fact]
    public void All_of_one_batch_may_be_reserved() => Ccer.Stocked.When(Ccer.Reserve("R-1", 500, "C-0002")).ThenAccepted();

    [Fact]
    public void One_tonne_more_than_the_batch_is_refused() =>
        Ccer.Stocked.When(Ccer.Reserve("R-1", 501, "C-0002")).ThenRefused("ccer-holding.not-enough-free", "501 tCO2e", "500 tCO2e");

    [Fact]
    public void A_batch_that_is_not_there_is_refused() =>
        Ccer.Stocked.When(Ccer.Reserve("R-1", 1, "C-0003")).ThenRefused("ccer-holding.batch-unknown");

    [Fact]
    public void An_id_is_used_once() => Ccer.Stocked
        .And(Ccer.Reserve("R-1", 1)).And(new ReleaseCredits(TestRules.Day(6, 2), "R-1", "changed plans"))
        .When(Ccer.Reserve("R-1", 1)).ThenRefused("ccer-holding.reservation-id-reused");

    [Fact]
    public void A_market_without_an_obligation_is_refused() => Ccer.Stocked
        .When(Ccer.Reserve("R-1", 1) with { Market = "cn-ets" }).ThenRefused("ccer-holding.obligation-incomplete");

    /// <summary>The EU takes no credits since 2021; what 2020 took is not known and refuses nothing.</summary>
    [Fact]
    public void Where_no_credits_count_none_are_reserved()
    {
        var story = Ccer.Stocked;
        ReserveCredits For(int year) => new(TestRules.Day(6, 1), "R-1", new(1), "offset", null, "EU-1", "eu-ets", year);
        story.When(For(2021)).ThenRefused("ccer-holding.not-enough-free");
        story.When(For(2021) with { Batch = "C-0001" }).ThenRefused("ccer-holding.batch-not-usable", "no credits count in eu-ets for 2021");
        story.When(For(2020)).ThenAccepted();
    }

    [Fact]
    public void Batches_that_do_not_count_are_passed_over()
    {
        var old = new CreditBatch("Old", "CM", RealRules.Day("2014-01-01"), RealRules.Day("2015-12-31"), RealRules.Day("2016-12-01"));
        var story = Ccer.Empty
            .And(new ReceivePurchasedBatch(RealRules.Day("2023-11-01"), old, new(300), new(30m, "CNY")))
            .And(Ccer.Issued(TestRules.Day(4, 1), 200));
        Assert.All(story.When(Ccer.ForObligation("R-1", 200)).ThenOne<CreditsReserved>().Moves, m => Assert.Equal("C-0002", m.Lot));
        story.When(Ccer.ForObligation("R-1", 201)).ThenRefused("ccer-holding.not-enough-free", "300 tCO2e more are free but do not count");
    }
}

public class ReleaseCreditsTests
{
    [Fact]
    public void All_of_it_is_free_again() => Assert.Equal(1_500, Ccer.Stocked
        .And(Ccer.Reserve("R-1", 1_200)).When(new ReleaseCredits(TestRules.Day(6, 2), "R-1", "not needed")).ThenAccepted().State.In(Bucket.Free));

    [Fact]
    public void An_unknown_reservation_is_refused() =>
        Ccer.Stocked.When(new ReleaseCredits(TestRules.Day(6, 2), "R-9", "x")).ThenRefused("ccer-holding.reservation-unknown");

    [Fact]
    public void What_is_used_is_not_released() => Ccer.Stocked.And(Ccer.Reserve("R-1", 10)).And(Ccer.Use("R-1"))
        .When(new ReleaseCredits(TestRules.Day(6, 3), "R-1", "x")).ThenRefused("ccer-holding.reservation-not-at-step", "Used");
}

public class UseForOffsetTests
{
    [Fact]
    public void Exactly_the_reserved_credits_are_cancelled_and_a_draft_rule_is_recorded()
    {
        var used = Ccer.Stocked.And(Ccer.ForObligation("R-1", 1_200)).When(Ccer.Use("R-1")).ThenOne<UsedForOffset>();
        Assert.Equal((1_200L, "QM-CHP-01-2025", RuleStatus.Draft), (used.Quantity.Value, used.Obligation, used.RuleStatus));
        Assert.All(used.Moves, m => Assert.Equal((Bucket.Reserved, Bucket.Cancelled), (m.From, m.To)));
    }

    [Fact]
    public void The_same_reservation_twice_is_refused() => Ccer.Stocked.And(Ccer.Reserve("R-1", 10)).And(Ccer.Use("R-1"))
        .When(Ccer.Use("R-1")).ThenRefused("ccer-holding.reservation-not-at-step", "Used");

    [Fact]
    public void Another_year_than_reserved_for_is_refused() => Ccer.Stocked.And(Ccer.ForObligation("R-1", 10))
        .When(Ccer.Use("R-1", year: 2024)).ThenRefused("ccer-holding.other-obligation");

    [Fact]
    public void A_day_before_the_reservation_is_refused() => Ccer.Stocked.And(Ccer.Reserve("R-1", 10))
        .When(Ccer.Use("R-1", TestRules.Day(5, 31))).ThenRefused("ccer-holding.before-earlier-step");

    [Fact]
    public void Compliance_without_a_year_is_refused() => Ccer.Stocked.And(Ccer.Reserve("R-1", 10))
        .When(Ccer.Use("R-1") with { ComplianceYear = null }).ThenRefused("ccer-holding.field-missing");
}

public class CancelVoluntarilyTests
{
    private static CancelVoluntarily Cancel(long quantity, CancellationPurpose purpose = CancellationPurpose.EventNeutrality) =>
        new(TestRules.Day(6, 1), new(quantity), purpose, "Dealers' meeting", "REG-2");

    [Fact]
    public void All_that_is_free_may_be_cancelled() =>
        Assert.Equal(1_500, Ccer.Stocked.When(Cancel(1_500)).ThenAccepted().State.In(Bucket.Cancelled));

    [Fact]
    public void One_tonne_more_is_refused() => Ccer.Stocked.When(Cancel(1_501)).ThenRefused("ccer-holding.not-enough-free");

    [Fact]
    public void Compliance_is_no_voluntary_purpose() =>
        Ccer.Stocked.When(Cancel(1, CancellationPurpose.NationalCompliance)).ThenRefused("ccer-holding.purpose-not-here");

    [Fact]
    public void The_purposes_are_the_registrys() => Assert.Equal(
        RealRules.Book.Find("cancellation-purposes", "ccer", TestRules.Today).Text!.Split(',').Order(), Enum.GetNames<CancellationPurpose>().Order());
}

public class DeliverCreditsTests
{
    private static readonly DeliverCredits deliver = new(TestRules.Day(6, 2), "R-1", "buyer", "D-1");

    [Fact]
    public void Delivered_credits_are_gone() => Assert.Equal((1_400L, 100L), InAfter(new ConfirmCreditDelivery(TestRules.Day(6, 3), "R-1", "ST-1")));

    [Fact]
    public void Failed_ones_are_free_again() => Assert.Equal((1_500L, 0L), InAfter(new FailCreditDelivery(TestRules.Day(6, 3), "R-1", "no account")));

    [Fact]
    public void Credits_for_an_obligation_are_not_sold() => Ccer.Stocked.And(Ccer.ForObligation("R-1", 100))
        .When(deliver).ThenRefused("ccer-holding.reserved-for-obligation");

    [Fact]
    public void Confirmation_before_instruction_is_refused() => Ccer.Stocked.And(Ccer.Reserve("R-1", 100))
        .When(new ConfirmCreditDelivery(TestRules.Day(6, 3), "R-1", "ST-1")).ThenRefused("ccer-holding.reservation-not-at-step");

    private static (long Free, long Delivered) InAfter(CcerHoldingCommand last)
    {
        var state = Ccer.Stocked.And(Ccer.Reserve("R-1", 100)).And(deliver).When(last).ThenAccepted().State;
        return (state.In(Bucket.Free), state.In(Bucket.Delivered));
    }
}
