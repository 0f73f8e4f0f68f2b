using CarbonTrading.Domain.Contracts;
using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Processes;

/// <summary>Carries the legs of term contracts to the accounts and writes on the contract what became of them.</summary>
/// <remarks>
/// Instructed -> reserved and in transit. Confirmed -> delivered, received, encumbered, released, borrowed, given back, or moved to the other own
/// account. Failed -> free again. Disposed of -> a part of what was given is lost. Defaulted -> all of it is. The account knows a leg by <see cref="TermContract.IdOf"/>.
/// </remarks>
public sealed class SettleContract : IProcess
{
    private const string Contracts = "contract/";

    /// <inheritdoc/>
    public string Actor => Permissions.Contracts;

    /// <inheritdoc/>
    public Reaction? React(StoredEvent happened)
    {
        if (!happened.Stream.StartsWith(Contracts, StringComparison.Ordinal)) return null;
        var key = happened.Stream[Contracts.Length..];
        return happened.As<ContractEvent>() switch
        {
            LegInstructed e => Carry(key, e.Leg.Number, ContractLegStatus.InTransit, run => Send(run, key, e)),
            LegConfirmed { Leg.IsUnits: true } e => Carry(key, e.Leg.Number, ContractLegStatus.Done, run => Book(run, key, e)),
            LegFailed e => Carry(key, e.Leg.Number, ContractLegStatus.Failed, run => Fail(run, key, e)),
            SecurityDisposed e => Carry(key, e.Leg.Number, e.Left.IsZero ? ContractLegStatus.Dropped : ContractLegStatus.Expected,
                run => Enforce(run, key, e.Leg, e.Effective, e.Document, e.Quantity)),
            ContractDefaulted { Lost.Count: > 0 } e => Carry(key, e.Lost[0].Number, ContractLegStatus.Dropped, run => Lose(run, key, e)),
            ContractDefaulted { Kept: [var kept, ..] } e => Carry(key, kept.Number, ContractLegStatus.Dropped,
                run => Keep(run, key, kept, e)),
            _ => null,
        };
    }

    /// <summary>Runs commands one after another, each under an id of its own: asked again after a crash, each is done once.</summary>
    private sealed record Run(Desk Desk, Caller Caller, CancellationToken Ct)
    {
        private int count;

        public Task<Outcome> Account(string account, AllowanceAccountCommand command) => Desk.Execute(AllowanceAccountDecider.Instance, account, command, Next(), Ct);

        public Task<Outcome> Holding(string holding, CcerHoldingCommand command) => Desk.Execute(CcerHoldingDecider.Instance, holding, command, Next(), Ct);

        private Caller Next() => Caller with { CommandId = $"{Caller.CommandId}-{++count}" };
    }

    /// <summary>What the account does, then what became of it on the contract.</summary>
    private static Reaction Carry(string key, int leg, ContractLegStatus then, Func<Run, Task<Outcome>> work) => new("contract", key, async (desk, caller, ct) =>
    {
        var outcome = await work(new Run(desk, caller, ct));
        return outcome.Error is not null ? outcome
            : await desk.Execute(ContractDecider.Instance, key, (ContractCommand)new RecordLegStep(leg, then), caller, ct);
    }, refused => new("contract", key, (desk, caller, ct) =>
        desk.Execute(ContractDecider.Instance, key, (ContractCommand)new RecordLegProblem(leg, refused.Code, refused.Message, refused.Values), caller, ct)));

    private static async Task<Outcome> Send(Run run, string key, LegInstructed e)
    {
        var (id, to) = (TermContract.IdOf(key, e.Leg.Number, e.Attempt), $"{e.Counterparty}, {key}");
        var (account, product, quantity) = (e.Leg.Account!, e.Leg.Product!.Value, e.Leg.Quantity!.Value);
        if (IsCredit(e.Leg))
        {
            var promised = await run.Holding(account, new ReserveCredits(e.Effective, id, quantity, $"contract {key}", Product: product, ForSale: e.Leg.Action == LegAction.Deliver));
            return promised.Error is not null ? promised : await run.Holding(account, new DeliverCredits(e.Effective, id, to, id));
        }

        var reserved = await run.Account(account, new ReserveUnits(e.Effective, id, product, quantity, $"contract {key}", ForSale: e.Leg.Action == LegAction.Deliver));
        return reserved.Error is not null ? reserved : await run.Account(account, new DeliverUnits(e.Effective, id, to, id));
    }

