using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Registry;

/// <summary>Why units that are held cannot be used.</summary>
public enum EncumbranceKind
{
    /// <summary>Pledged for a loan (质押).</summary>
    Pledge,
    /// <summary>Lent: the borrower gives back as many (借碳).</summary>
    Loan,
    /// <summary>Sold with the promise to buy back (回购).</summary>
    Repo,
}

/// <summary>Free units stand for a contract: pledged, lent or sold in repo. Still in the books, not free.</summary>
/// <param name="Effective">Day; at most the business date.</param>
/// <param name="Encumbrance">Id, unique in the account: the contract's key.</param>
/// <param name="Kind">Pledge, loan or repo.</param>
/// <param name="Product">What.</param>
/// <param name="Quantity">1..10^10 t.</param>
/// <param name="Counterparty">Lender, borrower or buyer.</param>
/// <param name="Document">Contract or registration.</param>
/// <param name="Until">Day they come back by contract; null = open.</param>
/// <param name="Origin">Only lots of this origin; null = any, oldest first.</param>
/// <param name="Serials">Exactly these units, adding up to the quantity; null = oldest lots first.</param>
/// <param name="Lot">Only this lot: L-0003; null = any.</param>
public sealed record EncumberUnits(
    DateOnly Effective, string Encumbrance, EncumbranceKind Kind, Product Product, Tonnes Quantity, string Counterparty, string Document,
    DateOnly? Until = null, Origin? Origin = null, IReadOnlyList<SerialRange>? Serials = null, string? Lot = null) : AllowanceAccountCommand;

/// <summary>The units are free again: loan repaid, units given back, bought back.</summary>
public sealed record ReleaseEncumbrance(DateOnly Effective, string Encumbrance, string Document) : AllowanceAccountCommand;

/// <summary>The units are lost to the other side: security enforced, not given back, not bought back.</summary>
/// <param name="Effective">Day; at most the business date.</param>
/// <param name="Encumbrance">Id they stand under.</param>
/// <param name="Document">Decision or notice.</param>
/// <param name="Quantity">A part; null = all that stands under it.</param>
public sealed record EnforceEncumbrance(DateOnly Effective, string Encumbrance, string Document, Tonnes? Quantity = null) : AllowanceAccountCommand;

/// <summary>Books units borrowed: a new lot of origin borrowed, cost 0; as many are to be given back.</summary>
/// <param name="Effective">Day in the registry; at most the business date.</param>
/// <param name="Loan">Id, unique in the account: the contract's key.</param>
/// <param name="Product">What was borrowed.</param>
/// <param name="Quantity">1..10^10 t.</param>
/// <param name="Lender">Who lent.</param>
/// <param name="Document">Contract.</param>
/// <param name="DueBack">Day they are to be given back; null = open.</param>
/// <param name="Serials">Serial ranges, where known.</param>
public sealed record ReceiveBorrowed(
    DateOnly Effective, string Loan, Product Product, Tonnes Quantity, string Lender, string Document, DateOnly? DueBack = null,
    IReadOnlyList<SerialRange>? Serials = null) : AllowanceAccountCommand;

/// <summary>Gives back what was borrowed: as many free units of the same product, those it brought first, then other borrowed ones.</summary>
/// <param name="Effective">Day in the registry; at most the business date.</param>
/// <param name="Loan">Id of the loan.</param>
/// <param name="RegistryReference">Number of the registry's confirmation.</param>
public sealed record ReturnBorrowed(DateOnly Effective, string Loan, string RegistryReference) : AllowanceAccountCommand;

/// <summary>
/// Keeps what was borrowed, because the contract is not performed: the loan ends, and as many units are bought at what was paid for them and did not come
/// back. Asked by the settlement process.
/// </summary>
/// <param name="Effective">Day; at most the business date.</param>
/// <param name="Loan">Id of the loan.</param>
/// <param name="Cost">Paid and not come back, two decimals, in the account's currency; 0 = nothing was.</param>
/// <param name="Document">What it rests on.</param>
public sealed record KeepBorrowed(DateOnly Effective, string Loan, decimal Cost, string Document) : AllowanceAccountCommand;

/// <summary>Carry-over (结转): free units of an older vintage become units of a later one, at the same cost.</summary>
/// <param name="Effective">Day in the registry; at most the business date.</param>
/// <param name="Product">What is converted.</param>
/// <param name="Quantity">1..10^10 t.</param>
/// <param name="Into">What it becomes: same market and code, later vintage.</param>
/// <param name="Document">Decision of the authority.</param>
/// <param name="Origin">Only lots of this origin; null = any, oldest first.</param>
/// <param name="Serials">Serial ranges of the new units, where known.</param>
/// <param name="Remark">Why more is converted than the rules on carry-over allow by our own books; null = not more.</param>
/// <param name="Application">Receipt number of the application whose units these are; null = none was filed here, free units are taken.</param>
public sealed record ConvertUnits(
    DateOnly Effective, Product Product, Tonnes Quantity, Product Into, string Document, Origin? Origin = null, IReadOnlyList<SerialRange>? Serials = null,
    string? Remark = null, string? Application = null) : AllowanceAccountCommand;

