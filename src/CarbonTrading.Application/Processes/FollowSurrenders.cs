using CarbonTrading.Domain.Compliance;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Processes;

/// <summary>Carries surrenders of an account, and their reversals, to the obligation of the year.</summary>
/// <remarks>Those recorded before the obligation was opened follow when it is.</remarks>
public sealed class FollowSurrenders(IEventStore log) : IProcess
{
    /// <inheritdoc/>
    public string Actor => Permissions.FollowSurrenders;

    /// <inheritdoc/>
    public Reaction? React(StoredEvent happened) => happened.Name switch
    {
        "allowance-account.units-surrendered.v1" => Surrendered(happened),
        "allowance-account.movement-reversed.v1" => Reversed(happened),
        "obligation.opened.v1" => Opened(happened),
        _ => null,
    };

    private static Reaction Surrendered(StoredEvent happened)
    {
        var surrendered = (UnitsSurrendered)happened.As<AllowanceAccountEvent>();
        var key = ObligationDecider.KeyOf(AccountOf(happened.Stream), surrendered.ComplianceYear);
        return new("obligation", key, (desk, caller, ct) => Record(desk, key, surrendered, happened.Version, caller, ct));
    }

    private Reaction? Reversed(StoredEvent happened)
    {
        var reversed = (MovementReversed)happened.As<AllowanceAccountEvent>();
        if (reversed.Moves[0].From != Bucket.Surrendered) return null;
        var account = AccountOf(happened.Stream);
        return new("obligation", account, async (desk, caller, ct) =>
        {
            var stored = await log.Read(happened.Stream, reversed.Movement - 1, ct);
            var surrendered = (UnitsSurrendered)stored[0].As<AllowanceAccountEvent>();
            return await Ask(desk, ObligationDecider.KeyOf(account, surrendered.ComplianceYear),
                new ReverseSurrendered(reversed.Effective, reversed.Movement, reversed.Reason), caller, ct);
        });
    }

    private Reaction Opened(StoredEvent happened)
    {
        var opened = (ObligationOpened)happened.As<ObligationEvent>();
        var key = happened.Stream["obligation/".Length..];
        return new("obligation", key, async (desk, caller, ct) =>
        {
            var stored = await log.Read($"allowance-account/{opened.Account}", 0, ct);
            var events = stored.Select(e => (e.Version, Event: e.As<AllowanceAccountEvent>())).ToList();
            var reversed = events.Select(e => e.Event).OfType<MovementReversed>().Select(e => e.Movement).ToHashSet();
            foreach (var (version, happenedBefore) in events)
            {
                if (happenedBefore is not UnitsSurrendered surrendered || surrendered.ComplianceYear != opened.Year) continue;
                if (reversed.Contains(version)) continue;
                var outcome = await Record(desk, key, surrendered, version, caller with { CommandId = $"{caller.CommandId}-m{version}" }, ct);
                if (outcome.Error is not null) return outcome;
            }

            return Done;
        });
    }

    private static Outcome Done => new(0, 0, [], null);

    private static Task<Outcome> Record(Desk desk, string key, UnitsSurrendered surrendered, int version, Caller caller, CancellationToken ct)
    {
        var quantity = surrendered.Moves.Aggregate(Tonnes.Zero, (sum, m) => sum + m.Quantity);
        return Ask(desk, key, new RecordSurrendered(surrendered.Effective, version, quantity, surrendered.RegistryReference), caller, ct);
    }

    /// <summary>An obligation that is not opened yet, or knows already, needs nothing.</summary>
    private static async Task<Outcome> Ask(Desk desk, string key, ObligationCommand command, Caller caller, CancellationToken ct)
    {
        var outcome = await desk.Execute(ObligationDecider.Instance, key, command, caller, ct);
        return outcome.Error?.Code is "obligation.not-opened" or "obligation.surrender-recorded" or "obligation.surrender-unknown" ? Done : outcome;
    }

    private static string AccountOf(string stream) => stream["allowance-account/".Length..];
}
