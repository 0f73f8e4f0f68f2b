using CarbonTrading.Domain.Contracts;
using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Contracts;

public class ContractTests
{
    private static readonly DateOnly today = TestRules.Today;
    private static readonly DateOnly end = new(2026, 12, 1);

    private static AgreeContract Terms(ContractKind kind) => new(
        kind, today, "BJ-ELEC-01", TestRules.Cea(2025), new(100_000), new(60.00m, "CNY"), "Bank A", "K 1", today, kind == ContractKind.InternalTransfer ? null : end);

    private static AgreeContract Forward => Terms(ContractKind.Forward) with { Side = Side.Buy };
    private static AgreeContract Repo => Terms(ContractKind.Repo) with { Side = Side.Sell, EndPrice = new(62.10m, "CNY") };
    private static AgreeContract Pledge => Terms(ContractKind.Pledge) with { Price = new(75.00m, "CNY"), Amount = 4_500_000m, Interest = 90_000m, CallShare = 0.75m };
    private static AgreeContract Option => Terms(ContractKind.Option) with { Side = Side.Buy, Right = OptionRight.Call, Amount = 320_000m };

    private static AgreeContract Swap =>
        Terms(ContractKind.Swap) with { OtherAccount = "BJ-CCER", OtherProduct = new("ccer", "CCER", Vintage.Of(2024)), EndPrice = new(50.00m, "CNY") };

    private static Story<TermContract, ContractCommand, ContractEvent> None =>
        new Story<TermContract, ContractCommand, ContractEvent>(ContractDecider.Instance, RealRules.Book).By("trader");

    private static Story<TermContract, ContractCommand, ContractEvent> Active(AgreeContract terms) =>
        None.And(terms).By("finance").And(new FileContract(today, "REG 1"));

    private static IEnumerable<string> Legs(AgreeContract terms) => ContractLegs.Of(terms)
        .Select(l => $"{l.Phase} {l.Action} {(l.IsIn ? "in" : "out")} {What(l)}");

    private static string What(ContractLeg leg) => leg.IsUnits ? $"{leg.Quantity!.Value.Value} {leg.Product!.Value.Code}"
        : leg.Amount?.ToString("0", System.Globalization.CultureInfo.InvariantCulture) ?? "?";

    [Fact]
    public void A_repo_gives_units_for_money_and_takes_them_back() => Assert.Equal(
        ["Start Encumber out 100000 CEA25", "Start Pay in 6000000", "End Release in 100000 CEA25", "End Pay out 6210000"], Legs(Repo));

    [Fact]
    public void Who_buys_in_a_repo_borrows_the_units_and_gives_them_back() => Assert.Equal(
        ["Start Borrow in 100000 CEA25", "Start Pay out 6000000", "End GiveBack out 100000 CEA25", "End Pay in 6210000"], Legs(Repo with { Side = Side.Buy }));

    /// <summary>Divisions written before payments named their units: each payment stands behind the units it was divided with.</summary>
    [Fact]
    public void Payments_divided_before_they_named_their_units_come_back_with_them()
    {
        var sale = Forward with { Side = Side.Sell, AgreedOn = today.AddDays(-2), StartsOn = today.AddDays(-2), EndsOn = today };
        var legs = ContractLegs.Of(sale);
        var (part, rest) = (new Tonnes(40_000), new Tonnes(60_000));
        var story = Active(sale).Given(new LegSplit(
            [
                legs[0] with { Quantity = part }, legs[0] with { Number = 3, Quantity = rest, PartOf = 1 },
                legs[1] with { Amount = 2_400_000m }, legs[1] with { Number = 4, Amount = 3_600_000m, PartOf = 2 },
            ]))
            .And(new ConfirmLeg(2, today, "B1")).And(new ConfirmLeg(4, today, "B2")).And(new InstructLeg(3, today)).And(new RecordLegStep(3, ContractLegStatus.InTransit));
        var failed = story.And(new FailLeg(3, today, "closed"));
        Assert.Equal([4], failed.Events.OfType<LegReversed>().Select(e => e.Leg.Number));
        Assert.Equal([2], story.And(new RecordLegStep(3, ContractLegStatus.Failed)).And(new InstructLeg(1, today)).And(new RecordLegStep(1, ContractLegStatus.InTransit))
            .And(new FailLeg(1, today, "closed")).Events.OfType<LegReversed>().Select(e => e.Leg.Number));
    }

