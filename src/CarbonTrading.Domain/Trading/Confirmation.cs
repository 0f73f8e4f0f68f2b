using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Trading;

/// <summary>Sends our terms to the other side.</summary>
/// <param name="Effective">Day it was sent; not before the trade date, at most the business date.</param>
/// <param name="To">Who got it.</param>
public sealed record IssueConfirmation(DateOnly Effective, string To) : TradeCommand;

/// <summary>Asks the other side again for its answer.</summary>
/// <param name="Effective">Day; not before it was sent.</param>
/// <param name="Note">Whom, how, what they said.</param>
public sealed record ChaseConfirmation(DateOnly Effective, string Note) : TradeCommand;

/// <summary>Enters the terms the other side confirms; they are compared with ours.</summary>
/// <param name="Effective">Day of their answer; not before ours was sent.</param>
/// <param name="TradeDate">Their day of the deal.</param>
/// <param name="Product">Their product.</param>
/// <param name="Quantity">Their quantity.</param>
/// <param name="Price">Their price per tonne.</param>
/// <param name="Side">Our side as they see it: they sold, so we buy.</param>
/// <param name="Evidence">Their document.</param>
/// <param name="Commission">What they take, two decimals; the venue's fee is ours alone. Null = they do not say.</param>
/// <param name="SettleOn">Their day of settlement; null = they do not say.</param>
/// <param name="Counterparty">Name they give themselves; null = they do not say.</param>
public sealed record MatchConfirmation(
    DateOnly Effective, DateOnly TradeDate, Product Product, Tonnes Quantity, UnitPrice Price, Side Side, string Evidence,
    decimal? Commission = null, DateOnly? SettleOn = null, string? Counterparty = null) : TradeCommand;

/// <summary>Our terms were sent.</summary>
public sealed record ConfirmationIssued(DateOnly Effective, string To) : TradeEvent, IDated;

/// <summary>They were asked again.</summary>
public sealed record ConfirmationChased(DateOnly Effective, string Note) : TradeEvent, IDated;

/// <summary>Both sides say the same: final.</summary>
public sealed record ConfirmationMatched(DateOnly Effective, string Evidence) : TradeEvent, IDated;

/// <summary>They say something else.</summary>
public sealed record ConfirmationDiffered(DateOnly Effective, string Evidence, IReadOnlyList<TermDifference> Differences) : TradeEvent, IDated;

/// <summary>One term on which both sides differ.</summary>
/// <param name="Field">Field of the trade, in camel case.</param>
/// <param name="Ours">As captured.</param>
/// <param name="Theirs">As they say.</param>
public sealed record TermDifference(string Field, string Ours, string Theirs);

/// <summary>Where the confirmation of a trade stands.</summary>
/// <param name="IssuedOn">Day ours was sent; null = not yet.</param>
/// <param name="To">Who got it.</param>
/// <param name="Chased">How often they were asked again.</param>
/// <param name="ChasedOn">Day they were asked last.</param>
/// <param name="MatchedOn">Day both sides agreed; null = not yet.</param>
/// <param name="Evidence">Their last document.</param>
/// <param name="Differences">What differs in it.</param>
public sealed record Confirmation(
    DateOnly? IssuedOn, string? To, int Chased, DateOnly? ChasedOn, DateOnly? MatchedOn, string? Evidence, IReadOnlyList<TermDifference> Differences)
{
    /// <summary>Not sent yet.</summary>
    public static readonly Confirmation None = new(null, null, 0, null, null, null, []);
}
