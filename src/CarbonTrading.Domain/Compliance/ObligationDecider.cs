using System.Diagnostics;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Compliance;

/// <summary>The rules of an obligation: figures from estimate to verification, what covers it, and how much of that may be credits.</summary>
public static partial class ObligationDecider
{
    /// <summary>The decider.</summary>
    public static readonly Decider<Obligation, ObligationCommand, ObligationEvent> Instance =
        new("obligation", Obligation.Unopened, Decide, Evolve);

    /// <summary>Key of the obligation of an account for a year.</summary>
    public static string KeyOf(string account, int year) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{account}-{year}");

    /// <summary>Events, or one refusal.</summary>
    public static Decision<ObligationEvent> Decide(Obligation state, ObligationCommand command, Context context)
    {
        if (WrongShape(command, context) is { } wrong) return wrong;
        if (command is OpenObligation open) return Open(state, open, context);
        if (!state.IsOpened) return ObligationErrors.NotOpened();
        return command switch
        {
            RecordActivity c => Record(state, c),
            RecordBudget c => new BudgetRecorded(c.Effective, c.Month, c.Emissions, c.Basis),
            RecordFiling c => Record(state, c, context),
            EndFiling c => End(state, c),
            FailFiling c => Fail(state, c),
            RecordCarriedOver c => Record(state, c),
            RecordEstimate c => Record(state, c),
            RecordReported c => Record(state, c),
            RecordVerified c => Record(state, c),
            RecordSurrendered c => Record(state, c),
            ReverseSurrendered c => Reverse(state, c),
            ReserveOffsets c => Reserve(state, c, context),
            ReleaseOffsets c => Release(state, c),
            SurrenderOffsets c => Surrender(state, c),
            ConfirmOffsets c => Confirm(state, c),
            FailOffsets c => Fail(state, c),
            _ => throw new UnreachableException($"no decision for {command.GetType().Name}"),
        };
    }

    /// <summary>Next state.</summary>
    public static Obligation Evolve(Obligation state, ObligationEvent happened) => happened switch
    {
        ObligationOpened e => state with { Account = e.Account, Market = e.Market, Year = e.Year, Sector = e.Sector },
        ActivityRecorded e => state with { Activity = state.Activity.SetItem(e.Month, e.Emissions) },
        BudgetRecorded e => state with { Budget = state.Budget.SetItem(e.Month, e.Emissions) },
        PaperFiled e => Filed(state with { Filings = state.Filings.SetItem(e.Filing, new(e.Effective, e.Reference, e.Quantity)) }, e),
        FilingEnded e => Application(state, e.Reference, a => a with
        {
            Status = e.End == FilingEnd.Withdrawn ? ApplicationStatus.Withdrawn : ApplicationStatus.Refused, Since = e.Effective,
        }),
        FilingFailed e => Application(state, e.Reference, a => a with { Status = ApplicationStatus.Failed, Since = e.Effective, Said = new(e.Code, e.Message, e.Values ?? []) }),
        CarriedOver e => Application(state, e.Reference, a => a with
        {
            Carried = a.Carried + e.Quantity, Since = e.Effective, Status = a.Carried + e.Quantity == a.Quantity ? ApplicationStatus.CarriedOver : a.Status,
        }),
        EmissionsEstimated e => state with { Estimate = e.Emissions },
        EmissionsReported e => state with { Reported = e.Emissions },
        EmissionsVerified e => state with { Verified = e.Emissions, Due = e.AllowancesDue, InitialAllowances = e.InitialAllowances },
        AllowancesSurrendered e => state with { Surrenders = state.Surrenders.Add(e.Movement, e.Quantity) },
        SurrenderReversed e => state with { Surrenders = state.Surrenders.Remove(e.Movement), Reversed = state.Reversed.Add(e.Movement) },
        OffsetsReserved e => With(state, new(e.Holding, e.Reservation, e.Quantity, OffsetStatus.Reserved, e.Effective)),
        OffsetsReleased e => At(state, e.Holding, e.Reservation, OffsetStatus.Released, e.Effective),
        OffsetsSurrendered e => At(state, e.Holding, e.Reservation, OffsetStatus.Surrendered, e.Effective),
        OffsetsConfirmed e => At(state, e.Holding, e.Reservation, OffsetStatus.Confirmed, e.Effective),
        OffsetsFailed e => At(state, e.Holding, e.Reservation, OffsetStatus.Failed, e.Effective, $"{e.Code}: {e.Message}", e.Values is { } values ? new(e.Code, e.Message, values) : null),
        _ => throw new UnreachableException($"no evolution for {happened.GetType().Name}"),
    };

