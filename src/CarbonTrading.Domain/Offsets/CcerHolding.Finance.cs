using CarbonTrading.Domain.Registry;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Offsets;

/// <summary>Free credits stand for a contract: pledged, lent or sold in repo. Still in the books, not free; they keep their batch and cost.</summary>
/// <param name="Effective">Day; at most the business date.</param>
/// <param name="Encumbrance">Id, unique in the holding: the contract's key.</param>
/// <param name="Kind">Pledge, loan or repo.</param>
/// <param name="Product">Credits of this vintage.</param>
/// <param name="Quantity">1..10^10 t.</param>
/// <param name="Counterparty">Lender, borrower or buyer.</param>
/// <param name="Document">Contract or registration.</param>
/// <param name="Until">Day they come back by contract; null = open.</param>
/// <param name="Batch">Only this batch, by its lot id (C-0001); null = any, oldest first.</param>
/// <param name="Serials">Exactly these credits, adding up to the quantity; null = oldest batches first.</param>
public sealed record EncumberCredits(
    DateOnly Effective, string Encumbrance, EncumbranceKind Kind, Product Product, Tonnes Quantity, string Counterparty, string Document,
    DateOnly? Until = null, string? Batch = null, IReadOnlyList<SerialRange>? Serials = null) : CcerHoldingCommand;

/// <summary>The credits are free again: loan repaid, credits given back, bought back.</summary>
public sealed record ReleaseCreditEncumbrance(DateOnly Effective, string Encumbrance, string Document) : CcerHoldingCommand;

/// <summary>The credits are lost to the other side: security enforced, not given back, not bought back.</summary>
/// <param name="Effective">Day; at most the business date.</param>
/// <param name="Encumbrance">Id they stand under.</param>
/// <param name="Document">Decision or notice.</param>
/// <param name="Quantity">A part; null = all that stands under it.</param>
public sealed record EnforceCreditEncumbrance(DateOnly Effective, string Encumbrance, string Document, Tonnes? Quantity = null) : CcerHoldingCommand;

/// <summary>Books credits borrowed: a new batch of origin borrowed, cost 0; as many of its vintage are to be given back.</summary>
/// <param name="Effective">Day in the registry; at most the business date.</param>
/// <param name="Loan">Id, unique in the holding: the contract's key.</param>
/// <param name="Batch">Where they come from.</param>
/// <param name="Quantity">1..10^10 t.</param>
/// <param name="Lender">Who lent.</param>
/// <param name="Document">Contract.</param>
/// <param name="DueBack">Day they are to be given back; null = open.</param>
/// <param name="Serials">Serial ranges, where known.</param>
public sealed record ReceiveBorrowedBatch(
    DateOnly Effective, string Loan, CreditBatch Batch, Tonnes Quantity, string Lender, string Document, DateOnly? DueBack = null,
    IReadOnlyList<SerialRange>? Serials = null) : CcerHoldingCommand;

/// <summary>Gives back what was borrowed: as many free credits of the same vintage, those it brought first, then other borrowed ones.</summary>
/// <param name="Effective">Day in the registry; at most the business date.</param>
/// <param name="Loan">Id of the loan.</param>
/// <param name="RegistryReference">Number of the registry's confirmation.</param>
public sealed record ReturnBorrowedCredits(DateOnly Effective, string Loan, string RegistryReference) : CcerHoldingCommand;

/// <summary>Keeps what was borrowed, because the contract is not performed: bought, with the batch it has, at what was paid and did not come back.</summary>
/// <param name="Effective">Day; at most the business date.</param>
/// <param name="Loan">Id of the loan.</param>
/// <param name="Cost">Paid and not come back, two decimals, in the holding's currency; 0 = nothing was.</param>
/// <param name="Document">What it rests on.</param>
public sealed record KeepBorrowedCredits(DateOnly Effective, string Loan, decimal Cost, string Document) : CcerHoldingCommand;

/// <summary>Credits stand for a contract.</summary>
public sealed record CreditsEncumbered(
    DateOnly Effective, IReadOnlyList<Move> Moves, string Encumbrance, EncumbranceKind Kind, string Counterparty, string Document, DateOnly? Until = null)
    : CcerHoldingEvent, IMovement;

/// <summary>Credits are free again.</summary>
public sealed record CreditEncumbranceReleased(DateOnly Effective, IReadOnlyList<Move> Moves, string Encumbrance, string Document) : CcerHoldingEvent, IMovement;

/// <summary>Credits are lost to the other side.</summary>
public sealed record CreditEncumbranceEnforced(DateOnly Effective, IReadOnlyList<Move> Moves, string Encumbrance, string Document) : CcerHoldingEvent, IMovement;

/// <summary>A new batch of origin borrowed.</summary>
public sealed record BorrowedBatchReceived(
    DateOnly Effective, IReadOnlyList<Move> Moves, string Loan, CreditBatch Batch, string Lender, string Document, DateOnly? DueBack = null)
    : CcerHoldingEvent, IMovement;

/// <summary>As many credits were given back as were borrowed.</summary>
public sealed record BorrowedCreditsReturned(DateOnly Effective, IReadOnlyList<Move> Moves, string Loan, string RegistryReference) : CcerHoldingEvent, IMovement;
