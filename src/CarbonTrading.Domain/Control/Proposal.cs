using System.Text.Json;
using System.Text.Json.Serialization;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Control;

/// <summary>Where a proposal stands.</summary>
public enum ProposalStatus
{
    /// <summary>No proposal under this key.</summary>
    None,
    /// <summary>Waits for the second person.</summary>
    Waiting,
    /// <summary>Approved; the command is being run.</summary>
    Approved,
    /// <summary>Approved and done.</summary>
    Done,
    /// <summary>Approved, but the command was refused when it was run.</summary>
    RefusedAtRun,
    /// <summary>Rejected by the second person.</summary>
    Rejected,
    /// <summary>Taken back by its maker.</summary>
    Withdrawn,
}

/// <summary>A command that needs two persons, waiting for the second.</summary>
/// <param name="Status">Where it stands.</param>
/// <param name="Maker">Who proposed.</param>
/// <param name="Entity">Entity kind the command is for.</param>
/// <param name="Key">Key of the entity.</param>
/// <param name="Command">Command name in kebab case.</param>
/// <param name="Body">The command as sent.</param>
/// <param name="Checker">Who approved or rejected.</param>
/// <param name="Note">Reason or note of the last step.</param>
/// <param name="Position">Log position of the command's events once done.</param>
/// <param name="Limits">Limits as they were read when it was made; null = none apply, or written before they were kept.</param>
public sealed record Proposal(
    ProposalStatus Status, string Maker, string Entity, string Key, string Command, JsonElement Body, string? Checker, string? Note, long? Position,
    IReadOnlyList<LimitReading>? Limits = null)
{
    /// <summary>Why its command was refused when it was run; null = it was not.</summary>
    public DomainError? Refusal { get; init; }

    /// <summary>No proposal.</summary>
    public static readonly Proposal Nothing = new(ProposalStatus.None, "", "", "", "", default, null, null, null);
}

/// <summary>A command on a proposal.</summary>
[JsonDerivedType(typeof(ProposeCommand), "propose-command")]
[JsonDerivedType(typeof(ApproveProposal), "approve-proposal")]
[JsonDerivedType(typeof(RejectProposal), "reject-proposal")]
[JsonDerivedType(typeof(WithdrawProposal), "withdraw-proposal")]
[JsonDerivedType(typeof(RecordProposalRun), "record-proposal-run")]
public abstract record ProposalCommand;

/// <summary>Stores a command that needs a second person. Asked by the desk, never by a person directly.</summary>
public sealed record ProposeCommand(string Entity, string Key, string Command, JsonElement Body) : ProposalCommand;

/// <summary>The second person's yes.</summary>
public sealed record ApproveProposal(string? Note = null) : ProposalCommand;

/// <summary>The second person's no.</summary>
public sealed record RejectProposal(string Reason) : ProposalCommand;

/// <summary>The maker takes it back.</summary>
public sealed record WithdrawProposal(string Reason) : ProposalCommand;

/// <summary>What became of the command once run. Asked by the process that runs it.</summary>
/// <param name="Position">Log position of its events; null when it was refused.</param>
/// <param name="Code">Code of the refusal; null when it was done.</param>
/// <param name="Message">Message of the refusal; null when it was done.</param>
/// <param name="Values">What stands in the message; null where it was not kept.</param>
public sealed record RecordProposalRun(long? Position, string? Code = null, string? Message = null, IReadOnlyList<string>? Values = null) : ProposalCommand;

/// <summary>What happened to a proposal.</summary>
[JsonDerivedType(typeof(CommandProposed), "proposal.command-proposed.v1")]
[JsonDerivedType(typeof(ProposalApproved), "proposal.approved.v1")]
[JsonDerivedType(typeof(ProposalRejected), "proposal.rejected.v1")]
[JsonDerivedType(typeof(ProposalWithdrawn), "proposal.withdrawn.v1")]
[JsonDerivedType(typeof(ProposalRun), "proposal.run.v1")]
public abstract record ProposalEvent;

/// <summary>Proposed.</summary>
/// <param name="Limits">Limits as the maker was told them: the checker sees what is different; null = none apply, or written before they were kept.</param>
public sealed record CommandProposed(
    string Maker, string Entity, string Key, string Command, JsonElement Body, IReadOnlyList<LimitReading>? Limits = null) : ProposalEvent;

/// <summary>Approved; holds all that is needed to run the command.</summary>
/// <param name="OnBehalfOf">In whose place a delegate approved; null = in the own right.</param>
public sealed record ProposalApproved(
    string Checker, string Maker, string Entity, string Key, string Command, JsonElement Body, string? Note = null, string? OnBehalfOf = null)
    : ProposalEvent;

/// <summary>Rejected.</summary>
/// <param name="OnBehalfOf">In whose place a delegate rejected; null = in the own right.</param>
public sealed record ProposalRejected(string Checker, string Reason, string? OnBehalfOf = null) : ProposalEvent;

/// <summary>Taken back.</summary>
public sealed record ProposalWithdrawn(string Reason) : ProposalEvent;

/// <summary>Run, or refused when run.</summary>
public sealed record ProposalRun(long? Position, string? Code = null, string? Message = null, IReadOnlyList<string>? Values = null) : ProposalEvent;

/// <summary>Refusals of <see cref="ProposalDecider"/>.</summary>
public static class ProposalErrors
{
    /// <summary>The key is taken.</summary>
    public static DomainError AlreadyProposed() => new("proposal.already-proposed", ErrorKind.Conflict, "A proposal stands under this key already.");

    /// <summary>Nothing under the key.</summary>
    public static DomainError NotFound() => new("proposal.not-found", ErrorKind.NotFound, "There is no proposal under this key.");

    /// <summary>Not waiting any more.</summary>
    public static DomainError NotWaiting(ProposalStatus status) => new("proposal.not-waiting", ErrorKind.Conflict,
        $"The proposal no longer waits for a decision: it is {status}.");

    /// <summary>Nobody approves the own proposal.</summary>
    public static DomainError MakerIsChecker(string maker) => new("proposal.maker-is-checker", ErrorKind.Forbidden,
        $"{maker} made this proposal; another person must decide on it (four eyes). Ask an approver.");

    /// <summary>Only the maker takes it back.</summary>
    public static DomainError NotTheMaker(string maker) => new("proposal.not-the-maker", ErrorKind.Forbidden,
        $"Only {maker}, who made the proposal, may take it back; reject it instead.");

    /// <summary>No reason.</summary>
    public static DomainError ReasonMissing() => new("proposal.reason-missing", ErrorKind.Invalid, "A reason is needed; say in a sentence why.", "reason");
}