    private static Decision<ObligationEvent> Open(Obligation state, OpenObligation c, Context context)
    {
        if (state.IsOpened) return ObligationErrors.AlreadyOpened(state.Account, state.Year);
        if (!context.Rules.HasMarket(c.Market)) return ObligationErrors.MarketUnknown(c.Market);
        return new ObligationOpened(c.Account, c.Market, c.Year, c.Sector);
    }

    private static Obligation With(Obligation state, OffsetClaim claim) =>
        state with { Offsets = state.Offsets.SetItem(Id(claim.Holding, claim.Reservation), claim) };

    private static Obligation At(Obligation state, string holding, string reservation, OffsetStatus status, DateOnly day, string? problem = null, Remark? said = null) =>
        With(state, state.Offsets[Id(holding, reservation)] with { Status = status, Since = day, Problem = problem, Said = said });

    private static string Id(string holding, string reservation) => $"{holding}/{reservation}";

    private static DomainError? WrongShape(ObligationCommand command, Context context)
    {
        if (Array.Find(Texts(command), t => string.IsNullOrWhiteSpace(t.Text)).Field is { } field) return ObligationErrors.FieldMissing(field);
        if (command is OpenObligation open && (open.Year < BookDates.First.Year || open.Year > BookDates.Last.Year))
            return ObligationErrors.YearOutOfRange(open.Year);
        if (command is RecordActivity { Month: < 1 or > 12 } or RecordBudget { Month: < 1 or > 12 }) return ObligationErrors.MonthOutOfRange();
        if (command is RecordFiling { Filing: Filing.CarryOver, Quantity: null } or RecordFiling { Quantity.IsZero: true }) return ObligationErrors.QuantityZero();
        if (command is RecordFiling { Filing: Filing.CarryOver, Product: null }) return ObligationErrors.FieldMissing("product");
        if (command is RecordSurrendered { Quantity.IsZero: true } or ReserveOffsets { Quantity.IsZero: true }) return ObligationErrors.QuantityZero();
        if (EffectiveOf(command) is not { } day) return null;
        if (!BookDates.Accepts(day)) return ObligationErrors.DateOutOfRange(day);
        return day > context.BusinessDate ? ObligationErrors.InTheFuture(day, context.BusinessDate) : null;
    }

    private static (string Field, string? Text)[] Texts(ObligationCommand command) => command switch
    {
        OpenObligation c => [("account", c.Account), ("market", c.Market)],
        RecordActivity c => [("basis", c.Basis)],
        RecordBudget c => [("basis", c.Basis)],
        RecordFiling c => [("reference", c.Reference)],
        EndFiling c => [("reference", c.Reference), ("document", c.Document)],
        FailFiling c => [("reference", c.Reference), ("code", c.Code), ("message", c.Message)],
        RecordCarriedOver c => [("reference", c.Reference)],
        RecordEstimate c => [("basis", c.Basis)],
        RecordReported c => [("reportId", c.ReportId)],
        RecordVerified c => [("reportId", c.ReportId), ("verifier", c.Verifier)],
        RecordSurrendered c => [("registryReference", c.RegistryReference)],
        ReverseSurrendered c => [("reason", c.Reason)],
        ReserveOffsets c => [("holding", c.Holding), ("reservation", c.Reservation)],
        ReleaseOffsets c => [("holding", c.Holding), ("reservation", c.Reservation), ("reason", c.Reason)],
        SurrenderOffsets c => [("holding", c.Holding), ("reservation", c.Reservation), ("registryReference", c.RegistryReference)],
        ConfirmOffsets c => [("holding", c.Holding), ("reservation", c.Reservation)],
        FailOffsets c => [("holding", c.Holding), ("reservation", c.Reservation), ("code", c.Code), ("message", c.Message)],
        _ => [],
    };

    private static DateOnly? EffectiveOf(ObligationCommand command) => command switch
    {
        RecordActivity c => c.Effective,
        RecordBudget c => c.Effective,
        RecordFiling c => c.Effective,
        EndFiling c => c.Effective,
        FailFiling c => c.Effective,
        RecordCarriedOver c => c.Effective,
        RecordEstimate c => c.Effective,
        RecordReported c => c.Effective,
        RecordVerified c => c.Effective,
        RecordSurrendered c => c.Effective,
        ReverseSurrendered c => c.Effective,
        ReserveOffsets c => c.Effective,
        ReleaseOffsets c => c.Effective,
        SurrenderOffsets c => c.Effective,
        ConfirmOffsets c => c.Effective,
        FailOffsets c => c.Effective,
        _ => null,
    };
}
