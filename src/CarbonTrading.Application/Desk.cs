using System.Text.Json;
using CarbonTrading.Application.Duties;
using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Compliance;
using CarbonTrading.Domain.Contracts;
using CarbonTrading.Domain.Control;
using CarbonTrading.Domain.Funds;
using CarbonTrading.Domain.Limits;
using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Orders;
using CarbonTrading.Domain.Organisation;
using CarbonTrading.Domain.People;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application;

/// <summary>Where every command comes in, from every door: who, when, which rules, which right; a second person where one is needed.</summary>
public sealed partial class Desk(IEntityHost host, RuleBook rules, ReadSide read, TimeProvider clock)
{
    /// <summary>Runs a command, or stores it as a proposal where its line in <see cref="Permissions"/> asks for a second person.</summary>
    /// <returns>Always an outcome; a proposal's outcome is that of the proposal's own stream.</returns>
    public async Task<Outcome> Execute<TState, TCommand, TEvent>(
        Decider<TState, TCommand, TEvent> decider, string key, TCommand command, Caller caller, CancellationToken ct = default)
        where TState : notnull where TCommand : notnull where TEvent : class
    {
        if (!EntityKey.IsValid(key)) return Outcome.Refused(DeskErrors.BadKey());
        if (!Caller.IsCommandId(caller.CommandId)) return Outcome.Refused(DeskErrors.BadCommandId());
        var line = Permissions.Of(command.GetType());
        var name = Entities.NameOf(command.GetType());
        if (MayNot(line, caller, name, key, command) is not null || Stands(decider.Entity, key, command, caller) is not null) await read.Refresh(ct); // perhaps it was only not seen yet
        if (MayNot(line, caller, name, key, command) is { } denied) return Outcome.Refused(denied);
        if (command is ProposeCommand) return Outcome.Refused(DeskErrors.NotPermitted(caller.Actor, "propose directly", ["of the desk itself"]));
        if (Stands(decider.Entity, key, command, caller) is { } standing) return Outcome.Refused(standing);
        if (await AccountRefuses(key, command, caller, ct) is { } refused) return Outcome.Refused(refused);
        if (!line.FourEyes || caller.IsSystem) return await Run(decider, key, command, caller.Actor, null, caller, ct, trial: onlyAsks is not null);
        if (await Misfit(decider, key, command, caller, ct) is { } misfit) return misfit;
        return await Propose(decider.Entity, key, command, caller, ct);
    }

    /// <summary>Runs a command two persons agreed on. Asked by the process that runs approved proposals alone.</summary>
    internal Task<Outcome> ExecuteApproved(ProposalApproved approved, string commandId, CancellationToken ct) =>
        new Desk(host, rules, read, clock) { approval = approved, ProposedFor = ProposedFor }.RunApproved(commandId, ct);

    /// <summary>Whether it was told what became of an approved proposal.</summary>
    internal bool IsRun(string proposal) => read.Proposals.Find(proposal)?.State.Status is ProposalStatus.Done or ProposalStatus.RefusedAtRun;

    /// <summary>What the trade decider would say to a capture now, without capturing anything.</summary>
    /// <param name="capture">The trade.</param>
    /// <param name="actor">Who would capture it.</param>
    /// <param name="key">Its key, where it is known: an override may be for it alone.</param>
    /// <param name="inPlaceOf">Key of the trade it is to replace; null = none.</param>
    public Decision<TradeEvent> Preview(CaptureTrade capture, string actor, string? key = null, string? inPlaceOf = null)
    {
        if (read.Log.BusinessDate is not { } today) return DeskErrors.BooksNotOpen();
        if ((TradeFits(capture) ?? SameDeal(key, capture, wrong: inPlaceOf)) is { } misfit) return misfit;
        return TradeDecider.Instance.Decide(TradeDecider.Instance.Initial, capture,
            new Context(clock.GetUtcNow(), actor, rules, today, null, QuotesFor(capture), LimitsOf(capture, key, actor, inPlaceOf)));
    }

