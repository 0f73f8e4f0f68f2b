using System.Collections.Immutable;
using System.Globalization;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Contracts;

/// <summary>Where a contract stands.</summary>
public enum ContractStatus
{
    /// <summary>No contract under this key.</summary>
    None,
    /// <summary>Agreed, not filed: nothing moves.</summary>
    Agreed,
    /// <summary>Filed or registered: its legs are performed.</summary>
    Active,
    /// <summary>Every leg is done: final.</summary>
    Closed,
    /// <summary>An option that was not used: final.</summary>
    Lapsed,
    /// <summary>Not performed by one side: final.</summary>
    Defaulted,
    /// <summary>Taken back before anything moved: final.</summary>
    Cancelled,
}

/// <summary>Where a leg stands.</summary>
public enum ContractLegStatus
{
    /// <summary>Nothing happened yet.</summary>
    Expected,
    /// <summary>The account was asked and did not answer yet.</summary>
    Booking,
    /// <summary>Units are on their way.</summary>
    InTransit,
    /// <summary>Confirmed and booked: final.</summary>
    Done,
    /// <summary>Failed; may be instructed again.</summary>
    Failed,
    /// <summary>Not due any more: final.</summary>
    Dropped,
}

/// <summary>A leg as it stands.</summary>
/// <param name="Leg">The leg.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Attempt">How often it was instructed.</param>
/// <param name="MovedOn">Day of its last step; null before.</param>
/// <param name="Evidence">What its confirmation rests on.</param>
/// <param name="Problem">Why the account refused; cleared by the next step.</param>
public sealed record StandingLeg(
    ContractLeg Leg, ContractLegStatus Status = ContractLegStatus.Expected, int Attempt = 0, DateOnly? MovedOn = null, string? Evidence = null, SettlementProblem? Problem = null)
{
    /// <summary>Of units confirmed: what they have of the fee, two decimals; null = nothing.</summary>
    public decimal? Fee { get; init; }

    /// <summary>Where it stands again when the account refuses.</summary>
    internal ContractLegStatus Back { get; init; }

    /// <summary>Day its units were sent last; null before.</summary>
    internal DateOnly? InstructedOn { get; init; }

    /// <summary>Of margin that was called: the day of the call.</summary>
    internal DateOnly? CalledOn { get; init; }

    /// <summary>It is instructed, and the account has not put its units in transit yet.</summary>
    public bool IsInstructed => Status == ContractLegStatus.Booking && Back != ContractLegStatus.InTransit && Leg.Action is LegAction.Deliver or LegAction.Transfer;

    /// <summary>Whether anything of it is still to come.</summary>
    public bool IsOpen => Status is not (ContractLegStatus.Done or ContractLegStatus.Dropped);
}

