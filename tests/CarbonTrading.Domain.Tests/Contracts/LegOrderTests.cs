using CarbonTrading.Domain.Contracts;
using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Contracts;

/// <summary>Which leg has to be done before which, and from what day on each may move.</summary>
public class LegOrderTests
{
    private static readonly DateOnly today = TestRules.Today;
    private static readonly DateOnly start = today.AddDays(3); // Monday
    private static readonly DateOnly end = new(2026, 12, 1); // a Tuesday

    private static AgreeContract Terms(ContractKind kind) => new(
        kind, today, "BJ-ELEC-01", TestRules.Cea(2025), new(100_000), new(60.00m, "CNY"), "Bank A", "K 1", start, end);

    private static AgreeContract Forward => Terms(ContractKind.Forward) with { Side = Side.Buy };
    private static AgreeContract Repo => Terms(ContractKind.Repo) with { Side = Side.Sell, EndPrice = new(62.10m, "CNY") };
    private static AgreeContract Pledge => Terms(ContractKind.Pledge) with { Price = new(75.00m, "CNY"), Amount = 4_500_000m, Interest = 90_000m };
    private static AgreeContract Option => Terms(ContractKind.Option) with { Side = Side.Buy, Right = OptionRight.Call, Amount = 320_000m };

    /// <summary>Filed on the day it is agreed; the books stand at a day.</summary>
    private static Story<TermContract, ContractCommand, ContractEvent> On(DateOnly day, AgreeContract terms) =>
        new Story<TermContract, ContractCommand, ContractEvent>(ContractDecider.Instance, RealRules.Book).By("trader").And(terms).By("finance")
            .And(new FileContract(today, "REG 1")).On(day);

    private static ConfirmLeg Confirm(int leg, DateOnly day) => new(leg, day, $"ST {leg}");

    private static Story<TermContract, ContractCommand, ContractEvent> Done(Story<TermContract, ContractCommand, ContractEvent> story, DateOnly day, params int[] legs) =>
        legs.Aggregate(story, (s, leg) => s.State.Legs[leg - 1].Leg.IsUnits
            ? s.And(Confirm(leg, day)).And(new RecordLegStep(leg, ContractLegStatus.Done)) : s.And(Confirm(leg, day)));

    [Fact]
    public void A_pledge_goes_from_registration_to_drawdown_to_repayment_to_release()
    {
        var pledge = On(end, Pledge);
        Assert.Contains("leg 1 (100,000 tCO2e CEA25, due 2026-06-08)", pledge.When(Confirm(2, start)).ThenRefused("contract.leg-not-opened").Message);
        pledge.When(Confirm(3, end)).ThenRefused("contract.leg-not-opened");
        var registered = Done(pledge, start, 1);
        registered.When(Confirm(4, end)).ThenRefused("contract.leg-not-opened", "leg 2");
        registered.When(Confirm(3, end)).ThenRefused("contract.leg-not-opened", "leg 2");
        var drawn = Done(registered, start, 2);
        drawn.When(Confirm(4, end)).ThenRefused("contract.leg-not-opened", "leg 3");
        drawn.When(Confirm(3, end.AddDays(-1))).ThenRefused("contract.before-leg-day", "2026-12-01");
        Assert.Equal(ContractStatus.Closed, Done(drawn, end, 3, 4).State.Status);
    }

    [Fact]
    public void The_units_of_a_pledge_are_registered_from_the_filing_on_and_the_loan_comes_on_its_day()
    {
        var registered = Done(On(end, Pledge), today, 1);
        registered.When(Confirm(2, start.AddDays(-1))).ThenRefused("contract.before-leg-day", "2026-06-08");
        registered.When(Confirm(2, start)).ThenOne<LegConfirmed>();
        Done(On(end, Pledge), start.AddDays(1), 1).When(Confirm(2, start)).ThenRefused("contract.before-leg-moved", "leg 1");
    }

    /// <summary>The account would refuse it, and keep the units on their way for good.</summary>
    [Fact]
    public void Units_on_their_way_fail_and_arrive_not_before_the_day_they_were_sent()
    {
        var sale = On(end.AddDays(2), Forward with { Side = Side.Sell }).And(new InstructLeg(1, end.AddDays(1))).And(new RecordLegStep(1, ContractLegStatus.InTransit));
        sale.When(new FailLeg(1, end, "closed")).ThenRefused("contract.before-leg-moved", "2026-12-02");
        sale.When(Confirm(1, end)).ThenRefused("contract.before-leg-moved", "2026-12-02");
        sale.When(new FailLeg(1, end.AddDays(1), "closed")).ThenOne<LegFailed>();
        sale.When(Confirm(1, end.AddDays(1))).ThenOne<LegConfirmed>();
    }

