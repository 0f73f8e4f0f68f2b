using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Settlement;

/// <summary>What moves.</summary>
public enum LegKind
{
    /// <summary>Allowances or credits.</summary>
    Units,
    /// <summary>Money.</summary>
    Cash,
}

/// <summary>Where a leg stands: the columns of the board.</summary>
public enum LegStatus
{
    /// <summary>Agreed, not yet instructed.</summary>
    Expected,
    /// <summary>Instructed; its units are not on their way yet.</summary>
    Instructed,
    /// <summary>On its way, nothing of it confirmed.</summary>
    InTransit,
    /// <summary>A part is confirmed.</summary>
    PartConfirmed,
    /// <summary>Confirmed by evidence: final.</summary>
    Confirmed,
    /// <summary>Failed: may be instructed again.</summary>
    Failed,
    /// <summary>Not settled by its day: may be instructed again.</summary>
    Expired,
}

/// <summary>One leg of a settlement: units or cash, in or out.</summary>
/// <param name="Source">Kind of what it settles: <c>trade</c>, <c>contract</c>.</param>
/// <param name="Key">Its key.</param>
/// <param name="Kind">Units or cash.</param>
/// <param name="IsIn">True: we receive.</param>
/// <param name="Account">Own account.</param>
/// <param name="Counterparty">Other side, or the venue's market.</param>
/// <param name="Code">Product code.</param>
/// <param name="Quantity">Tonnes of the whole leg; null for cash.</param>
/// <param name="Settled">Tonnes confirmed; null for cash.</param>
/// <param name="Amount">Cash of the whole leg, two decimals; null for units.</param>
/// <param name="SettledAmount">Cash confirmed; null for units.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Due">Day it is to be settled, by the venue's rule.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="LateDays">Trading days past due on the day asked; 0 = not late or closed.</param>
/// <param name="Evidence">What it rests on, where confirmed.</param>
/// <param name="Problem">Why the last step did not work; null = it did.</param>
/// <param name="Captured">Maker: may not confirm.</param>
/// <param name="Phase">Of a contract: which of its days; empty for a trade.</param>
public sealed record SettlementLeg(
    string Source, string Key, LegKind Kind, bool IsIn, string Account, string Counterparty, string Code, long? Quantity, long? Settled, decimal? Amount,
    decimal? SettledAmount, string Currency, DateOnly Due, LegStatus Status, int LateDays, string? Evidence, SettlementProblem? Problem, string Captured, string Phase = "")
{
    /// <summary>Market of the units; says what one of them is.</summary>
    public string Market { get; init; } = "";

    /// <summary>Whether it is not at its good end.</summary>
    public bool IsOpen => Status != LegStatus.Confirmed;

    /// <summary>Whether it is still to come: what failed or expired comes only once it is instructed again.</summary>
    public bool IsToCome => IsOpen && Status is not (LegStatus.Failed or LegStatus.Expired);
}
