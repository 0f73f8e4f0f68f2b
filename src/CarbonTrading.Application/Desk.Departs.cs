using System.Globalization;
using System.Text.Json;
using CarbonTrading.Application.Lots;
using CarbonTrading.Domain.Compliance;
using CarbonTrading.Domain.Control;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application;

/// <summary>What is surrendered against what is proposed for the obligation: asked of the maker, and again when the second person has agreed.</summary>
public sealed partial class Desk
{
    /// <summary>Which lots an obligation should take, where that can be said; null where what happened long ago is loaded.</summary>
    internal Func<string, CancellationToken, Task<SurrenderProposal?>>? ProposedFor { get; init; }

    /// <summary>What a proposal that waits would come to now, without doing it: its events, or why it would be refused.</summary>
    public Task<Outcome> AskApproved(string proposal, CancellationToken ct) => read.Proposals.Find(proposal)?.State is { Status: ProposalStatus.Waiting } waiting
        ? new Desk(host, rules, read, clock) { approval = new("", waiting.Maker, waiting.Entity, waiting.Key, waiting.Command, waiting.Body), ProposedFor = ProposedFor, onlyAsks = proposal }
            .RunApproved($"trial-{Guid.CreateVersion7():N}", ct)
        : Task.FromResult(Outcome.Refused(ProposalErrors.NotFound()));

    private string? onlyAsks;

    private Task<Outcome> RunApproved(string commandId, CancellationToken ct) =>
        Entities.ByName(approval!.Entity)!.Execute(this, approval.Key, approval.Command, approval.Body, new Caller(Permissions.RunProposals, commandId), ct);

    private async Task<DomainError?> Departs(string key, object command, Caller caller, CancellationToken ct)
    {
        if (ProposedFor is null || (caller.IsSystem && approval is null)) return null;
        if (approval is null && read.Proposals.Find(ProposalKey(caller.Actor, caller.CommandId)) is not null) return null; // asked again
        var asked = approval is null ? ForTrial(caller) : caller;
        switch (command)
        {
            case SurrenderUnits c when await Run(AllowanceAccountDecider.Instance, key, c, caller.Actor, null, asked, ct, trial: true) is { Error: null, Position: 0 } trial:
                var obligation = ObligationDecider.KeyOf(key, c.ComplianceYear);
                if (read.Obligations.Find(obligation)?.State is not { IsOpened: true } owed) return DeskErrors.NoObligation(key, c.ComplianceYear);
                return await Departs(new(obligation, owed, key, c.Quantity, [.. trial.Events.OfType<UnitsSurrendered>().SelectMany(e => e.Moves)]), c.Remark, ct);
            case SurrenderOffsets c when await Run(ObligationDecider.Instance, key, c, caller.Actor, null, asked, ct, trial: true) is { Error: null, Position: 0 }:
                if (read.Obligations.Find(key)?.State is not { } state
                    || read.Holdings.Find(c.Holding)?.State.Reservations.GetValueOrDefault(c.Reservation) is not { Units: { Count: > 0 } units }) return null;
                return TooFewLocal(key, state, c) ?? await Departs(new(key, state, c.Holding, new(units.Sum(u => u.Quantity.Value)), units), c.Remark, ct);
            default:
                return null; // what the entity itself refuses, or has done already, it answers itself
        }
    }

    /// <summary>Units that are to be surrendered for an obligation.</summary>
    private sealed record Surrendering(string Key, Obligation Obligation, string Account, Tonnes Quantity, IReadOnlyList<Move> Units);

    /// <summary>Beyond what is owed, or other units than those proposed: lots, more of a lot, or other serial numbers of it.</summary>
    private async Task<DomainError?> Departs(Surrendering s, string? remark, CancellationToken ct)
    {
        if (!string.IsNullOrWhiteSpace(remark) || s.Obligation.Due is null) return null;
        var product = s.Units[0].Unit.Product;
        var unit = rules.UnitOf(s.Obligation.Market, read.Log.BusinessDate ?? BookDates.First);
        var waiting = WaitingFor(s.Key, s.Obligation);
        if (s.Obligation.Remaining is { } left && s.Quantity.Value + waiting > left.Value)
            return DeskErrors.BeyondWhatIsOwed(s.Quantity, s.Key, left, new(waiting)).InUnit(unit);
        if (await ProposedFor!(s.Key, ct) is not { Lots.Count: > 0 } proposal || !proposal.IsLeftBy(s.Account, s.Units)) return null;
        return DeskErrors.DepartsFromProposal(s.Quantity, product, Said(s.Units.Select(u => (u.Quantity.Value, u.Unit.Product.Code, u.Lot, u.Serials))), s.Key, new(proposal.Of(product)),
            Said(proposal.Lots.Select(l => (l.Tonnes, l.Lot.Code, l.Lot.Lot, (IReadOnlyList<SerialRange>?)l.Serials)))).InUnit(unit);
    }

    /// <summary>Tonnes of surrenders for an obligation that wait for their second person.</summary>
    private long WaitingFor(string key, Obligation obligation) => read.Proposals.All().Where(p => p.State.Status == ProposalStatus.Waiting && p.Key != onlyAsks).Sum(p => p.State switch
    {
        { Command: "surrender-units" } s when s.Key == obligation.Account && s.Body.Deserialize<SurrenderUnits>(Contract.Strict) is { } w && w.ComplianceYear == obligation.Year => w.Quantity.Value,
        { Command: "surrender-offsets" } s when s.Key == key && s.Body.Deserialize<SurrenderOffsets>(Contract.Strict) is { } w =>
            obligation.Offsets.Values.FirstOrDefault(o => o.Holding == w.Holding && o.Reservation == w.Reservation)?.Quantity.Value ?? 0,
        _ => 0,
    });

    private static string Said(IEnumerable<(long Tonnes, string Code, string Lot, IReadOnlyList<SerialRange>? Serials)> units) => string.Join(", ", units.Select(u =>
        string.Create(CultureInfo.InvariantCulture, $"{u.Tonnes:#,##0} {u.Code} {u.Lot}{(u.Serials is [var s, ..] all ? $" ({s.Block} {s.First}-{s.Last}{(all.Count > 1 ? " .." : "")})" : "")}")));
}
