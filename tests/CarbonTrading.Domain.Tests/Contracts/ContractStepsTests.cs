using CarbonTrading.Domain.Contracts;
using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Contracts;

/// <summary>Steps around a contract, each a fact with day, evidence and person, and the sale of what was pledged. Rules section 9.</summary>
public class ContractStepsTests
{
    private static readonly DateOnly today = TestRules.Today; // 2026-06-05
    private static readonly DateOnly end = new(2026, 12, 1);

    private static AgreeContract Terms(ContractKind kind) => new(
        kind, today, "BJ-ELEC-01", TestRules.Cea(2025), new(100_000), new(75.00m, "CNY"), "Bank A", "K 1", today, end);

    private static AgreeContract Pledge => Terms(ContractKind.Pledge) with { Amount = 4_500_000m, Interest = 90_000m };
    private static AgreeContract Option => Terms(ContractKind.Option) with { Side = Side.Buy, Right = OptionRight.Call, Amount = 320_000m };
    private static AgreeContract Forward => Terms(ContractKind.Forward) with { Side = Side.Buy };

    private static Story<TermContract, ContractCommand, ContractEvent> Agreed(AgreeContract terms) =>
        new Story<TermContract, ContractCommand, ContractEvent>(ContractDecider.Instance, RealRules.Book).On(end.AddDays(60)).By("trader").And(terms).By("finance");

    private static RecordContractStep Step(ContractStep step, DateOnly day) => new(step, day, $"doc {step}");

    private static Story<TermContract, ContractCommand, ContractEvent> Drawn => Agreed(Pledge).And(new FileContract(today, "REG 1"))
        .And(new ConfirmLeg(1, today, "REG")).And(new RecordLegStep(1, ContractLegStatus.Done)).And(new ConfirmLeg(2, today, "BANK"));

    private static Story<TermContract, ContractCommand, ContractEvent> Done(Story<TermContract, ContractCommand, ContractEvent> story, int leg, DateOnly day) =>
        story.And(new ConfirmLeg(leg, day, "ST")).And(new RecordLegStep(leg, ContractLegStatus.Done));

    [Fact]
    public void A_loan_is_applied_for_looked_into_and_approved_before_it_is_registered_and_watched_after_it_is_paid_out()
    {
        var agreed = Agreed(Pledge);
        Assert.Contains("Application", agreed.When(Step(ContractStep.DueDiligence, today)).ThenRefused("contract.step-missing").Message);
        var applied = agreed.And(Step(ContractStep.Application, today.AddDays(-20)));
        Assert.Equal(("finance", "doc Application"), (applied.State.Steps[0].By, applied.State.Steps[0].Document));
        applied.When(Step(ContractStep.Application, today)).ThenRefused("contract.step-on-record");
        applied.When(Step(ContractStep.DueDiligence, today.AddDays(-21))).ThenRefused("contract.before-step", "2026-05-16");
        applied.When(Step(ContractStep.DueDiligence, today.AddDays(1))).ThenRefused("contract.step-after-contract");
        applied.When(Step(ContractStep.Approval, today)).ThenRefused("contract.step-missing", "DueDiligence");
        applied.When(new FileContract(today, "REG 1")).ThenRefused("contract.step-missing", "DueDiligence");
        var looked = applied.And(Step(ContractStep.DueDiligence, today.AddDays(-20)));
        looked.When(new FileContract(today, "REG 1")).ThenRefused("contract.step-missing", "Approval");
        var filed = looked.And(Step(ContractStep.Approval, today)).When(new FileContract(today, "REG 1")).ThenAccepted();
        filed.When(Step(ContractStep.Monitoring, today)).ThenRefused("contract.not-drawn");
        filed.When(Step(ContractStep.Quote, today)).ThenRefused("contract.step-not-of-kind");
        agreed.When(Step(ContractStep.Monitoring, today)).ThenRefused("contract.not-at-step");
        agreed.When(new RecordContractStep(ContractStep.Application, today, " ")).ThenRefused("contract.field-missing");
        agreed.When(Step(ContractStep.Application, end.AddDays(61))).ThenRefused("contract.in-the-future");
    }