/// <summary>One term contract. One event stream each.</summary>
/// <param name="Terms">As agreed; null before.</param>
/// <param name="Legs">Its legs in the order of their numbers.</param>
/// <param name="AgreedBy">Maker.</param>
/// <param name="ApprovedBy">Checker.</param>
/// <param name="FiledOn">Day it was filed; null before.</param>
/// <param name="Reference">Number of the filing or registration.</param>
/// <param name="End">How it ended before all was done; null = it did not.</param>
/// <param name="ExercisedOn">Day an option was used; null = it was not.</param>
/// <param name="Fixing">What is settled in cash, once it is fixed.</param>
public sealed record TermContract(
    AgreeContract? Terms, ImmutableList<StandingLeg> Legs, string AgreedBy, string? ApprovedBy, DateOnly? FiledOn, string? Reference, ContractStatus? End,
    DateOnly? ExercisedOn, SettlementFixed? Fixing)
{
    /// <summary>No contract.</summary>
    public static readonly TermContract NotAgreed = new(null, [], "", null, null, null, null, null, null);

    /// <summary>The confirmation between us and the other side.</summary>
    public Confirmation Confirmation { get; init; } = Confirmation.None;

    /// <summary>Steps on record besides filing and legs, in the order they were recorded.</summary>
    public ImmutableList<ContractStepRecorded> Steps { get; init; } = [];

    /// <summary>Sales of units that were pledged, oldest first.</summary>
    public ImmutableList<SecurityDisposed> Disposals { get; init; } = [];

    /// <summary>Where it stands.</summary>
    public ContractStatus Status => Terms is null ? ContractStatus.None
        : End is ContractStatus.Cancelled or ContractStatus.Defaulted ? End.Value
        : FiledOn is null ? ContractStatus.Agreed
        : Legs.All(l => !l.IsOpen) ? End ?? ContractStatus.Closed : ContractStatus.Active;

    /// <summary>Last day as it stands now, extensions included.</summary>
    public DateOnly? EndsOn => Terms?.EndsOn;

    /// <summary>Whether anything of it is still to come.</summary>
    public bool IsOpen => Status is ContractStatus.Agreed or ContractStatus.Active;

    /// <summary>Whether an option still waits to be used or not.</summary>
    public bool IsWaitingOption => Terms?.Kind == ContractKind.Option && ExercisedOn is null && End is null;

    /// <summary>Id under which an account knows a leg: what comes back from it names it.</summary>
    public static string IdOf(string contract, int leg, int attempt = 1) => attempt <= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{contract}-L{leg}") : string.Create(CultureInfo.InvariantCulture, $"{contract}-L{leg}R{attempt}");

    /// <summary>Money paid and not come back, less money got and not paid back, two decimals; what a sale of security brought was paid to the lender.</summary>
    public decimal NetPaid => Disposals.Sum(d => d.Proceeds)
        + Legs.Where(l => l is { Status: ContractLegStatus.Done, Leg.IsUnits: false }).Sum(l => l.Leg.IsIn ? -l.Leg.Amount!.Value : l.Leg.Amount!.Value);

    /// <summary>Tonnes of its exposure that are settled: units as they come, a part by a part; what is settled in cash once all of it is paid, or fixed at nothing to pay.</summary>
    public Tonnes Performed => Terms is null ? Tonnes.Zero : DoneOf(ContractLegs.Exposure(Terms));

    /// <summary>Tonnes that came to the account so far.</summary>
    public Tonnes Received => Terms is null ? Tonnes.Zero : DoneOf(ContractLegs.Receipt(Terms));

    private Tonnes DoneOf(ContractLeg? leg)
    {
        if (leg is null) return Tonnes.Zero;
        var parts = Legs.FindAll(l => l.Leg.Whole == leg.Number);
        return leg.IsUnits ? new(parts.Where(l => l.Status == ContractLegStatus.Done).Sum(l => l.Leg.Quantity!.Value.Value))
            : parts.TrueForAll(l => l.Status == ContractLegStatus.Done || l is { Status: ContractLegStatus.Dropped, Leg.Amount: 0m }) ? Terms!.Quantity : Tonnes.Zero;
    }

    /// <summary>Money still to come, less money still to be paid, two decimals; without security and what is not fixed.</summary>
    public decimal CashDue => Legs.Where(l => l is { IsOpen: true, Leg.IsUnits: false } && !ContractLegs.IsMargin(Terms!, l.Leg))
        .Sum(l => l.Leg.IsIn ? l.Leg.Amount ?? 0m : -(l.Leg.Amount ?? 0m));

    internal StandingLeg? Find(int leg) => leg >= 1 && leg <= Legs.Count ? Legs[leg - 1] : null;

    internal TermContract With(int leg, Func<StandingLeg, StandingLeg> change) => this with { Legs = Legs.SetItem(leg - 1, change(Legs[leg - 1])) };

    /// <summary>The leg that opened what an end leg closes: same units, phase start.</summary>
    internal StandingLeg? OpeningOf(StandingLeg end) => Legs.Find(l => l.Leg.Phase == LegPhase.Start && l.Leg.IsUnits && l.Leg.Product == end.Leg.Product
        && l.Leg.Account == end.Leg.Account && l.Leg.Number != end.Leg.Number);
}
