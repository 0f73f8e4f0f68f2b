using CarbonTrading.Domain.Control;
using CarbonTrading.Engine;

namespace CarbonTrading.Application.Processes;

/// <summary>Runs the command of an approved proposal with both names on its events, and writes on the proposal what became of it.</summary>
public sealed class RunProposal : IProcess
{
    /// <inheritdoc/>
    public string Actor => Permissions.RunProposals;

    /// <inheritdoc/>
    public Reaction? React(StoredEvent happened)
    {
        if (happened.Name != "proposal.approved.v1" || happened.As<ProposalEvent>() is not ProposalApproved approved) return null;
        var proposal = happened.Stream["proposal/".Length..];
        return new Reaction("proposal", proposal, async (desk, caller, ct) =>
        {
            if (desk.IsRun(proposal)) return new Outcome(0, 0, [], null); // what was refused and told then is not done after all
            var outcome = await desk.ExecuteApproved(approved, caller.CommandId, ct);
            if (outcome.Error is { Kind: CarbonTrading.Kernel.ErrorKind.Unavailable }) return outcome;
            var result = outcome.Error is { } refused
                ? new RecordProposalRun(null, refused.Code, refused.Message, refused.Values) : new RecordProposalRun(outcome.Position);
            return await desk.Execute(ProposalDecider.Instance, proposal, result, caller with { CommandId = caller.CommandId + "-run" }, ct);
        });
    }
}