    [Fact]
    public void A_pledge_brings_the_loan_and_takes_it_back_with_interest() => Assert.Equal(
        ["Start Encumber out 100000 CEA25", "Start Pay in 4500000", "End Pay out 4590000", "End Release in 100000 CEA25"], Legs(Pledge));

    [Fact]
    public void C29_Borrowing_200_000_t_at_1_50_costs_300_000_and_posts_4_200_000() => Assert.Equal(
        ["Start Borrow in 200000 CEA25", "End GiveBack out 200000 CEA25", "End Pay out 300000", "Start Pay out 4200000", "End Pay in 4200000"],
        Legs(Terms(ContractKind.Borrow) with { Quantity = new(200_000), Price = new(1.50m, "CNY"), Margin = 0.30m * 70m * 200_000m }));

    [Fact]
    public void Who_lends_gets_the_margin_and_the_fee() => Assert.Equal(
        ["Start Encumber out 100000 CEA25", "End Release in 100000 CEA25", "End Pay in 150000", "Start Pay in 500000", "End Pay out 500000"],
        Legs(Terms(ContractKind.Lend) with { Price = new(1.50m, "CNY"), Margin = 500_000m }));

    [Fact]
    public void A_forward_delivers_at_its_end_in_kind_or_in_cash()
    {
        Assert.Equal(["End Receive in 100000 CEA25", "End Pay out 6000000"], Legs(Forward));
        Assert.Equal(["End Deliver out 100000 CEA25", "End Pay in 6000000"], Legs(Forward with { Side = Side.Sell }));
        Assert.Equal(["End Pay in ?"], Legs(Forward with { InCash = true }));
    }

    [Fact]
    public void A_swap_gives_one_unit_for_another_and_the_difference() => Assert.Equal(
        ["End Deliver out 100000 CEA25", "End Receive in 100000 CCER24", "End Pay in 6000000"], Legs(Swap));

    [Theory]
    [InlineData(Side.Buy, OptionRight.Call, "Start Pay out 320000|End Receive in 100000 CEA25|End Pay out 6000000")]
    [InlineData(Side.Buy, OptionRight.Put, "Start Pay out 320000|End Deliver out 100000 CEA25|End Pay in 6000000")]
    [InlineData(Side.Sell, OptionRight.Call, "Start Pay in 320000|End Deliver out 100000 CEA25|End Pay in 6000000")]
    [InlineData(Side.Sell, OptionRight.Put, "Start Pay in 320000|End Receive in 100000 CEA25|End Pay out 6000000")]
    public void An_option_pays_its_premium_and_delivers_when_it_is_used(Side side, OptionRight right, string legs) =>
        Assert.Equal(legs.Split('|'), Legs(Option with { Side = side, Right = right }));

    [Fact]
    public void An_internal_transfer_moves_units_and_pays_where_a_price_is_agreed()
    {
        Assert.Equal(["Start Transfer out 100000 CEA25"], Legs(Terms(ContractKind.InternalTransfer) with { OtherAccount = "B", Price = new(0m, "CNY") }));
        Assert.Equal(["Start Transfer out 100000 CEA25", "Start Pay in 6000000"], Legs(Terms(ContractKind.InternalTransfer) with { OtherAccount = "B" }));
    }

    [Theory]
    [InlineData(ContractKind.Forward), InlineData(ContractKind.Swap), InlineData(ContractKind.Option), InlineData(ContractKind.Repo)]
    [InlineData(ContractKind.Pledge), InlineData(ContractKind.Lend), InlineData(ContractKind.Borrow), InlineData(ContractKind.InternalTransfer)]
    public void Each_kind_refuses_what_it_lacks_and_what_means_nothing_to_it(ContractKind kind)
    {
        var (needed, possible) = ContractDecider.FieldsOf(kind, false);
        if (needed.Any(f => f != "endsOn")) Assert.Contains(None.When(Terms(kind)).ThenRefused("contract.field-needed").Field!, needed);
        var whole = kind switch
        {
            ContractKind.Forward => Forward, ContractKind.Swap => Swap, ContractKind.Option => Option, ContractKind.Repo => Repo, ContractKind.Pledge => Pledge,
            ContractKind.InternalTransfer => Terms(kind) with { OtherAccount = "B" }, _ => Terms(kind),
        };
        None.When(whole).ThenOne<ContractAgreed>();
        var given = whole with { Side = Side.Buy, Right = OptionRight.Call, Interest = 1m, CallShare = 0.5m, Margin = 1m };
        Assert.DoesNotContain(None.When(given).ThenRefused("contract.field-not-needed").Field!, needed.Concat(possible));
    }

