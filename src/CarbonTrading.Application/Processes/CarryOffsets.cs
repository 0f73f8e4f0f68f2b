using CarbonTrading.Domain.Compliance;
using CarbonTrading.Domain.Offsets;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Processes;

/// <summary>Carries credits between a holding and an obligation, so that both agree and neither counts a credit twice.</summary>
/// <remarks>
/// Reserved in the holding -> room kept in the obligation, or released again. Surrendered in the obligation -> cancelled in the
/// holding -> confirmed in the obligation; where the holding refuses, failed there and the credits released. Released in the holding ->
/// room given back.
/// </remarks>
public sealed class CarryOffsets : IProcess
{
    private const string NationalMarket = "cn-ets";

    /// <inheritdoc/>
    public string Actor => Permissions.CarryOffsets;

    /// <inheritdoc/>
    public Reaction? React(StoredEvent happened)
    {
        if (happened.Stream.StartsWith("ccer-holding/", StringComparison.Ordinal))
            return OfHolding(happened.Stream["ccer-holding/".Length..], happened.As<CcerHoldingEvent>());
        return happened.Stream.StartsWith("obligation/", StringComparison.Ordinal)
            ? OfObligation(happened.Stream["obligation/".Length..], happened.As<ObligationEvent>()) : null;
    }

    private static Reaction? OfHolding(string holding, CcerHoldingEvent happened) => happened switch
    {
        CreditsReserved { Obligation: { } obligation } e => Obligation(
            obligation, new ReserveOffsets(e.Effective, holding, e.Reservation, e.Quantity),
            refused => Holding(holding, new ReleaseCredits(e.Effective, e.Reservation, Why(refused), SaidOf(refused)))),
        CreditsReleased { Obligation: { } obligation } e => Obligation(
            obligation, new ReleaseOffsets(e.Effective, holding, e.Reservation, e.Reason)),
        UsedForOffset { Obligation: { } obligation } e => Obligation(obligation, new ConfirmOffsets(e.Effective, holding, e.Reservation)),
        _ => null,
    };

    private static Reaction? OfObligation(string obligation, ObligationEvent happened) => happened switch
    {
        OffsetsSurrendered e => Holding(e.Holding,
            new UseForOffset(e.Effective, e.Reservation, PurposeOf(e.Market), e.RegistryReference, e.Market, e.Year),
            refused => Obligation(obligation, new FailOffsets(e.Effective, e.Holding, e.Reservation, refused.Code, refused.Message, refused.Values))),
        OffsetsFailed e => Holding(e.Holding, new ReleaseCredits(e.Effective, e.Reservation, $"{e.Code}: {e.Message}", e.Values is { } values ? new(e.Code, e.Message, values) : null)),
        _ => null,
    };

    private static CancellationPurpose PurposeOf(string market) =>
        market == NationalMarket ? CancellationPurpose.NationalCompliance : CancellationPurpose.PilotCompliance;

    /// <summary>Room that was never kept, or credits that are released already, need nothing.</summary>
    private static bool NeedsNothing(object command, DomainError? error) => (command, error?.Code) switch
    {
        (ReleaseOffsets, "obligation.offsets-unknown" or "obligation.offsets-not-at-step" or "obligation.not-opened") => true,
        (ReleaseCredits, "ccer-holding.reservation-not-at-step") => true,
        _ => false,
    };

    private static Reaction Holding(string key, CcerHoldingCommand command, Func<DomainError, Reaction?>? onRefusal = null) => new(
        "ccer-holding", key,
        async (desk, caller, ct) => Seen(command, await desk.Execute(CcerHoldingDecider.Instance, key, command, caller, ct)), onRefusal);

    private static Reaction Obligation(string key, ObligationCommand command, Func<DomainError, Reaction?>? onRefusal = null) => new(
        "obligation", key,
        async (desk, caller, ct) => Seen(command, await desk.Execute(ObligationDecider.Instance, key, command, caller, ct)), onRefusal);

    private static Outcome Seen(object command, Outcome outcome) => NeedsNothing(command, outcome.Error) ? outcome with { Error = null } : outcome;

    private static Remark? SaidOf(DomainError refused) => refused.Values is null ? null : refused.Said();

    private static string Why(DomainError refused) => $"{refused.Code}: {refused.Message}";
}
