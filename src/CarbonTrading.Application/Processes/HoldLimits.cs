using CarbonTrading.Domain.Contracts;
using CarbonTrading.Domain.Limits;
using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Processes;

/// <summary>Takes headroom of every limit a trade was held against, and gives it back.</summary>
/// <remarks>
/// Captured -> each limit takes or refuses -> written on the trade, which nobody approves before. Rejected, cancelled or replaced -> released. Price corrected -> restated.
/// Settled, all or a part -> confirmed; for a limit on a position once the account holds the units. Headroom freed, a limit raised or
/// overridden -> the trades that wait ask again. What a trade holds is read from its own stream.
/// </remarks>
public sealed class HoldLimits(IEventStore log) : IProcess
{
    private const string TradeStream = "trade/";
    private const string ContractStream = "contract/";
    private const string LimitStream = "limit/";

    /// <inheritdoc/>
    public string Actor => Permissions.HoldLimits;

    /// <inheritdoc/>
    public Reaction? React(StoredEvent happened)
    {
        if (happened.Stream.StartsWith(TradeStream, StringComparison.Ordinal))
            return OfTrade(happened.Stream[TradeStream.Length..], happened);
        if (happened.Stream.StartsWith(ContractStream, StringComparison.Ordinal))
            return OfContract(happened.Stream[ContractStream.Length..], happened);
        if (happened.Stream.StartsWith(LimitStream, StringComparison.Ordinal))
            return OfLimit(happened.Stream[LimitStream.Length..], happened.As<LimitEvent>());
        return happened.Actor != Permissions.Settle ? null : happened.Name switch
        {
            "allowance-account.purchase-received.v1" when happened.As<AllowanceAccountEvent>() is PurchaseReceived { Trade: { } trade, Corrects: null } e =>
                Each(trade, l => l.Kind == "position", _ => new ConfirmHeadroom(trade, Sum(e.Moves), happened.Position)),
            "ccer-holding.purchased-batch-received.v1" when happened.As<CcerHoldingEvent>() is PurchasedBatchReceived { Trade: { } trade } e =>
                Each(trade, l => l.Kind == "position", _ => new ConfirmHeadroom(trade, Sum(e.Moves), happened.Position)),
            _ => null,
        };
    }

    private Reaction? OfTrade(string trade, StoredEvent happened) => happened.As<TradeEvent>() switch
    {
        TradeCaptured { Limits: { } limits } e when limits.Any(l => l.Holds) => Take(trade, e, [.. limits.Where(l => l.Holds)]),
        TradeRejected e => Each(trade, _ => true, _ => new ReleaseHeadroom(trade, e.Reason)),
        TradeCancelled e => Each(trade, _ => true, _ => new ReleaseHeadroom(trade, e.Reason)),
        // Only once it is out of the books: where its account cannot take it back it stands, and counts, as before.
        PlaceTaken e => Each(e.Of, _ => true, _ => new ReleaseHeadroom(e.Of, trade, true)),
        TradeAnnulled => Each(trade, _ => true, _ => new ReleaseHeadroom(trade, "annulled", true)),
        PriceCorrected e => Restate(trade, e.Reason),
        SettlementConfirmed e => Each(trade, l => l.Kind != "position", _ => new ConfirmHeadroom(trade, e.Quantity, happened.Position)),
        _ => null,
    };

