using CarbonTrading.Domain.Contracts;
using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Contracts;

public class ContractConfirmationTests
{
    private static readonly DateOnly today = TestRules.Today;

    private static readonly AgreeContract repo = new(
        ContractKind.Repo, today, "BJ-ELEC-01", TestRules.Cea(2025), new(100_000), new(60.00m, "CNY"), "Bank A", "K 1", today, new(2026, 12, 1), Side.Sell,
        EndPrice: new(62.10m, "CNY"));

    private static MatchContractConfirmation Theirs => new(today, today, TestRules.Cea(2025), new(100_000), new(60.00m, "CNY"), "FAX 7");

    private static Story<TermContract, ContractCommand, ContractEvent> Agreed(AgreeContract terms) =>
        new Story<TermContract, ContractCommand, ContractEvent>(ContractDecider.Instance, RealRules.Book).By("trader").And(terms).By("finance");

    private static Story<TermContract, ContractCommand, ContractEvent> Sent => Agreed(repo).And(new IssueContractConfirmation(today, "Bank A"));

    [Fact]
    public void Terms_that_agree_are_matched_once_and_before_it_is_filed_too()
    {
        Sent.When(Theirs).Then(new ContractConfirmationMatched(today, "FAX 7"));
        var matched = Sent.And(Theirs with { Side = Side.Sell, StartsOn = today, EndsOn = new(2026, 12, 1), EndPrice = new(62.10m, "CNY"), Counterparty = "bank a" });
        matched.When(Theirs).ThenRefused("contract.confirmation-matched", "2026-06-05");
        matched.When(new IssueContractConfirmation(today, "Bank A")).ThenRefused("contract.confirmation-matched");
        matched.When(new ChaseContractConfirmation(today, "call")).ThenRefused("contract.confirmation-matched");
    }

    /// <summary>The other side confirmed another end: it confirms the supplement too.</summary>
    [Fact]
    public void Another_end_opens_a_confirmation_anew()
    {
        foreach (ContractCommand supplement in new ContractCommand[] { new ExtendContract(new(2027, 1, 4), "S 1"), new ShortenContract(new(2026, 11, 2), "S 2") })
        {
            var again = Sent.And(Theirs with { EndsOn = new(2026, 12, 1) }).And(supplement);
            Assert.Equal(Confirmation.None, again.State.Confirmation);
            again.When(Theirs).ThenRefused("contract.confirmation-not-issued");
            var sent = again.And(new IssueContractConfirmation(today, "Bank A"));
            Assert.Equal(["endsOn"], sent.When(Theirs with { EndsOn = new(2026, 12, 1) }).ThenOne<ContractConfirmationDiffered>().Differences.Select(d => d.Field));
            sent.When(Theirs with { EndsOn = again.State.EndsOn }).ThenOne<ContractConfirmationMatched>();
        }
    }

    [Fact]
    public void Every_term_that_differs_is_named_and_a_right_answer_settles_it()
    {
        var theirs = new MatchContractConfirmation(today, today.AddDays(-1), TestRules.Cea(2024), new(100_001), new(60.01m, "CNY"), "FAX 8", Side.Buy, today.AddDays(1), new(2026, 12, 2),
            new UnitPrice(62.11m, "CNY"), 1m, "Bank B");
        var differs = Sent.When(theirs);
        Assert.Equal(["agreedOn", "product", "quantity", "price", "side", "startsOn", "endsOn", "endPrice", "amount", "counterparty"],
            differs.ThenOne<ContractConfirmationDiffered>().Differences.Select(d => d.Field));
        differs.ThenAccepted().When(Theirs).ThenOne<ContractConfirmationMatched>();
    }

    [Fact]
    public void It_is_sent_by_another_person_and_chased_in_order_of_the_days()
    {
        Agreed(repo).By("trader").When(new IssueContractConfirmation(today, "Bank A")).ThenRefused("contract.maker-is-checker");
        Agreed(repo).When(new IssueContractConfirmation(today.AddDays(-1), "Bank A")).ThenRefused("contract.before-agreed");
        Agreed(repo).When(Theirs).ThenRefused("contract.confirmation-not-issued");
        Agreed(repo).When(new ChaseContractConfirmation(today, "call")).ThenRefused("contract.confirmation-not-issued");
        Sent.When(new ChaseContractConfirmation(today.AddDays(-1), "call")).ThenRefused("contract.before-confirmation");
        Sent.By("trader").When(Theirs).ThenRefused("contract.maker-is-checker");
        Assert.Equal(2, Sent.And(new ChaseContractConfirmation(today, "call")).And(new ChaseContractConfirmation(today, "mail")).State.Confirmation.Chased);
    }

    [Fact]
    public void A_contract_taken_back_and_an_internal_transfer_are_confirmed_to_nobody()
    {
        Agreed(repo).And(new CancelContract("no")).When(new IssueContractConfirmation(today, "Bank A")).ThenRefused("contract.not-at-step", "Cancelled");
        var transfer = repo with { Kind = ContractKind.InternalTransfer, OtherAccount = "B", Side = null, EndPrice = null, EndsOn = null };
        Agreed(transfer).When(new IssueContractConfirmation(today, "B")).ThenRefused("contract.no-other-side");
    }
}
