using CarbonTrading.Domain.Compliance;
using CarbonTrading.Domain.Contracts;
using CarbonTrading.Domain.Control;
using CarbonTrading.Domain.Funds;
using CarbonTrading.Domain.Limits;
using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Orders;
using CarbonTrading.Domain.Organisation;
using CarbonTrading.Domain.People;
using CarbonTrading.Domain.Prices;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Trading;
using static CarbonTrading.Domain.People.Role;

namespace CarbonTrading.Application;

/// <summary>Who may do one thing.</summary>
/// <param name="What">Command record, or a query's name.</param>
/// <param name="Makers">Roles that may ask; for a four-eyes command, propose.</param>
/// <param name="Checkers">Roles that may approve the proposal; empty = one person is enough.</param>
/// <param name="System">System actors that may ask: <c>process:settle-trade</c>, <c>system:start</c>.</param>
public sealed record Permission(object What, Role[] Makers, Role[] Checkers, params string[] System)
{
    /// <summary>Whether a second person is needed.</summary>
    public bool FourEyes => Checkers.Length > 0;
}

/// <summary>The one table of rights. A test holds it against every command there is.</summary>
public static class Permissions
{
    /// <summary>System actor of the first start: sets up what no person could.</summary>
    public const string Start = "system:start";

    /// <summary>The process that settles trades.</summary>
    public const string Settle = "process:settle-trade";

    /// <summary>The process that runs approved proposals.</summary>
    public const string RunProposals = "process:run-proposal";

    /// <summary>The job runner; the run names who started it.</summary>
    public const string JobActor = "job:runner";

    /// <summary>The process that carries surrenders of accounts to their obligations.</summary>
    public const string FollowSurrenders = "process:follow-surrenders";

    /// <summary>The process that carries credits between holdings and obligations.</summary>
    public const string CarryOffsets = "process:carry-offsets";

    /// <summary>The process that carries applications for carry-over between obligations and accounts.</summary>
    public const string CarryFilings = "process:carry-filings";

    /// <summary>The process that books issued credits.</summary>
    public const string BookIssuance = "process:book-issuance";

    /// <summary>The process that holds headroom of limits for trades.</summary>
    public const string HoldLimits = "process:hold-limits";

    /// <summary>The process that makes trades of executions.</summary>
    public const string BookFills = "process:book-fills";

    /// <summary>Process that ends what orders did not fill on their last day.</summary>
    public const string ExpireOrders = "process:expire-orders";

    /// <summary>The process that carries term contracts to the accounts.</summary>
    public const string Contracts = "process:settle-contract";

    private static readonly Role[] everyone = [Trader, Approver, Finance, Compliance, Auditor, Administrator];
    private static readonly Role[] nobody = [];
    private static readonly Role[] one = [];