    [Fact]
    public void Steps_not_on_record_are_missing_in_their_order_until_what_follows_them_begins()
    {
        Assert.Empty(ContractDecider.MissingSteps(TermContract.NotAgreed));
        var agreed = Agreed(Pledge);
        Assert.Equal([ContractStep.Application, ContractStep.DueDiligence, ContractStep.Approval], ContractDecider.MissingSteps(agreed.State));
        Assert.Equal([ContractStep.DueDiligence, ContractStep.Approval], ContractDecider.MissingSteps(agreed.And(Step(ContractStep.Application, today)).State));
        Assert.Empty(ContractDecider.MissingSteps(agreed.And(new FileContract(today, "REG 1")).State)); // filed without: another desk's practice, and too late
        Assert.Empty(ContractDecider.MissingSteps(agreed.And(new CancelContract("no loan")).State));
        var option = Agreed(Option).And(new FileContract(today, "REG 1"));
        Assert.Equal([ContractStep.Quote], ContractDecider.MissingSteps(option.State)); // up to the premium
        Assert.Empty(ContractDecider.MissingSteps(option.And(new ConfirmLeg(1, today, "BANK")).State));
        var lent = Agreed(Terms(ContractKind.Lend));
        Assert.Equal([ContractStep.DedicatedAccount], ContractDecider.MissingSteps(lent.State));
        Assert.Empty(ContractDecider.MissingSteps(lent.And(new FileContract(today, "REG 1")).And(new ConfirmLeg(1, today, "REG")).State));
        foreach (var step in ContractDecider.MissingSteps(agreed.State).Take(1)) agreed.When(Step(step, today)).ThenAccepted();
    }

    [Fact]
    public void A_loan_is_watched_as_often_as_it_is_from_the_drawdown_on()
    {
        Drawn.When(Step(ContractStep.Monitoring, today.AddDays(-1))).ThenRefused("contract.before-step");
        var watched = Drawn.And(Step(ContractStep.Monitoring, today.AddDays(30)));
        watched.When(Step(ContractStep.Monitoring, today.AddDays(29))).ThenRefused("contract.before-step");
        Assert.Equal(2, watched.And(Step(ContractStep.Monitoring, today.AddDays(60))).State.Steps.Count);
        Drawn.When(Step(ContractStep.Application, today)).ThenRefused("contract.step-too-late");
    }

    [Fact]
    public void A_contract_without_steps_on_record_is_filed_as_before() => Agreed(Pledge).When(new FileContract(today, "REG 1")).ThenOne<ContractFiled>();

    [Fact]
    public void An_option_is_quoted_before_its_premium_is_paid()
    {
        var filed = Agreed(Option).And(new FileContract(today, "REG 1"));
        Assert.Equal(ContractStep.Quote, filed.When(Step(ContractStep.Quote, today)).ThenOne<ContractStepRecorded>().Step);
        filed.When(Step(ContractStep.Quote, today.AddDays(1))).ThenRefused("contract.step-after-contract");
        filed.And(new ConfirmLeg(1, today, "BANK")).When(Step(ContractStep.Quote, today)).ThenRefused("contract.step-too-late");
    }

    [Fact]
    public void The_account_of_a_forward_is_open_before_it_is_filed()
    {
        Agreed(Forward).When(Step(ContractStep.AccountOpen, today)).ThenOne<ContractStepRecorded>();
        Agreed(Forward).And(new FileContract(today, "REG 1")).When(Step(ContractStep.AccountOpen, today)).ThenRefused("contract.step-too-late");
    }

    [Fact]
    public void The_dedicated_account_of_a_loan_of_units_is_named_between_filing_and_the_first_units()
    {
        var agreed = Agreed(Terms(ContractKind.Lend));
        agreed.When(Step(ContractStep.DedicatedAccount, today)).ThenRefused("contract.not-at-step");
        var filed = agreed.And(new FileContract(today, "REG 1"));
        filed.When(Step(ContractStep.DedicatedAccount, today.AddDays(-1))).ThenRefused("contract.before-step");
        filed.When(Step(ContractStep.DedicatedAccount, today)).ThenOne<ContractStepRecorded>();
        filed.And(new ConfirmLeg(1, today, "REG")).When(Step(ContractStep.DedicatedAccount, today)).ThenRefused("contract.step-too-late");
    }