    [Fact]
    public void Bad_terms_are_refused_with_their_field()
    {
        None.When(Forward with { AgreedOn = today.AddDays(1), StartsOn = today.AddDays(1) }).ThenRefused("contract.in-the-future");
        None.When(Forward with { StartsOn = today.AddDays(-1) }).ThenRefused("contract.start-not-possible");
        None.When(Forward with { EndsOn = today }).ThenRefused("contract.end-not-possible");
        None.When(Forward with { EndsOn = today.AddDays(1) }).ThenAccepted();
        None.When(Forward with { Quantity = default }).ThenRefused("contract.quantity-zero");
        None.When(Forward with { Price = new(0m, "CNY") }).ThenRefused("contract.price-zero");
        None.When(Repo with { EndPrice = new(62m, "EUR") }).ThenRefused("contract.other-currency");
        None.When(Pledge with { CallShare = 1.01m }).ThenRefused("contract.share-not-possible");
        None.When(Pledge with { CallShare = 1m }).ThenAccepted();
        None.When(Pledge with { Amount = 0m }).ThenRefused("contract.amount-not-possible");
        None.When(Forward with { Margin = 0.001m }).ThenRefused("contract.amount-not-possible");
        None.When(Forward with { Product = new("mars-ets", "MEA", Vintage.Of(2025)) }).ThenRefused("contract.market-unknown");
        None.When(Terms(ContractKind.InternalTransfer) with { OtherAccount = "B", Product = new("ccer", "CCER", Vintage.Of(2024)) }).ThenAccepted();
        None.When(Terms(ContractKind.InternalTransfer) with { OtherAccount = "BJ-ELEC-01" }).ThenRefused("contract.account-key-invalid");
        None.When(Forward with { Document = " " }).ThenRefused("contract.field-missing");
        None.When(new FileContract(today, "R")).ThenRefused("contract.not-agreed");
        None.And(Forward).When(Forward).ThenRefused("contract.already-agreed");
    }

    [Fact]
    public void Nothing_moves_before_it_is_filed_and_the_maker_confirms_nothing()
    {
        None.And(Repo).By("finance").When(new ConfirmLeg(1, today, "E")).ThenRefused("contract.not-at-step", "Active");
        Active(Repo).By("trader").When(new ConfirmLeg(1, today, "E")).ThenRefused("contract.maker-is-checker");
        Active(Repo).When(new ConfirmLeg(3, today, "E")).ThenRefused("contract.leg-not-opened");
        Active(Repo).When(new ConfirmLeg(5, today, "E")).ThenRefused("contract.leg-unknown", "1 to 4");
        Active(Repo).When(new InstructLeg(1, today)).ThenRefused("contract.leg-not-instructed");
        Active(Repo).When(new FileContract(today, "R")).ThenRefused("contract.not-at-step");
    }

    [Fact]
    public void A_repo_closes_when_every_leg_is_done_and_nothing_before()
    {
        var given = Active(Repo).And(new ConfirmLeg(1, today, "REG")).And(new RecordLegStep(1, ContractLegStatus.Done)).And(new ConfirmLeg(2, today, "BANK"));
        given.When(new CancelContract("no")).ThenRefused("contract.not-at-step");
        given.On(end).When(new ConfirmLeg(3, today.AddDays(-1), "REG")).ThenRefused("contract.before-agreed");
        var back = given.On(end).And(new ConfirmLeg(3, end, "REG")).And(new RecordLegStep(3, ContractLegStatus.Done));
        Assert.Equal(ContractStatus.Active, back.State.Status);
        Assert.Equal(ContractStatus.Closed, back.And(new ConfirmLeg(4, end, "BANK")).State.Status);
    }