    private static Task<Outcome> Book(Run run, string key, LegConfirmed e)
    {
        var (leg, terms) = (e.Leg, e.Terms);
        var (account, product, quantity) = (leg.Account!, leg.Product!.Value, leg.Quantity!.Value);
        var (id, opening) = (TermContract.IdOf(key, leg.Number, e.Attempt), TermContract.IdOf(key, ContractLegs.Of(terms).First(l => l.IsUnits).Number));
        var isCredit = IsCredit(leg);
        return leg.Action switch
        {
            LegAction.Deliver when isCredit => run.Holding(account, new ConfirmCreditDelivery(e.Effective, id, e.Evidence)),
            LegAction.Receive when isCredit => run.Holding(account, new ReceivePurchasedBatch(e.Effective, e.Batch!, quantity, leg.Price!.Value, e.Fee, id, e.Evidence)),
            LegAction.Encumber when isCredit => run.Holding(account,
                new EncumberCredits(e.Effective, id, KindOf(terms.Kind), product, quantity, terms.Counterparty, e.Evidence, terms.EndsOn)),
            LegAction.Release when isCredit => run.Holding(account, new ReleaseCreditEncumbrance(e.Effective, opening, e.Evidence)),
            LegAction.Borrow when isCredit => run.Holding(account, new ReceiveBorrowedBatch(e.Effective, id, e.Batch!, quantity, terms.Counterparty, e.Evidence, terms.EndsOn)),
            LegAction.GiveBack when isCredit => run.Holding(account, new ReturnBorrowedCredits(e.Effective, opening, e.Evidence)),
            LegAction.Transfer when isCredit => MoveCredits(run, id, e),
            LegAction.Deliver => run.Account(account, new ConfirmDelivery(e.Effective, id, e.Evidence)),
            LegAction.Receive => run.Account(account, new ReceivePurchase(e.Effective, product, quantity, leg.Price!.Value, e.Fee, id, e.Evidence)),
            LegAction.Encumber => run.Account(account, new EncumberUnits(e.Effective, id, KindOf(terms.Kind), product, quantity, terms.Counterparty, e.Evidence, terms.EndsOn)),
            LegAction.Release => run.Account(account, new ReleaseEncumbrance(e.Effective, opening, e.Evidence)),
            LegAction.Borrow => run.Account(account, new ReceiveBorrowed(e.Effective, id, product, quantity, terms.Counterparty, e.Evidence, terms.EndsOn)),
            LegAction.GiveBack => run.Account(account, new ReturnBorrowed(e.Effective, opening, e.Evidence)),
            _ => MoveOver(run, id, e),
        };
    }

    private static EncumbranceKind KindOf(ContractKind kind) => kind switch
    {
        ContractKind.Pledge => EncumbranceKind.Pledge, ContractKind.Repo => EncumbranceKind.Repo, _ => EncumbranceKind.Loan,
    };

    /// <summary>Out of one own account into the other: the same units with the serials and the first day of sale they have; cost = transfer price, or where it is 0 the cost the books took.</summary>
    private static async Task<Outcome> MoveOver(Run run, string id, LegConfirmed e)
    {
        var (terms, from) = (e.Terms, e.Leg.Account!);
        var gone = await run.Account(from, new ConfirmDelivery(e.Effective, id, e.Evidence));
        if (gone.Error is not null) return gone;
        var delivered = gone.Events.OfType<DeliveryConfirmed>().Single();
        var done = gone;
        foreach (var unit in delivered.Moves.GroupBy(m => (m.Unit, From: delivered.SaleDays?.FirstOrDefault(d => d.Lot == m.Lot)?.SellableFrom)))
        {
            var (quantity, cost, serials) = Together(terms, unit);
            done = await run.Account(terms.OtherAccount!, new ReceiveTransfer(e.Effective, unit.Key.Unit, quantity, from, id, cost, serials, unit.Key.From));
            if (done.Error is not null) return done;
        }

        return done;
    }