    /// <summary>4,590,000 owed: 40,000 t bring 2,600,000, then 30,000 t bring 2,100,000: 110,000 come back, and 30,000 t.</summary>
    [Fact]
    public void A_sale_of_part_of_the_security_pays_the_debt_and_gives_surplus_and_the_rest_back()
    {
        var first = Drawn.And(new DisposeSecurity(today.AddDays(40), new(40_000), 2_600_000m, "auction 1"));
        var sale = first.State.Disposals[0];
        Assert.Equal((4_590_000m, 0m, 1_990_000m, 60_000L), (sale.Debt, sale.Surplus, sale.Claim, sale.Left.Value));
        Assert.Equal((1_990_000m, 60_000L, ContractStatus.Active), (first.State.Legs[2].Leg.Amount, first.State.Legs[3].Leg.Quantity!.Value.Value, first.State.Status));
        first.When(new DisposeSecurity(today.AddDays(39), new(1), 1m, "x")).ThenRefused("contract.before-step");
        first.When(new DisposeSecurity(today.AddDays(41), new(60_001), 1m, "x")).ThenRefused("contract.more-than-pledged", "60,001", "60,000");
        var second = first.And(new DisposeSecurity(today.AddDays(50), new(30_000), 2_100_000m, "auction 2"));
        Assert.Equal((ContractLegStatus.Dropped, LegPhase.Surplus, 110_000m, true),
            (second.State.Legs[2].Status, second.State.Legs[4].Leg.Phase, second.State.Legs[4].Leg.Amount!.Value, second.State.Legs[4].Leg.IsIn));
        second.When(new ConfirmLeg(4, today.AddDays(49), "REG")).ThenRefused("contract.before-leg-day");
        var over = Done(second, 4, today.AddDays(50)).And(new ConfirmLeg(5, today.AddDays(51), "BANK"));
        Assert.Equal((ContractStatus.Closed, 90_000m), (over.State.Status, over.State.NetPaid)); // the interest
        second.When(new DisposeSecurity(today.AddDays(51), new(1), 1m, "x")).ThenRefused("contract.leg-not-at-step");
    }

    [Fact]
    public void What_the_sale_of_all_security_lacks_stays_a_claim_that_is_paid_later()
    {
        var sold = Drawn.And(new DisposeSecurity(today.AddDays(40), new(100_000), 4_000_000m, "auction"));
        Assert.Equal((ContractLegStatus.Dropped, 590_000m, ContractStatus.Active), (sold.State.Legs[3].Status, sold.State.Legs[2].Leg.Amount!.Value, sold.State.Status));
        Assert.Equal(-590_000m, sold.State.CashDue);
        var paid = sold.And(new ConfirmLeg(3, today.AddDays(60), "BANK"));
        Assert.Equal((ContractStatus.Closed, 90_000m), (paid.State.Status, paid.State.NetPaid));
    }

    [Fact]
    public void Only_what_is_pledged_for_a_loan_paid_out_is_disposed_of()
    {
        DisposeSecurity Sale(long quantity = 1, decimal proceeds = 75m) => new(today, new(quantity), proceeds, "auction");
        Agreed(Pledge).When(Sale()).ThenRefused("contract.not-at-step");
        Agreed(Pledge).And(new FileContract(today, "REG")).When(Sale()).ThenRefused("contract.not-drawn");
        Agreed(Terms(ContractKind.Lend)).And(new FileContract(today, "REG")).When(Sale()).ThenRefused("contract.no-security");
        Drawn.When(Sale(0)).ThenRefused("contract.quantity-zero");
        Drawn.When(Sale(1, 0m)).ThenRefused("contract.amount-not-possible");
        Drawn.When(Sale(1, 0.001m)).ThenRefused("contract.amount-not-possible");
        Drawn.When(Sale() with { Effective = today.AddDays(-1) }).ThenRefused("contract.before-leg-moved");
        Drawn.When(Sale() with { Document = "" }).ThenRefused("contract.field-missing");
        Drawn.When(Sale(100_000)).ThenAccepted();
    }

    [Fact]
    public void What_is_left_of_the_security_is_lost_on_default()
    {
        var defaulted = Drawn.And(new DisposeSecurity(today.AddDays(40), new(40_000), 2_600_000m, "auction")).When(new DefaultContract(today.AddDays(41), "court")).ThenOne<ContractDefaulted>();
        Assert.Equal([60_000L], defaulted.Lost.Select(l => l.Quantity!.Value.Value));
    }

    /// <summary>What is called after a surplus is given back behind it, each by its own leg.</summary>
    [Fact]
    public void Margin_called_after_a_sale_stands_behind_it()
    {
        var sold = Drawn.And(new DisposeSecurity(today.AddDays(40), new(40_000), 2_600_000m, "auction"));
        sold.When(new CallMargin(today.AddDays(39), 100m, today.AddDays(45), "x")).ThenRefused("contract.before-step");
        Assert.Equal([5, 6], sold.When(new CallMargin(today.AddDays(40), 100m, today.AddDays(45), "x")).ThenOne<MarginCalled>().Legs.Select(l => l.Number));
    }
}