    [Fact]
    public void What_the_account_refuses_may_be_asked_again()
    {
        var refused = Active(Repo).And(new ConfirmLeg(1, today, "REG")).And(new RecordLegProblem(1, "allowance-account.not-enough-free", "0 free"));
        Assert.Equal(ContractLegStatus.Expected, refused.State.Legs[0].Status);
        refused.When(new ConfirmLeg(1, today, "REG")).ThenOne<LegConfirmed>();
        var asked = Active(Forward with { Side = Side.Sell }).On(end).And(new InstructLeg(1, end));
        Assert.True(asked.State.Legs[0].IsInstructed); // the account has not answered
        Assert.False(asked.And(new RecordLegProblem(1, "allowance-account.not-enough-free", "0 free")).State.Legs[0].IsInstructed);
        var way = asked.And(new RecordLegStep(1, ContractLegStatus.InTransit));
        Assert.False(way.State.Legs[0].IsInstructed);
        Assert.False(way.And(new ConfirmLeg(1, end, "REG")).State.Legs[0].IsInstructed); // on its way, and being booked
        way.When(new InstructLeg(1, end)).ThenRefused("contract.leg-not-at-step");
        var failed = way.And(new FailLeg(1, end, "no cash"));
        Assert.Equal(2, failed.When(new InstructLeg(1, end)).ThenOne<LegInstructed>().Attempt);
        failed.When(new ConfirmLeg(1, end, "E")).ThenRefused("contract.leg-not-at-step");
    }

    /// <summary>Units and money go together: money that was paid for units that did not move comes back, and is paid again with them.</summary>
    [Fact]
    public void Money_paid_for_units_that_failed_has_to_come_back()
    {
        var way = Active(Forward with { Side = Side.Sell }).On(end).And(new InstructLeg(1, end)).And(new RecordLegStep(1, ContractLegStatus.InTransit));
        var failed = way.And(new ConfirmLeg(2, end, "BANK")).And(new FailLeg(1, end, "registry closed")).And(new RecordLegStep(1, ContractLegStatus.Failed));
        Assert.Equal((ContractLegStatus.Failed, ContractLegStatus.Expected), (failed.State.Legs[0].Status, failed.State.Legs[1].Status));
        Assert.Equal("registry closed", failed.State.Legs[0].Problem?.Message); // the reason stays until the next attempt
        Assert.Single(failed.Events.OfType<LegReversed>());
        Assert.Empty(way.And(new FailLeg(1, end, "registry closed")).Events.OfType<LegReversed>()); // nothing was paid
        var done = failed.And(new InstructLeg(1, end)).And(new RecordLegStep(1, ContractLegStatus.InTransit)).And(new ConfirmLeg(1, end, "REG"))
            .And(new RecordLegStep(1, ContractLegStatus.Done)).And(new ConfirmLeg(2, end, "BANK 2"));
        Assert.Equal(ContractStatus.Closed, done.State.Status);
    }

    [Fact]
    public void An_option_is_used_on_its_days_and_lapses_from_its_last()
    {
        var option = Active(Option).And(new ConfirmLeg(1, today, "BANK"));
        option.When(new ConfirmLeg(2, today, "REG")).ThenRefused("contract.not-exercised");
        option.When(new LapseOption(today, "out of the money")).ThenRefused("contract.not-lapsed-yet");
        option.On(end.AddDays(1)).When(new ExerciseOption(end.AddDays(1))).ThenRefused("contract.outside-option", "2026-12-01");
        option.On(end).When(new ExerciseOption(end)).ThenOne<OptionExercised>();
        var lapsed = option.On(end).And(new LapseOption(end, "out of the money"));
        Assert.Equal(ContractStatus.Lapsed, lapsed.State.Status);
        lapsed.When(new ExerciseOption(end)).ThenRefused("contract.not-at-step");
        var used = option.And(new ExerciseOption(today));
        used.When(new ExerciseOption(today)).ThenRefused("contract.no-option");
        used.When(new ConfirmLeg(3, today, "BANK")).ThenOne<LegConfirmed>();
    }

    [Fact]
    public void A_lapsed_option_still_gives_the_margin_back()
    {
        var option = Active(Option with { Margin = 100_000m }).And(new ConfirmLeg(1, today, "BANK")).And(new ConfirmLeg(4, today, "BANK"));
        var lapsed = option.On(end).And(new LapseOption(end, "no"));
        Assert.Equal(ContractStatus.Active, lapsed.State.Status);
        Assert.Equal(ContractStatus.Lapsed, lapsed.And(new ConfirmLeg(5, end, "BANK")).State.Status);
    }

