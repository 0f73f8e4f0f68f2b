using CarbonTrading.Application;
using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Control;

namespace CarbonTrading.Web.Components;

/// <summary>What waits for a second person, as one person sees it. Own items are not in the queue.</summary>
public static class Approvals
{
    /// <summary>Proposals this person may decide on, as known at a position.</summary>
    public static IEnumerable<Seen<Proposal, ProposalEvent>> For(Workplace workplace, string login, long known = long.MaxValue)
    {
        var roles = workplace.Read.RolesOf(login);
        return workplace.Read.Proposals.All(known).Where(p => p.State.Status == ProposalStatus.Waiting && p.State.Maker != login
            && Checkers(p.State).Intersect(roles).Any() && roles.Intersect(Permissions.Of(typeof(ApproveProposal)).Makers).Any());
    }

    /// <summary>Roles that may approve a proposal.</summary>
    public static IReadOnlyList<Domain.People.Role> Checkers(Proposal proposal) =>
        Entities.ByName(proposal.Entity) is { } kind && kind.Commands.TryGetValue(proposal.Command, out var type)
            ? Permissions.Of(type).Checkers : [];
}