    /// <summary>A contract was held against its limits when it was agreed by two persons; what it takes it gives back when it ends without delivery.</summary>
    private Reaction? OfContract(string contract, StoredEvent happened) => happened.As<ContractEvent>() switch
    {
        ContractAgreed { Limits: { } limits } e when limits.Any(l => l.Holds) => new("contract", contract, async (desk, caller, ct) =>
        {
            foreach (var limit in limits.Where(l => l.Holds))
            {
                var asked = new TakeHeadroom(contract, e.AgreedBy, limit.Asked ?? 0m, e.Terms.Quantity, e.Terms.AgreedOn, limit.Held, limit.Position, e.Terms.Remark);
                var outcome = await desk.Execute(LimitDecider.Instance, limit.Limit, asked, Id(caller, limit.Limit), ct);
                if (outcome.Error is { Code: not ("limit.already-taken" or "limit.retired" or "limit.not-set") }) return outcome;
            }

            return Done;
        }),
        ContractCancelled e => Each(contract, _ => true, _ => new ReleaseHeadroom(contract, e.Reason), ContractStream),
        OptionLapsed e => Each(contract, _ => true, _ => new ReleaseHeadroom(contract, e.Reason), ContractStream),
        SecurityDisposed { Left.IsZero: true } e => Each(contract, _ => true, _ => new ReleaseHeadroom(contract, e.Document), ContractStream),
        ContractDefaulted e => Each(contract, _ => true, _ => new ReleaseHeadroom(contract, e.Document), ContractStream),
        LegStepRecorded { Status: ContractLegStatus.Done } e => Performed(contract, e.Leg, happened.Position),
        LegConfirmed { Leg.IsUnits: false } e => Performed(contract, e.Leg.Number, happened.Position),
        SettlementFixed { Result: 0m } => Performed(contract, null, happened.Position),
        _ => null,
    };

    /// <summary>
    /// The exposure of a contract ends with one leg: once its units are booked, or the money it is settled in is there, or fixed at nothing. For a limit on a position it ends
    /// once what comes is in the account, and is held.
    /// </summary>
    /// <param name="leg">Number of the leg; null = the one it ends with.</param>
    private Reaction Performed(string contract, int? leg, long at) => new("contract", contract, async (desk, caller, ct) =>
    {
        var events = await log.Read(ContractStream + contract, 0, ct);
        if (events is not [var first, ..] || first.As<ContractEvent>() is not ContractAgreed { Limits: { } limits } agreed) return Done;
        var state = events.Select(e => e.As<ContractEvent>()).Aggregate(TermContract.NotAgreed, ContractDecider.Evolve);
        if ((leg ?? ContractLegs.Exposure(agreed.Terms)?.Number) is not { } number) return Done;
        var performed = state.Legs[number - 1].Leg;
        var settled = performed.IsUnits ? performed.Quantity!.Value : state.Performed; // units in parts as they come, money in parts once the last is paid
        if (settled.IsZero) return Done;
        return await Ask(desk, caller, limits.Where(l => l.Holds && EndOf(l, agreed.Terms)?.Number == performed.Whole), _ => new ConfirmHeadroom(contract, settled, at), ct);
    });

    private static ContractLeg? EndOf(LimitReading limit, AgreeContract terms) => limit.Kind == "position" ? ContractLegs.Receipt(terms) : ContractLegs.Exposure(terms);

    private static Reaction? OfLimit(string limit, LimitEvent happened) => happened switch
    {
        LimitRetired { Waiting: { } waiting } => Again(limit, waiting),
        LimitSet { Waiting: { } waiting } => Again(limit, waiting),
        LimitOverridden { Waiting: { } waiting } => Again(limit, waiting),
        HeadroomReleased { Waiting: { } waiting } => Again(limit, waiting),
        HeadroomConfirmed { Waiting: { } waiting } => Again(limit, waiting),
        HeadroomRestated { Waiting: { } waiting } => Again(limit, waiting),
        _ => null,
    };