    [Theory]
    [InlineData("81.50", "72.30", 160_000, true)]
    [InlineData("70.00", "72.30", 415_000, false)]
    public void A_swap_in_cash_is_fixed_once_and_turns_its_leg_the_right_way(string price, string other, long amount, bool isIn)
    {
        var terms = Terms(ContractKind.Swap) with
        {
            Side = Side.Buy, InCash = true, Quantity = new(50_000), Price = new(6.00m, "CNY"), OtherProduct = new("ccer", "CCER", Vintage.Of(2024)),
        };
        var swap = Active(terms).On(end);
        swap.When(new ConfirmLeg(1, end, "BANK")).ThenRefused("contract.not-fixed");
        var fix = new FixSettlement(end, new(decimal.Parse(price, System.Globalization.CultureInfo.InvariantCulture), "CNY"), "bulletin",
            new UnitPrice(decimal.Parse(other, System.Globalization.CultureInfo.InvariantCulture), "CNY"));
        swap.When(fix with { OtherPrice = null }).ThenRefused("contract.other-price-wrong");
        var settled = swap.And(fix);
        Assert.Equal((amount, isIn), ((long)settled.State.Legs[0].Leg.Amount!.Value, settled.State.Legs[0].Leg.IsIn));
        settled.When(fix).ThenRefused("contract.already-fixed");
        Assert.Equal(ContractStatus.Closed, settled.And(new ConfirmLeg(1, end, "BANK")).State.Status);
        Active(Forward).When(new FixSettlement(today, new(80m, "CNY"), "bulletin")).ThenRefused("contract.not-in-cash");
    }

    [Fact]
    public void A_swap_takes_the_batch_that_was_agreed()
    {
        var batch = new CreditBatch("PJ-1", "CCER-01-002-V01", new(2024, 1, 1), new(2024, 12, 31), new(2025, 6, 1));
        var due = Active(Swap).On(end);
        due.When(new ConfirmLeg(2, end, "REG")).ThenRefused("contract.batch-wrong", "confirm-credit-leg");
        due.When(new ConfirmCreditLeg(3, end, "REG", batch)).ThenRefused("contract.batch-wrong");
        due.When(new ConfirmCreditLeg(2, end, "REG", batch with { PeriodTo = new(2023, 12, 31), PeriodFrom = new(2023, 1, 1) })).ThenRefused("contract.other-batch");
        due.When(new ConfirmCreditLeg(2, end, "REG", batch)).ThenOne<LegConfirmed>();
    }

    [Fact]
    public void Default_loses_what_was_given_and_drops_the_rest()
    {
        var given = Active(Pledge).And(new ConfirmLeg(1, today, "REG")).And(new RecordLegStep(1, ContractLegStatus.Done)).And(new ConfirmLeg(2, today, "BANK"));
        var lost = given.When(new DefaultContract(today, "court")).ThenOne<ContractDefaulted>();
        Assert.Equal(4, Assert.Single(lost.Lost).Number);
        var after = given.And(new DefaultContract(today, "court"));
        Assert.Equal((ContractStatus.Defaulted, false), (after.State.Status, after.State.Legs.Any(l => l.IsOpen)));
        after.When(new DefaultContract(today, "court")).ThenRefused("contract.not-at-step");
        Assert.Empty(Active(Forward).When(new DefaultContract(today, "notice")).ThenOne<ContractDefaulted>().Lost);
    }

    [Fact]
    public void Margin_called_is_posted_and_given_back_at_the_end_which_may_move()
    {
        var called = Active(Pledge).And(new CallMargin(today, 500_000m, today.AddDays(3), "loan to value 78 %"));
        Assert.Equal([(5, false, today.AddDays(3)), (6, true, end)], called.State.Legs.Skip(4).Select(l => (l.Leg.Number, l.Leg.IsIn, l.Leg.Due)));
        Active(Pledge).When(new CallMargin(today, 1m, end.AddDays(1), "x")).ThenRefused("contract.due-not-possible");
        Active(Pledge).When(new CallMargin(today, 0m, end, "x")).ThenRefused("contract.amount-not-possible");
        called.When(new ExtendContract(end, "S 1")).ThenRefused("contract.not-later");
        var later = called.And(new ExtendContract(end.AddDays(30), "S 1"));
        Assert.Equal([end.AddDays(30), end.AddDays(30), end.AddDays(30)], later.State.Legs.Where(l => l.Leg.Phase == LegPhase.End).Select(l => l.Leg.Due));
        Assert.Equal(ContractStatus.Cancelled, Active(Pledge).And(new CancelContract("not needed")).State.Status);
    }
}