    /// <summary>What the account never sent binds no later day.</summary>
    [Fact]
    public void A_leg_the_account_did_not_send_is_sent_on_an_earlier_day_or_its_contract_is_taken_back()
    {
        var refused = On(end.AddDays(2), Forward with { Side = Side.Sell }).And(new InstructLeg(1, end.AddDays(1))).And(new RecordLegProblem(1, "x", "not enough free"));
        refused.When(new InstructLeg(1, end)).ThenOne<LegInstructed>();
        refused.When(new CancelContract("given up")).ThenOne<ContractCancelled>();
    }

    [Fact]
    public void A_repo_closes_its_first_leg_before_the_second_and_not_before_its_days()
    {
        var repo = On(end, Repo);
        repo.When(Confirm(1, start.AddDays(-1))).ThenRefused("contract.before-leg-day", "2026-06-08");
        repo.When(Confirm(1, start)).ThenOne<LegConfirmed>();
        Assert.Contains("due 2026-06-08", repo.When(Confirm(4, end)).ThenRefused("contract.leg-not-opened").Message);
        var units = Done(repo, start, 1);
        units.When(Confirm(3, end)).ThenRefused("contract.leg-not-opened", "leg 2 (CNY 6,000,000.00");
        units.When(Confirm(4, end)).ThenRefused("contract.leg-not-opened", "leg 2");
        var both = Done(units, start, 2);
        both.When(Confirm(4, end.AddDays(-1))).ThenRefused("contract.before-leg-day");
        both.When(Confirm(4, end)).ThenOne<LegConfirmed>();
    }

    [Fact]
    public void A_forward_is_delivered_on_its_day()
    {
        var forward = On(end, Forward);
        forward.When(Confirm(1, end.AddDays(-1))).ThenRefused("contract.before-leg-day", "2026-12-01");
        forward.When(Confirm(1, end)).ThenOne<LegConfirmed>();
        var sold = On(end, Forward with { Side = Side.Sell });
        sold.When(new InstructLeg(1, end.AddDays(-1))).ThenRefused("contract.before-leg-day");
        sold.When(new InstructLeg(1, end)).ThenOne<LegInstructed>();
    }

    [Fact]
    public void A_forward_in_cash_is_fixed_on_its_day_and_paid_from_then_on()
    {
        var forward = On(end.AddDays(1), Forward with { InCash = true });
        FixSettlement Fix(DateOnly day) => new(day, new(80m, "CNY"), "bulletin");
        forward.When(Fix(end.AddDays(-1))).ThenRefused("contract.before-fixing", "2026-12-01");
        forward.When(Fix(end)).ThenOne<SettlementFixed>();
        var late = forward.And(Fix(end.AddDays(1)));
        late.When(Confirm(1, end)).ThenRefused("contract.before-leg-day", "2026-12-02");
        late.When(Confirm(1, end.AddDays(1))).ThenOne<LegConfirmed>();
    }

    [Fact]
    public void An_option_is_used_once_its_premium_is_paid_then_fixed_then_settled()
    {
        var option = On(start.AddDays(3), Option with { InCash = true });
        Assert.Contains("leg 1, CNY 320,000.00, due 2026-06-08", option.When(new ExerciseOption(start)).ThenRefused("contract.premium-open").Message);
        option.When(Confirm(1, start.AddDays(-1))).ThenRefused("contract.before-leg-day");
        var paid = Done(option, start.AddDays(1), 1);
        paid.When(new ExerciseOption(start)).ThenRefused("contract.before-leg-moved", "leg 1");
        var used = paid.And(new ExerciseOption(start.AddDays(2)));
        FixSettlement Fix(DateOnly day) => new(day, new(80m, "CNY"), "bulletin");
        used.When(Fix(start.AddDays(1))).ThenRefused("contract.before-fixing", "2026-06-10");
        var settled = used.And(Fix(start.AddDays(2)));
        settled.When(Confirm(2, start.AddDays(1))).ThenRefused("contract.before-leg-day");
        Assert.Equal(ContractStatus.Closed, Done(settled, start.AddDays(2), 2).State.Status);
    }

    [Fact]
    public void What_follows_an_exercise_is_due_by_the_venues_days_or_the_day_agreed()
    {
        var option = Done(On(start, Option), start, 1);
        Assert.Equal([start, start], Due(option.And(new ExerciseOption(start)))); // settled the same day in the national market
        Assert.Equal([start.AddDays(2), start.AddDays(2)], Due(option.And(new ExerciseOption(start, start.AddDays(2)))));
        option.When(new ExerciseOption(start, start.AddDays(-1))).ThenRefused("contract.settles-before");
        var credits = Done(On(new(2026, 6, 12), Option with { Product = new("ccer", "CCER", Vintage.Of(2024)) }), start, 1);
        Assert.Equal([new(2026, 6, 15), new(2026, 6, 15)], Due(credits.And(new ExerciseOption(new(2026, 6, 12))))); // Friday and a trading day
        Assert.Equal([start, start], Due(option.Given(new OptionExercised(start)))); // as it was written before the day was kept

        static IEnumerable<DateOnly> Due(Story<TermContract, ContractCommand, ContractEvent> s) => s.State.Legs.Where(l => l.Leg.Phase == LegPhase.End).Select(l => l.Leg.Due);
    }