    /// <summary>The table.</summary>
    public static readonly IReadOnlyList<Permission> All =
    [
        new(typeof(OpenAccount), [Compliance, Administrator], one),
        new(typeof(ReceiveFreeAllocation), [Trader, Compliance], one),
        new(typeof(ReceivePurchase), [Trader, Compliance], [Approver], Settle, Contracts),
        new(typeof(ReceiveTransfer), [Trader, Compliance], [Approver], Contracts),
        new(typeof(ReserveUnits), [Trader, Compliance], one, Settle, Contracts),
        new(typeof(ReleaseUnits), [Trader, Compliance], one, Settle),
        new(typeof(DeliverUnits), [Trader], [Approver], Settle, Contracts),
        new(typeof(ConfirmDelivery), [Approver, Finance], one, Settle, Contracts),
        new(typeof(FailDelivery), [Approver, Finance], one, Settle, Contracts),
        new(typeof(SurrenderUnits), [Compliance], [Approver]),
        new(typeof(CancelUnits), [Compliance], [Approver]),
        new(typeof(FreezeUnits), [Compliance], one),
        new(typeof(UnfreezeUnits), [Compliance], one),
        new(typeof(EncumberUnits), [Trader, Finance], [Approver], Contracts),
        new(typeof(ReleaseEncumbrance), [Trader, Finance], [Approver], Contracts),
        new(typeof(EnforceEncumbrance), [Finance], [Approver], Contracts),
        new(typeof(ReceiveBorrowed), [Trader, Finance], [Approver], Contracts),
        new(typeof(ReturnBorrowed), [Trader, Finance], [Approver], Contracts),
        new(typeof(KeepBorrowed), [Finance], [Approver], Contracts),
        new(typeof(FreezeForCarryOver), nobody, one, CarryFilings),
        new(typeof(UnfreezeCarryOver), nobody, one, CarryFilings),
        new(typeof(ConvertUnits), [Compliance], [Approver]),
        new(typeof(ReturnUnits), [Compliance], [Approver]),
        new(typeof(LapseUnits), [Compliance, Finance], [Approver]),
        new(typeof(ChangeCostMethod), [Finance], [Approver]),
        new(typeof(CorrectMovement), [Trader, Finance, Compliance], [Approver]),
        new(typeof(UndoTrade), nobody, one, Settle),
        new(typeof(RestateReceipts), nobody, one, Settle),

        new(typeof(CaptureTrade), [Trader], one),
        new(typeof(CaptureFill), nobody, one, BookFills),
        new(typeof(RebookTrade), [Trader], one),
        new(typeof(CorrectPrice), [Trader, Finance], [Approver]),
        new(typeof(ReplaceTrade), nobody, one, Settle),
        new(typeof(AnnulTrade), [Trader], [Approver]),
        new(typeof(ReinstateTrade), nobody, one, Settle),
        new(typeof(TakePlace), nobody, one, Settle),
        new(typeof(CompleteAnnulment), nobody, one, Settle),
        new(typeof(CarrySettlement), nobody, one, Settle),
        new(typeof(ApproveTrade), [Approver], one),
        new(typeof(RejectTrade), [Approver], one),
        new(typeof(CancelTrade), [Trader, Approver], one, BookFills),
        new(typeof(InstructSettlement), [Trader, Approver], one, Settle),
        new(typeof(ConfirmSettlement), [Approver, Finance], one),
        new(typeof(ConfirmCreditSettlement), [Approver, Finance], one),
        new(typeof(FailSettlement), [Approver, Finance], one),
        new(typeof(ExpireSettlement), [Approver, Finance], one),
        new(typeof(ConfirmCash), [Approver, Finance], one),
        new(typeof(RecordSettlementProblem), nobody, one, Settle),
        new(typeof(RecordLimits), nobody, one, HoldLimits),
        new(typeof(IssueConfirmation), [Approver, Finance], one),
        new(typeof(ChaseConfirmation), [Approver, Finance], one),
        new(typeof(MatchConfirmation), [Approver, Finance], one),

        new(typeof(PlaceOrder), [Trader], one),
        new(typeof(CancelOrder), [Trader, Approver], one),
        new(typeof(RecordFill), [Trader, Finance], one),
        new(typeof(BustFill), [Trader, Finance], one),
        new(typeof(BookFill), [Trader, Finance], one),
        new(typeof(RecordFillProblem), nobody, one, BookFills),
        new(typeof(RecordUnbooked), nobody, one, BookFills),
        new(typeof(RecordRepriced), nobody, one, BookFills),
        new(typeof(ExpireOrder), nobody, one, ExpireOrders),

        new(typeof(RecordFunds), [Finance], one),

        new(typeof(AgreeContract), [Trader, Finance], [Approver]),
        new(typeof(FileContract), [Finance, Compliance], one),
        new(typeof(RecordContractStep), [Trader, Finance, Compliance], one),
        new(typeof(DisposeSecurity), [Finance], [Approver]),
        new(typeof(InstructLeg), [Trader, Finance], one),
        new(typeof(SplitLeg), [Trader, Finance], one),
        new(typeof(ConfirmLeg), [Approver, Finance], one), // and not by the maker of the contract
        new(typeof(ConfirmCreditLeg), [Approver, Finance], one),
        new(typeof(FailLeg), [Approver, Finance], one),
        new(typeof(CallMargin), [Trader, Finance], [Approver]),
        new(typeof(FixSettlement), [Finance], [Approver]),
        new(typeof(ExerciseOption), [Trader], [Approver]),
        new(typeof(LapseOption), [Trader, Finance], one),
        new(typeof(ExtendContract), [Trader, Finance], [Approver]),
        new(typeof(ShortenContract), [Trader, Finance], [Approver]),
        new(typeof(DefaultContract), [Finance], [Approver]),
        new(typeof(CancelContract), [Trader, Finance], [Approver]),
        new(typeof(IssueContractConfirmation), [Approver, Finance], one), // and not by the maker of the contract
        new(typeof(ChaseContractConfirmation), [Approver, Finance], one),
        new(typeof(MatchContractConfirmation), [Approver, Finance], one),
        new(typeof(RecordLegStep), nobody, one, Contracts),
        new(typeof(RecordLegProblem), nobody, one, Contracts),

        new(typeof(SetLimit), [Finance], [Approver]),
        new(typeof(RetireLimit), [Finance], [Approver]),
        new(typeof(OverrideLimit), [Trader, Finance], [Approver]), // and not by the trader the limit is on
        new(typeof(TakeHeadroom), nobody, one, HoldLimits),
        new(typeof(ReleaseHeadroom), nobody, one, HoldLimits),
        new(typeof(RestateHeadroom), nobody, one, HoldLimits),
        new(typeof(ConfirmHeadroom), nobody, one, HoldLimits),
        new(typeof(RecordRefusedTrade), nobody, one, HoldLimits),

        new(typeof(OpenHolding), [Compliance, Administrator], one),
        new(typeof(ReceiveIssuedBatch), [Trader, Compliance], one, BookIssuance),
        new(typeof(ReceivePurchasedBatch), [Trader, Compliance], [Approver], Settle, Contracts),
        new(typeof(ReceiveTransferredBatch), nobody, one, Contracts),
        new(typeof(ReserveCredits), [Trader, Compliance], one, Settle, Contracts),
        new(typeof(ReleaseCredits), [Trader, Compliance], one, CarryOffsets, Settle),
        new(typeof(UseForOffset), [Compliance], [Approver], CarryOffsets),
        new(typeof(CancelVoluntarily), [Compliance], [Approver]),
        new(typeof(DeliverCredits), [Trader], [Approver], Settle, Contracts),
        new(typeof(ConfirmCreditDelivery), [Approver, Finance], one, Settle, Contracts),
        new(typeof(FailCreditDelivery), [Approver, Finance], one, Settle, Contracts),
        new(typeof(EncumberCredits), [Trader, Finance], [Approver], Contracts),
        new(typeof(ReleaseCreditEncumbrance), [Trader, Finance], [Approver], Contracts),
        new(typeof(EnforceCreditEncumbrance), [Finance], [Approver], Contracts),
        new(typeof(ReceiveBorrowedBatch), [Trader, Finance], [Approver], Contracts),
        new(typeof(ReturnBorrowedCredits), [Trader, Finance], [Approver], Contracts),
        new(typeof(KeepBorrowedCredits), [Finance], [Approver], Contracts),
        new(typeof(ChangeCreditCostMethod), [Finance], [Approver]),
        new(typeof(UndoCreditTrade), nobody, one, Settle),
        new(typeof(RestateCreditReceipts), nobody, one, Settle),

        new(typeof(OpenObligation), [Compliance], one),
        new(typeof(RecordActivity), [Compliance], one),
        new(typeof(RecordBudget), [Compliance], one),
        new(typeof(RecordFiling), [Compliance], [Approver]),
        new(typeof(EndFiling), [Compliance], [Approver]),
        new(typeof(FailFiling), nobody, one, CarryFilings),
        new(typeof(RecordCarriedOver), nobody, one, CarryFilings),
        new(typeof(RecordEstimate), [Compliance], one),
        new(typeof(RecordReported), [Compliance], one),
        new(typeof(RecordVerified), [Compliance], [Approver]),
        new(typeof(RecordSurrendered), nobody, one, FollowSurrenders),
        new(typeof(ReverseSurrendered), nobody, one, FollowSurrenders),
        new(typeof(ReserveOffsets), nobody, one, CarryOffsets),
        new(typeof(ReleaseOffsets), nobody, one, CarryOffsets),
        new(typeof(SurrenderOffsets), [Compliance], [Approver]),
        new(typeof(ConfirmOffsets), nobody, one, CarryOffsets),
        new(typeof(FailOffsets), nobody, one, CarryOffsets),

        new(typeof(RegisterProject), [Compliance], one),
        new(typeof(PublishNotice), [Compliance], one),
        new(typeof(RecordValidation), [Compliance], one),
        new(typeof(ApplyForRegistration), [Compliance], one),
        new(typeof(RecordRegistration), [Compliance], one),
        new(typeof(SubmitMonitoringReport), [Compliance], one),
        new(typeof(PublishReductionNotice), [Compliance], one),
        new(typeof(RecordVerification), [Compliance], [Approver]),
        new(typeof(ApplyForIssuance), [Compliance], one),
        new(typeof(RecordIssuance), [Compliance], [Approver]),

        new(typeof(RecordPriceImport), [Trader, Finance], one, Start, JobActor),

        new(typeof(RegisterUnit), [Administrator], one),
        new(typeof(RenameUnit), [Administrator], one),

        new(typeof(RegisterPerson), [Administrator], one, Start),
        new(typeof(GrantRole), [Administrator], [Approver, Administrator]),
        new(typeof(RevokeRole), [Administrator], [Approver, Administrator]),
        new(typeof(DeactivatePerson), [Administrator], one),
        new(typeof(RecordCodeIssue), [Administrator], one),
        new(typeof(GrantAuthority), [Administrator], [Approver, Administrator]),
        new(typeof(WithdrawAuthority), [Administrator], [Approver, Administrator]),
        new(typeof(DelegateApproval), [Approver], one), // the own approvals only
        new(typeof(EndDelegation), [Approver, Administrator], one),
        new(typeof(ReactivatePerson), [Administrator], [Approver, Administrator]),

        new(typeof(ProposeCommand), everyone, one), // asked by the desk after the command's own line was applied; no door offers it
        new(typeof(ApproveProposal), [Approver, Administrator], one), // and the checkers of the proposed command's line
        new(typeof(RejectProposal), [Approver, Administrator], one),
        new(typeof(WithdrawProposal), everyone, one),
        new(typeof(RecordProposalRun), nobody, one, RunProposals),

        new(typeof(OpenBooks), [Administrator], one, Start),
        new(typeof(AdvanceBusinessDate), [Finance], one, JobActor),
        new(typeof(LoadRuleBook), nobody, one, Start),

        new(typeof(StartJob), nobody, one, JobActor),
        new(typeof(TakeOverJob), nobody, one, JobActor),
        new(typeof(FinishJobStep), nobody, one, JobActor),
        new(typeof(FinishJob), nobody, one, JobActor),
        new(typeof(FailJob), nobody, one, JobActor),

        new("read", everyone, one),
        new("export", everyone, one),
        new("verify", everyone, one),
        new("import-prices", [Trader, Finance], one),
        new("import-trades", [Trader], one),
        new("import-fills", [Trader, Finance], one),
        new("see-people", [Administrator, Auditor], one),
        new("issue-code", [Administrator], one),
        new("backup", [Administrator], one),
        new("run-jobs", [Finance, Compliance, Administrator], one),
    ];

    private static readonly Dictionary<object, Permission> byWhat = All.ToDictionary(p => p.What);

    /// <summary>The line of a command or query.</summary>
    /// <exception cref="KeyNotFoundException">It has none: a test keeps this impossible for commands.</exception>
    public static Permission Of(object what) => byWhat[what];
}