    /// <summary>The same between two holdings of credits: each batch stays the batch it was.</summary>
    private static async Task<Outcome> MoveCredits(Run run, string id, LegConfirmed e)
    {
        var (terms, from) = (e.Terms, e.Leg.Account!);
        var gone = await run.Holding(from, new ConfirmCreditDelivery(e.Effective, id, e.Evidence));
        if (gone.Error is not null) return gone;
        var delivered = gone.Events.OfType<CreditDeliveryConfirmed>().Single();
        var batches = delivered.Batches!.ToDictionary(b => b.Lot, StringComparer.Ordinal);
        var done = gone;
        foreach (var part in delivered.Moves.GroupBy(m => (m.Unit.Origin, batches[m.Lot].Batch, batches[m.Lot].SellableFrom)))
        {
            var (quantity, cost, serials) = Together(terms, part);
            done = await run.Holding(terms.OtherAccount!, new ReceiveTransferredBatch(e.Effective, part.Key.Batch, part.Key.Origin, quantity, from, id, cost, serials, part.Key.SellableFrom));
            if (done.Error is not null) return done;
        }

        return done;
    }

    /// <summary>Sum of moves that arrive as one lot; serial numbers where all of them have theirs.</summary>
    private static (Tonnes Quantity, decimal Cost, IReadOnlyList<SerialRange>? Serials) Together(AgreeContract terms, IEnumerable<Move> moves)
    {
        var (all, quantity) = (moves.ToList(), new Tonnes(moves.Sum(m => m.Quantity.Value)));
        return (quantity, terms.Price.Amount > 0 ? (terms.Price * quantity).RoundedHalfUp().Amount : all.Sum(m => m.Book?.Cost ?? m.Cost),
            all.TrueForAll(m => m.Serials is not null) ? [.. all.SelectMany(m => m.Serials!)] : null);
    }

    private static Task<Outcome> Fail(Run run, string key, LegFailed e)
    {
        var id = TermContract.IdOf(key, e.Leg.Number, e.Attempt);
        return IsCredit(e.Leg)
            ? run.Holding(e.Leg.Account!, new FailCreditDelivery(e.Effective, id, e.Reason)) : run.Account(e.Leg.Account!, new FailDelivery(e.Effective, id, e.Reason));
    }

    private static async Task<Outcome> Lose(Run run, string key, ContractDefaulted e)
    {
        Outcome? outcome = null;
        foreach (var leg in e.Lost)
        {
            outcome = await Enforce(run, key, leg, e.Effective, e.Document);
            if (outcome.Error is not null) break;
        }

        return outcome!;
    }

    private static Task<Outcome> Enforce(Run run, string key, ContractLeg leg, DateOnly day, string document, Tonnes? quantity = null) => IsCredit(leg)
        ? run.Holding(leg.Account!, new EnforceCreditEncumbrance(day, TermContract.IdOf(key, 1), document, quantity))
        : run.Account(leg.Account!, new EnforceEncumbrance(day, TermContract.IdOf(key, 1), document, quantity));

    private static Task<Outcome> Keep(Run run, string key, ContractLeg leg, ContractDefaulted e)
    {
        var (id, paid) = (TermContract.IdOf(key, 1), Math.Max(0m, e.Paid ?? 0m));
        return IsCredit(leg) ? run.Holding(leg.Account!, new KeepBorrowedCredits(e.Effective, id, paid, e.Document))
            : run.Account(leg.Account!, new KeepBorrowed(e.Effective, id, paid, e.Document));
    }

    private static bool IsCredit(ContractLeg leg) => leg.Product!.Value.Market == CcerHoldingDecider.Market;
}