    /// <summary>What an entity would say to a command in a state, without asking the entity.</summary>
    public Decision<TEvent> Preview<TState, TCommand, TEvent>(Decider<TState, TCommand, TEvent> decider, TState state, TCommand command, string actor)
        where TState : notnull where TCommand : notnull where TEvent : class => read.Log.BusinessDate is { } today
            ? decider.Decide(state, command, new Context(clock.GetUtcNow(), actor, rules, today)) : DeskErrors.BooksNotOpen();

    /// <summary>Every venue rule applied to a capture now, passed or not; none while its form is not complete.</summary>
    public IReadOnlyList<VenueCheck> ChecksOf(CaptureTrade capture, string actor) => read.Log.BusinessDate is { } today
        ? TradeDecider.ChecksOf(capture, new Context(clock.GetUtcNow(), actor, rules, today, null, QuotesFor(capture))) : [];

    /// <summary>Key of the proposal a four-eyes command becomes: the same for the same maker and command id.</summary>
    public static string ProposalKey(string maker, string commandId) => "P-" + Contract.Fingerprint($"{maker} {commandId}").ToUpperInvariant();

    private const int HeadroomPatience = 20;
    private static readonly TimeSpan HeadroomPause = TimeSpan.FromMilliseconds(50);

    private ProposalApproved? approval;

    private async Task<Outcome> Run<TState, TCommand, TEvent>(
        Decider<TState, TCommand, TEvent> decider, string key, TCommand command, string actor, string? approvedBy, Caller caller, CancellationToken ct,
        bool trial = false)
        where TState : notnull where TCommand : notnull where TEvent : class
    {
        if (approval is { } agreed) (actor, approvedBy) = (agreed.Maker, agreed.Checker);
        var today = read.Log.BusinessDate;
        if (today is null && command is not (OpenBooks or RegisterPerson or LoadRuleBook)) return Outcome.Refused(DeskErrors.BooksNotOpen());
        var (terms, _) = TermsOf(command, actor);
        if (terms is null || trial || !IsNewDeal()) return await Ask();
        var withdraw = command is AgreeContract contract ? Announce(key, contract, actor) : Announce(command is PlaceOrder ? OpenDeals.OfOrder(key) : key, terms, actor);
        var isToBeSeen = false;
        try
        {
            var outcome = await Ask();
            isToBeSeen = outcome.Error is null && IsNewDeal();
            return outcome;
        }
        finally
        {
            if (!isToBeSeen) withdraw(IsNewDeal() || command is PlaceOrder); // else it is withdrawn when it is seen
        }

        bool IsNewDeal() => command switch
        {
            CaptureTrade or RebookTrade => read.Trades.Find(key) is null, PlaceOrder => read.Orders.Find(key) is null, AgreeContract => read.Contracts.Find(key) is null, _ => false,
        };

        async Task<Outcome> Ask()
        {
            var quotes = PricedBy(command, key, terms) is { } priced ? QuotesFor(priced) : null;
            var stamp = new Stamp(caller.CommandId, actor, clock.GetUtcNow(), rules.Version, today ?? BookDates.First, approvedBy, caller.Trace, quotes, trial)
            {
                Limits = await LimitsFor(command, key, actor, ct), OnBehalfOf = approval is null ? OnBehalfOf(key, command, caller) : null,
                SaleFrom = command is ReceiveTransfer { SellableFrom: null } t && (!caller.IsSystem || approval is not null)
                    ? read.SaleDays.Of(t.FromAccount, t.Unit, t.Reference, t.Effective) : null,
                CarryOver = command is RecordFiling { Filing: Filing.CarryOver, Product: { } carried } && read.Obligations.Find(key)?.State is { IsOpened: true } into
                    ? CarryOverCaps.Of(read, rules, new AsOf(today ?? BookDates.First, long.MaxValue, true), into, carried) : null,
                IsNew = command is CaptureTrade or CaptureFill or RebookTrade && read.Trades.Find(key) is null,
            };
            var outcome = await host.Execute(decider, key, command, stamp, ct);
            for (var waited = 0; outcome.Error is { Code: "trade.limits-waiting" } && !trial && waited < HeadroomPatience; waited++)
            {
                await Task.Delay(HeadroomPause, ct); // the process that holds limits is about to write what they gave
                outcome = await host.Execute(decider, key, command, stamp, ct);
            }

            // A contract is refused before it becomes a proposal: its trace stays as that of a trade does.
            var isEntered = !trial || (command is AgreeContract && approval is null && onlyAsks is null);
            if (isEntered && outcome.Error is not null && terms is not null) await RecordRefused(terms, key, stamp, outcome.Error, ct);
            return outcome;
        }
    }