/// <summary>Freezes free units an application for carry-over was filed for. Asked by the process that follows the filing alone.</summary>
/// <param name="Effective">Day of filing.</param>
/// <param name="Application">Receipt number of the application, unique in the account.</param>
/// <param name="Product">What.</param>
/// <param name="Quantity">1..10^10 t.</param>
/// <param name="Origin">Only lots of this origin; null = any, oldest first.</param>
public sealed record FreezeForCarryOver(DateOnly Effective, string Application, Product Product, Tonnes Quantity, Origin? Origin = null) : AllowanceAccountCommand;

/// <summary>The application was withdrawn or refused: what was not carried over is free again. Asked by the process that follows the filing alone.</summary>
public sealed record UnfreezeCarryOver(DateOnly Effective, string Application, string Document) : AllowanceAccountCommand;

/// <summary>Gives free units back to the authority at a true-up (多退少补).</summary>
public sealed record ReturnUnits(DateOnly Effective, Product Product, Tonnes Quantity, string Document, Origin? Origin = null) : AllowanceAccountCommand;

/// <summary>Books that free units can no longer be used for anything.</summary>
public sealed record LapseUnits(DateOnly Effective, Product Product, Tonnes Quantity, string Document, Origin? Origin = null) : AllowanceAccountCommand;

/// <summary>Sets how the books find the cost of a unit class from a day on. What left before that day keeps its cost for good.</summary>
/// <param name="From">First day of the method; after the last change, later days are possible.</param>
/// <param name="Unit">Unit class.</param>
/// <param name="Method">New method.</param>
/// <param name="Reason">Why: it goes into the notes.</param>
public sealed record ChangeCostMethod(DateOnly From, UnitClass Unit, CostMethod Method, string Reason) : AllowanceAccountCommand;

/// <summary>Units stand for a contract.</summary>
public sealed record UnitsEncumbered(
    DateOnly Effective, IReadOnlyList<Move> Moves, string Encumbrance, EncumbranceKind Kind, string Counterparty, string Document, DateOnly? Until = null)
    : AllowanceAccountEvent, IMovement;

/// <summary>Units are free again.</summary>
public sealed record EncumbranceReleased(DateOnly Effective, IReadOnlyList<Move> Moves, string Encumbrance, string Document) : AllowanceAccountEvent, IMovement;

/// <summary>Units are lost to the other side.</summary>
public sealed record EncumbranceEnforced(DateOnly Effective, IReadOnlyList<Move> Moves, string Encumbrance, string Document) : AllowanceAccountEvent, IMovement;

/// <summary>A new lot of origin borrowed.</summary>
public sealed record BorrowedReceived(
    DateOnly Effective, IReadOnlyList<Move> Moves, string Loan, string Lender, string Document, DateOnly? DueBack = null) : AllowanceAccountEvent, IMovement;

/// <summary>As many units were given back as were borrowed.</summary>
public sealed record BorrowedReturned(DateOnly Effective, IReadOnlyList<Move> Moves, string Loan, string RegistryReference) : AllowanceAccountEvent, IMovement;

/// <summary>Units of an older vintage became a new lot of a later one, at the cost the books had for them.</summary>
/// <param name="Remark">Why more than the rules on carry-over allow; null = not more.</param>
/// <param name="SellableFrom">First day the new lot may be sold: the latest of those it is made of; null = at once.</param>
/// <param name="Application">Application whose units these are; null = none was filed here.</param>
public sealed record UnitsConverted(
    DateOnly Effective, IReadOnlyList<Move> Moves, string Document, string? Remark = null, DateOnly? SellableFrom = null, string? Application = null)
    : AllowanceAccountEvent, IMovement;

/// <summary>Units are frozen by an application for carry-over.</summary>
public sealed record CarryOverFrozen(DateOnly Effective, IReadOnlyList<Move> Moves, string Application) : AllowanceAccountEvent, IMovement;

/// <summary>What an application did not carry over is free again.</summary>
public sealed record CarryOverUnfrozen(DateOnly Effective, IReadOnlyList<Move> Moves, string Application, string Document) : AllowanceAccountEvent, IMovement;

/// <summary>Units were given back to the authority.</summary>
public sealed record UnitsReturned(DateOnly Effective, IReadOnlyList<Move> Moves, string Document) : AllowanceAccountEvent, IMovement;

/// <summary>Units can no longer be used.</summary>
public sealed record UnitsLapsed(DateOnly Effective, IReadOnlyList<Move> Moves, string Document) : AllowanceAccountEvent, IMovement;

/// <summary>Another cost method from a day on.</summary>
/// <param name="Was">Method until then.</param>
/// <param name="Quantity">Tonnes held at the change.</param>
/// <param name="CarryingCost">Their cost, which the change does not alter.</param>
public sealed record CostMethodChanged(
    DateOnly From, UnitClass Unit, CostMethod Method, CostMethod Was, Tonnes Quantity, decimal CarryingCost, string Reason) : AllowanceAccountEvent;

/// <summary>Costs of earlier movements as the books take them now, because something was entered before them, or the price of a trade was wrong.</summary>
/// <param name="Trade">Key of the trade whose receipts these are; null = what follows from another event.</param>
/// <param name="Reason">What was wrong with it.</param>
public sealed record CostsRestated(IReadOnlyList<CostChange> Changes, string? Trade = null, string? Reason = null) : AllowanceAccountEvent;