    [Fact]
    public void Margin_is_given_back_after_it_was_posted_and_what_it_secures_is_performed()
    {
        var forward = On(end, Forward with { Margin = 421_000m });
        forward.When(Confirm(4, end)).ThenRefused("contract.leg-not-opened", "leg 3 (CNY 421,000.00");
        var posted = Done(forward, today, 3); // security may come before the start
        posted.When(Confirm(4, end)).ThenRefused("contract.leg-not-opened", "leg 1");
        var performed = Done(posted, end, 1, 2);
        performed.When(Confirm(4, end.AddDays(-1))).ThenRefused("contract.before-leg-moved");
        Assert.Equal(ContractStatus.Closed, Done(performed, end, 4).State.Status);
    }

    [Fact]
    public void Margin_called_is_posted_from_the_call_on_and_comes_back_after_it()
    {
        var called = Done(On(end, Pledge), start, 1, 2).And(new CallMargin(start.AddDays(2), 500_000m, start.AddDays(5), "loan to value 78 %"));
        called.When(Confirm(5, start.AddDays(1))).ThenRefused("contract.before-leg-day", "2026-06-10");
        called.When(Confirm(5, start.AddDays(2))).ThenOne<LegConfirmed>();
        Done(called, end, 3).When(Confirm(6, end)).ThenRefused("contract.leg-not-opened", "leg 5");
        Done(called, start.AddDays(2), 5).When(Confirm(6, end)).ThenRefused("contract.leg-not-opened", "leg 3");
        Assert.Equal(ContractStatus.Active, Done(called, end, 3, 5, 6).State.Status); // the units are to be released yet
    }

    [Fact]
    public void What_is_lent_and_borrowed_comes_back_on_its_day_and_the_margin_after_it()
    {
        var loan = On(end, Terms(ContractKind.Borrow) with { Price = new(1.50m, "CNY"), Margin = 500_000m });
        loan.When(Confirm(2, end)).ThenRefused("contract.leg-not-opened", "leg 1");
        loan.When(Confirm(3, end)).ThenRefused("contract.leg-not-opened", "leg 1");
        var lent = Done(loan, start, 1, 4);
        lent.When(Confirm(2, end.AddDays(-1))).ThenRefused("contract.before-leg-day");
        lent.When(Confirm(5, end)).ThenRefused("contract.leg-not-opened", "leg 2");
        Assert.Equal(ContractStatus.Closed, Done(lent, end, 2, 3, 5).State.Status);
    }

    [Fact]
    public void An_earlier_end_both_sides_agree_lets_the_end_legs_move_from_then_on()
    {
        var drawn = Done(On(end, Pledge), start, 1, 2);
        drawn.When(new ShortenContract(end, "S 1")).ThenRefused("contract.not-earlier");
        drawn.When(new ShortenContract(start, "S 1")).ThenRefused("contract.end-not-possible");
        drawn.When(new ShortenContract(start.AddDays(1), "S 1")).ThenOne<ContractShortened>();
        var earlier = drawn.And(new ShortenContract(end.AddDays(-30), "S 1"));
        Assert.Equal([end.AddDays(-30), end.AddDays(-30)], earlier.State.Legs.Where(l => l.IsOpen).Select(l => l.Leg.Due));
        earlier.When(Confirm(3, end.AddDays(-31))).ThenRefused("contract.before-leg-day");
        var closed = Done(earlier, end.AddDays(-30), 3, 4);
        Assert.Equal(ContractStatus.Closed, closed.State.Status);
        closed.When(new ShortenContract(end.AddDays(-40), "S 2")).ThenRefused("contract.not-at-step");
        drawn.And(new ExtendContract(end.AddDays(30), "S 2")).When(Confirm(3, end)).ThenRefused("contract.before-leg-day", "2026-12-31");
    }

    [Fact]
    public void An_internal_transfer_moves_on_its_day()
    {
        var transfer = On(start, Terms(ContractKind.InternalTransfer) with { OtherAccount = "B", EndsOn = null });
        transfer.When(new InstructLeg(1, start.AddDays(-1))).ThenRefused("contract.before-leg-day");
        transfer.When(new InstructLeg(1, start)).ThenOne<LegInstructed>();
    }
}
