using System.Diagnostics;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Control;

/// <summary>Rules of <see cref="Proposal"/>: maker is never checker, by person, whatever the roles.</summary>
public static class ProposalDecider
{
    /// <summary>The decider.</summary>
    public static readonly Decider<Proposal, ProposalCommand, ProposalEvent> Instance = new("proposal", Proposal.Nothing, Decide, Evolve);

    /// <summary>Decides on a command.</summary>
    public static Decision<ProposalEvent> Decide(Proposal state, ProposalCommand command, Context context)
    {
        if (command is ProposeCommand propose)
        {
            if (state.Status != ProposalStatus.None) return ProposalErrors.AlreadyProposed();
            return new CommandProposed(context.Actor, propose.Entity, propose.Key, propose.Command, propose.Body, context.Limits is { Count: > 0 } limits ? limits : null);
        }

        if (state.Status == ProposalStatus.None) return ProposalErrors.NotFound();
        if (command is RecordProposalRun run)
            return state.Status == ProposalStatus.Approved ? new ProposalRun(run.Position, run.Code, run.Message, run.Values) : ProposalErrors.NotWaiting(state.Status);
        return OfAPerson(state, command, context.Actor, context.OnBehalfOf);
    }

    /// <summary>Next state.</summary>
    public static Proposal Evolve(Proposal state, ProposalEvent happened) => happened switch
    {
        CommandProposed e => new(ProposalStatus.Waiting, e.Maker, e.Entity, e.Key, e.Command, e.Body, null, null, null, e.Limits),
        ProposalApproved e => state with { Status = ProposalStatus.Approved, Checker = e.Checker, Note = e.Note },
        ProposalRejected e => state with { Status = ProposalStatus.Rejected, Checker = e.Checker, Note = e.Reason },
        ProposalWithdrawn e => state with { Status = ProposalStatus.Withdrawn, Note = e.Reason },
        ProposalRun { Position: null } e => state with
        {
            Status = ProposalStatus.RefusedAtRun, Note = e.Message,
            Refusal = new(e.Code ?? "", ErrorKind.Refused, e.Message ?? "") { Values = e.Values },
        },
        ProposalRun e => state with { Status = ProposalStatus.Done, Position = e.Position },
        _ => throw new UnreachableException($"no evolution for {happened.GetType().Name}"),
    };

    private static Decision<ProposalEvent> OfAPerson(Proposal state, ProposalCommand command, string actor, string? onBehalfOf)
    {
        if (command is RejectProposal { Reason: var no } && string.IsNullOrWhiteSpace(no)) return ProposalErrors.ReasonMissing();
        if (command is WithdrawProposal { Reason: var back } && string.IsNullOrWhiteSpace(back)) return ProposalErrors.ReasonMissing();
        if (state.Status != ProposalStatus.Waiting) return ProposalErrors.NotWaiting(state.Status);
        var isMaker = string.Equals(actor, state.Maker, StringComparison.Ordinal);
        return command switch
        {
            WithdrawProposal c => isMaker ? new ProposalWithdrawn(c.Reason) : ProposalErrors.NotTheMaker(state.Maker),
            _ when isMaker || string.Equals(onBehalfOf, state.Maker, StringComparison.Ordinal) => ProposalErrors.MakerIsChecker(state.Maker),
            ApproveProposal c => new ProposalApproved(actor, state.Maker, state.Entity, state.Key, state.Command, state.Body, c.Note, onBehalfOf),
            RejectProposal c => new ProposalRejected(actor, c.Reason, onBehalfOf),
            _ => throw new UnreachableException($"no decision for {command.GetType().Name}"),
        };
    }
}
