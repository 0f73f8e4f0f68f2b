using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Contracts;

/// <summary>Sends our terms to the other side.</summary>
/// <param name="Effective">Day it was sent; not before the contract was agreed, at most the business date.</param>
/// <param name="To">Who got it.</param>
public sealed record IssueContractConfirmation(DateOnly Effective, string To) : ContractCommand;

/// <summary>Asks the other side again for its answer.</summary>
/// <param name="Effective">Day; not before it was sent.</param>
/// <param name="Note">Whom, how, what they said.</param>
public sealed record ChaseContractConfirmation(DateOnly Effective, string Note) : ContractCommand;

/// <summary>Enters the terms the other side confirms; they are compared with ours. What they do not say is not compared.</summary>
/// <param name="Effective">Day of their answer; not before ours was sent.</param>
/// <param name="AgreedOn">Their day of the agreement.</param>
/// <param name="Product">Their product.</param>
/// <param name="Quantity">Their quantity.</param>
/// <param name="Price">Their price per tonne.</param>
/// <param name="Evidence">Their document.</param>
/// <param name="Side">Our side as they see it.</param>
/// <param name="StartsOn">Their first day.</param>
/// <param name="EndsOn">Their last day.</param>
/// <param name="EndPrice">Their price at the end.</param>
/// <param name="Amount">Their loan or premium, two decimals.</param>
/// <param name="Counterparty">Name they give themselves.</param>
public sealed record MatchContractConfirmation(
    DateOnly Effective, DateOnly AgreedOn, Product Product, Tonnes Quantity, UnitPrice Price, string Evidence, Side? Side = null, DateOnly? StartsOn = null,
    DateOnly? EndsOn = null, UnitPrice? EndPrice = null, decimal? Amount = null, string? Counterparty = null) : ContractCommand;

/// <summary>Our terms were sent.</summary>
public sealed record ContractConfirmationIssued(DateOnly Effective, string To) : ContractEvent, IDated;

/// <summary>They were asked again.</summary>
public sealed record ContractConfirmationChased(DateOnly Effective, string Note) : ContractEvent, IDated;

/// <summary>Both sides say the same: final.</summary>
public sealed record ContractConfirmationMatched(DateOnly Effective, string Evidence) : ContractEvent, IDated;

/// <summary>They say something else.</summary>
public sealed record ContractConfirmationDiffered(DateOnly Effective, string Evidence, IReadOnlyList<TermDifference> Differences) : ContractEvent, IDated;