    /// <summary>What the entity would refuse now is no proposal: the maker learns it, not the second person. A proposal that stands is not asked about again.</summary>
    private async Task<Outcome?> Misfit<TState, TCommand, TEvent>(
        Decider<TState, TCommand, TEvent> decider, string key, TCommand command, Caller caller, CancellationToken ct)
        where TState : notnull where TCommand : notnull where TEvent : class
    {
        var proposal = ProposalKey(caller.Actor, caller.CommandId);
        if (read.Proposals.Find(proposal) is not null) return null;
        var trial = await Run(decider, key, command, caller.Actor, null, caller with { CommandId = $"trial-{Guid.CreateVersion7():N}" }, ct, trial: true);
        if (OfTrade(command, trial) is { } owned) return Outcome.Refused(owned);
        if (trial.Error is null) return null;
        await read.Refresh(ct); // perhaps the proposal was only not seen yet, and what it asked for is done
        return read.Proposals.Find(proposal) is null ? trial : null;
    }

    private Task<Outcome> Propose<TCommand>(string entity, string key, TCommand command, Caller caller, CancellationToken ct) where TCommand : notnull
    {
        var body = JsonSerializer.SerializeToElement(command, command.GetType(), Contract.Json);
        return Run(ProposalDecider.Instance, ProposalKey(caller.Actor, caller.CommandId), new ProposeCommand(entity, key, Entities.NameOf(command.GetType()), body),
            caller.Actor, null, caller, ct);
    }

    private DomainError? MayNot(Permission line, Caller caller, string what, string key, object command)
    {
        if (approval is not null) return null; // both persons were checked when they asked and when they approved
        if (caller.IsSystem) return line.System.Contains(caller.Actor) ? null : DeskErrors.NotPermitted(caller.Actor, what, ["of another system actor"]);
        var denied = read.MayNot(line, caller.Actor, what);
        return denied is { Code: "permission.denied" } && Rights.MayStandIn(caller.Actor, key, command) ? null : denied;
    }

    /// <summary>Whether two holders are one entity: the company above a site or line answers for it, unless the rules of the market give each installation an account (<c>account-per</c>).</summary>
    private bool IsOne(string holder, string other, string market)
    {
        if (holder == other) return true;
        return !(read.Log.BusinessDate is { } today && rules.TryFind("account-per", market, today)?.Text == "installation") && EntityOf(holder) == EntityOf(other);
    }

    private string EntityOf(string holder)
    {
        for (var unit = holder; read.Organisation.Find(unit)?.State is { } state; unit = state.Parent!)
        {
            if (state.Kind == UnitKind.Company) return unit;
            if (state.Parent is null) break;
        }

        return holder;
    }

    private DomainError? HolderMayOpen(string holder) => holder.Length > 0 && read.Organisation.Find(holder) is null ? DeskErrors.UnknownHolder(holder) : null;

