using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Contracts;

public static partial class ContractDecider
{
    private static Decision<ContractEvent> Issue(TermContract state, AgreeContract terms, IssueContractConfirmation c, Context context)
    {
        if (NotConfirmed(state, terms) is { } no) return no;
        if (state.Confirmation.MatchedOn is { } matched) return ContractErrors.AlreadyMatched(matched);
        if (IsMaker(state, context)) return ContractErrors.MakerIsChecker(state.AgreedBy);
        return TooEarly(terms, c.Effective) is { } early ? early : new ContractConfirmationIssued(c.Effective, c.To);
    }

    private static Decision<ContractEvent> Chase(TermContract state, AgreeContract terms, ChaseContractConfirmation c) =>
        NotOpen(state, terms, c.Effective) is { } wrong ? wrong : new ContractConfirmationChased(c.Effective, c.Note);

    /// <summary>Their terms against ours, field by field; what differs is written down and chased until it is right.</summary>
    private static Decision<ContractEvent> Match(TermContract state, AgreeContract terms, MatchContractConfirmation c, Context context)
    {
        if (NotOpen(state, terms, c.Effective) is { } wrong) return wrong;
        if (IsMaker(state, context)) return ContractErrors.MakerIsChecker(state.AgreedBy);
        List<TermDifference> differences = [];
        Compare("agreedOn", Day(terms.AgreedOn), Day(c.AgreedOn));
        Compare("product", terms.Product.ToString(), c.Product.ToString());
        Compare("quantity", terms.Quantity.ToString(), c.Quantity.ToString());
        Compare("price", terms.Price.ToString(), c.Price.ToString());
        Compare("side", terms.Side?.ToString(), c.Side?.ToString());
        Compare("startsOn", Day(terms.StartsOn), c.StartsOn is { } start ? Day(start) : null);
        Compare("endsOn", terms.EndsOn is { } end ? Day(end) : null, c.EndsOn is { } last ? Day(last) : null);
        Compare("endPrice", terms.EndPrice?.ToString(), c.EndPrice?.ToString());
        Compare("amount", Cents(terms.Amount), Cents(c.Amount));
        if (!string.Equals(terms.Counterparty.Trim(), c.Counterparty?.Trim(), StringComparison.OrdinalIgnoreCase)) Compare("counterparty", terms.Counterparty, c.Counterparty);
        return differences.Count == 0 ? new ContractConfirmationMatched(c.Effective, c.Evidence) : new ContractConfirmationDiffered(c.Effective, c.Evidence, differences);

        void Compare(string field, string? ours, string? theirs)
        {
            if (!string.IsNullOrWhiteSpace(theirs) && ours != theirs) differences.Add(new(field, ours ?? "", theirs));
        }
    }

    private static string? Cents(decimal? amount) => amount?.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Why a contract is confirmed to nobody; null = it is.</summary>
    public static DomainError? NotConfirmed(TermContract state, AgreeContract terms) =>
        terms.Kind == ContractKind.InternalTransfer ? ContractErrors.NoOtherSide()
        : state.Status == ContractStatus.Cancelled ? ContractErrors.NotAtStep("confirm to the other side", state.Status, "not Cancelled") : null;

    private static DomainError? NotOpen(TermContract state, AgreeContract terms, DateOnly day) => NotConfirmed(state, terms) is { } no ? no
        : state.Confirmation.IssuedOn is not { } issued ? ContractErrors.NotIssued()
        : state.Confirmation.MatchedOn is { } matched ? ContractErrors.AlreadyMatched(matched)
        : day < (state.Confirmation.ChasedOn ?? issued) ? ContractErrors.BeforeIssued(day, state.Confirmation.ChasedOn ?? issued) : null;
}