    /// <summary>Asks every limit once, and writes on the trade what they gave.</summary>
    private static Reaction Take(string trade, TradeCaptured captured, IReadOnlyList<LimitReading> limits) => new("trade", trade, async (desk, caller, ct) =>
    {
        var (taken, refused) = (new List<string>(), new List<LimitRefusal>());
        foreach (var limit in limits)
        {
            var asked = new TakeHeadroom(
                trade, captured.CapturedBy, limit.Asked ?? 0m, captured.Terms.Quantity, captured.Terms.TradeDate, limit.Held, limit.Position, captured.Terms.Remark,
                captured.Replaces);
            var outcome = await desk.Execute(LimitDecider.Instance, limit.Limit, asked, Id(caller, limit.Limit), ct);
            if (outcome.Error is { Kind: ErrorKind.Unavailable }) return outcome;
            if (outcome.Events is [HeadroomRefused no]) refused.Add(new(limit.Limit, no.Message, no.Said));
            else if (outcome.Error is { Code: not ("limit.already-taken" or "limit.retired" or "limit.not-set") } error) refused.Add(new(limit.Limit, error.Message, error.Said()));
            else taken.Add(limit.Limit);
        }

        return await desk.Execute(TradeDecider.Instance, trade, new RecordLimits(taken, refused), caller, ct);
    });

    /// <summary>Trades that wait ask again, the oldest first; who still finds no headroom goes on waiting.</summary>
    private static Reaction Again(string limit, IReadOnlyList<TakeHeadroom> waiting) => new("limit", limit, async (desk, caller, ct) =>
    {
        var done = Done;
        foreach (var asked in waiting)
        {
            var outcome = await desk.Execute(LimitDecider.Instance, limit, asked, Id(caller, asked.Trade), ct);
            if (outcome.Error is { Kind: ErrorKind.Unavailable }) return outcome;
            if (outcome.Error is { Code: not ("limit.already-taken" or "limit.retired") }) continue;
            done = await desk.Execute(TradeDecider.Instance, asked.Trade, new RecordLimits([limit], []), Id(caller, asked.Trade, "-t"), ct);
            if (done.Error is { Code: not "trade.not-captured" }) return done; // a contract waits for nothing
            done = Done;
        }

        return done;
    });

    /// <summary>One command on each limit the trade was held against; what a limit never gave needs nothing.</summary>
    private Reaction Each(string trade, Func<LimitReading, bool> which, Func<LimitReading, LimitCommand> command, string stream = TradeStream) => new(stream[..^1], trade, async (desk, caller, ct) =>
    {
        var events = await log.Read(stream + trade, 0, ct);
        if (events is not [var first, ..]) return Done;
        // A trade of an execution that was rejected may be captured once more, under the limits of that day.
        var limits = stream == TradeStream ? events.Select(e => e.As<TradeEvent>()).OfType<TradeCaptured>().LastOrDefault()?.Limits : (first.As<ContractEvent>() as ContractAgreed)?.Limits;
        return limits is null ? Done : await Ask(desk, caller, limits.Where(l => l.Holds && which(l)), command, ct);
    });

    /// <summary>Amounts of money by the price that is right.</summary>
    private Reaction Restate(string trade, string reason) => new("trade", trade, async (desk, caller, ct) =>
    {
        var state = (await log.Read(TradeStream + trade, 0, ct)).Select(e => e.As<TradeEvent>()).Aggregate(TradeDecider.Instance.Initial, TradeDecider.Evolve);
        return await Ask(desk, caller, state.Limits.Where(l => l is { Holds: true, Asked: not null } && LimitFigure.IsMoney(l.Unit)),
            l => new RestateHeadroom(trade, state.CapturedBy, l.Asked!.Value, reason), ct);
    });

    private static async Task<Outcome> Ask(Desk desk, Caller caller, IEnumerable<LimitReading> limits, Func<LimitReading, LimitCommand> command, CancellationToken ct)
    {
        foreach (var limit in limits)
        {
            var outcome = await desk.Execute(LimitDecider.Instance, limit.Limit, command(limit), Id(caller, limit.Limit), ct);
            if (outcome.Error is { Code: not ("limit.nothing-taken" or "limit.not-set") }) return outcome;
        }

        return Done;
    }

    private static Outcome Done => new(0, 0, [], null);

    private static Tonnes Sum(IReadOnlyList<Move> moves) => moves.Aggregate(Tonnes.Zero, (sum, m) => sum + m.Quantity);

    private static Caller Id(Caller caller, string key, string end = "") => caller with { CommandId = $"{caller.CommandId}-{key}{end}" };
}