    /// <summary>What needs a look at other entities; a pre-check, the entity itself decides.</summary>
    private DomainError? Stands<TCommand>(string entity, string key, TCommand command, Caller caller) where TCommand : notnull => NotOwn(command, caller) ?? command switch
    {
        OpenAccount c => HolderMayOpen(c.Holder) ?? (read.Accounts.All().FirstOrDefault(a => a.Market == c.Market && a.Key != key && IsOne(a.Holder, c.Holder, c.Market)) is { } has
            ? DeskErrors.HolderHasOne(c.Holder, c.Market, has.Key) : null),
        CaptureTrade or RebookTrade when read.Contracts.Find(key) is not null => DeskErrors.KeyOfContract(key),
        AgreeContract when read.Trades.Find(key) is not null => DeskErrors.KeyOfTrade(key),
        CaptureTrade c => TradeFits(c) ?? SameDeal(key, c),
        CaptureFill c => TradeFits(c.Terms) ?? SameDeal(key, c.Terms, c.Order),
        RebookTrade c => RebookFits(key, c) ?? TradeFits(c.Terms) ?? SameDeal(key, c.Terms, wrong: c.Replaces),
        AnnulTrade => AnnulFits(key),
        CancelTrade when !caller.IsSystem => OfStanding(key),
        PlaceOrder c => OrderFits(key, c),
        AgreeContract c => ContractFits(key, c),
        AllowanceAccountCommand or CcerHoldingCommand when !caller.IsSystem && ReceiptFits(key, command) is { } wrong => wrong,
        RecordFunds c => FundsFit(key, c),
        OpenHolding c => HolderMayOpen(c.Holder) ?? (read.Holdings.All().FirstOrDefault(h => h.Key != key && IsOne(h.State.Holder, c.Holder, CcerHoldingDecider.Market)) is { } has
            ? DeskErrors.HolderHasOne(c.Holder, CcerHoldingDecider.Market, has.Key) : null),
        RegisterProject c => c.Owner.Length > 0 && read.Organisation.Find(c.Owner) is null ? DeskErrors.UnknownHolder(c.Owner) : null,
        OpenObligation c => ObligationFits(key, c),
        ReserveCredits { Obligation: { } obligation } c => ReservationFits(obligation, c),
        UseForOffset c => !caller.IsSystem && read.Holdings.Find(key)?.State.Uses.GetValueOrDefault(c.Reservation)?.Obligation is { } bound
            ? DeskErrors.SurrenderAtObligation(c.Reservation, bound) : null,
        RecordIssuance { Holding: { } holding } => read.Holdings.Find(holding) is null ? DeskErrors.UnknownHolding(holding) : null,
        RevokeRole { Role: Role.Administrator } or DeactivatePerson => read.IsLastAdministrator(key) ? DeskErrors.LastAdministrator() : null,
        ApproveProposal or RejectProposal => MayDecide(key, caller) ?? MayApprove(key, command, caller),
        ApproveTrade or RejectTrade => MayApprove(key, command, caller),
        DelegateApproval c => DelegateFits(c),
        SetLimit c => LimitFits(c),
        _ => null,
    };

    private DomainError? MayDecide(string key, Caller caller)
    {
        if (read.Proposals.Find(key)?.State is not { } proposal) return null;
        var line = Permissions.Of(Entities.ByName(proposal.Entity)!.Commands[proposal.Command]);
        return read.RolesOf(caller.Actor).Intersect(line.Checkers).Any() || Rights.MayStandIn(caller.Actor, key, new ApproveProposal()) ? null
            : DeskErrors.NotPermitted(caller.Actor, $"decide on {proposal.Command}", line.Checkers.Select(r => r.ToString()));
    }

    private DomainError? ObligationFits(string key, OpenObligation c)
    {
        if (read.Accounts.Find(c.Account) is not { } account) return DeskErrors.ObligationWithoutAccount(c.Account);
        if (account.Market != c.Market) return DeskErrors.ObligationElsewhere(c.Account, account.Market, c.Market);
        var right = ObligationDecider.KeyOf(c.Account, c.Year);
        return key == right ? null : DeskErrors.ObligationKey(key, right);
    }

    private DomainError? ReservationFits(string obligation, ReserveCredits c) =>
        read.Obligations.Find(obligation)?.State is { } state && state.Market == c.Market && state.Year == c.ComplianceYear
            ? null : DeskErrors.UnknownObligation(obligation, c.Market, c.ComplianceYear);

    private DomainError? TradeFits(CaptureTrade c) => HolderFits(c.Account, c.Product.Market)
        ?? NotOpen(c.Product.Market, c.TradeDate) ?? (c.Method == TradeMethod.Otc ? DealFits(c.Product, c.TradeDate, c.Price) : null);

    private Dictionary<string, Quote>? QuotesFor(CaptureTrade c) =>
        read.PreviousClose(c.Product, c.TradeDate) is { } quote ? new() { [c.Product.ToString()] = quote } : null;
}
