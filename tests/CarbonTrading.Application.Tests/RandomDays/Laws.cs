using CarbonTrading.Application.Checks;
using CarbonTrading.Application.Lots;
using CarbonTrading.Application.Positions;
using CarbonTrading.Application.Tests.Positions;
using CarbonTrading.Domain.Contracts;
using CarbonTrading.Domain.Limits;
using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Orders;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Tests.Registry;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Application.Tests.RandomDays;

/// <summary>What holds of a desk after every step, however late its processes are; and what holds once they have done what they had to do.</summary>
internal sealed class Laws(RandomDesk desk)
{
    private static readonly Bucket[] claimed = [Bucket.Reserved, Bucket.InTransit, Bucket.Pledged, Bucket.Frozen, Bucket.Lent, Bucket.SoldInRepo];
    private readonly Dictionary<string, int> versions = new(StringComparer.Ordinal);
    private int events;

    /// <summary>Free never below 0, nothing promised twice, every tonne in one place, cost goes with tonnes, money is what was paid, no order and no hard limit exceeded.</summary>
    public void AfterStep()
    {
        if (events == desk.Events) return;
        events = desk.Events;
        var changed = false;
        foreach (var account in desk.Accounts.All())
            if (IsNew(account.Key, account.State.Version))
            {
                changed = true;
                Sound(account.Key, account.State.Lots, account.State.Reservations.Values.Concat(account.State.Holds.Values));
                foreach (var unit in account.State.CostUnits) Costs(unit, account.State.Lots, account.State.Pool(unit), account.State.CostLines(unit));
            }

        foreach (var holding in desk.Read.Holdings.All())
            if (IsNew("credits " + holding.Key, holding.State.Version))
            {
                changed = true;
                Sound(holding.Key, holding.State.Lots, holding.State.Reservations.Values.Concat(holding.State.Holds.Values));
                foreach (var unit in holding.State.CostUnits) Costs(unit, holding.State.Lots, holding.State.Pool(unit), holding.State.CostLines(unit));
            }

        if (changed) SerialsOnce();
        foreach (var trade in desk.Read.Trades.All())
            if (trade.State.SettledQuantity > trade.State.Terms!.Quantity) Assert.Fail($"{trade.Key}: {trade.State.SettledQuantity} settled of {trade.State.Terms.Quantity}");
        foreach (var order in desk.Read.Orders.All())
            if (order.State.InBooks > order.State.Terms!.Quantity.Value) Assert.Fail($"{order.Key}: {order.State.InBooks} t in the books of {order.State.Terms.Quantity}");
        None(Invariants.CashAgrees(new(desk.Read, new Dictionary<string, Books.Account>(), long.MaxValue)));
    }

    /// <summary>With nothing on its way: trades, orders, contracts, limits and money agree with the accounts, corrections net to one position, no reaction was lost.</summary>
    public void AtRest(bool withReplay)
    {
        AfterStep();
        if (desk.Parked is [var parked, ..]) Assert.Fail(parked);
        var books = Books.Of(desk.Read, desk.Log, long.MaxValue, CancellationToken.None).GetAwaiter().GetResult();
        foreach (var check in Invariants.Check(books)) None(check);
        foreach (var (key, trade) in desk.Read.Trades.All().Select(t => (t.Key, t.State))) Settled(key, trade);
        foreach (var contract in desk.Read.Contracts.All())
            if (contract.State.Legs.Exists(l => l.Status == ContractLegStatus.Booking)) Assert.Fail($"{contract.Key}: a leg is still being booked");
        foreach (var obligation in desk.Read.Obligations.All())
            if (desk.Accounts.Find(obligation.State.Account)!.State is var account && account.Movements.Where(m => m.Value is UnitsSurrendered && !account.Reversed.Contains(m.Key))
                .Sum(m => m.Value.Moves.Sum(x => x.Quantity.Value)) is var gone && gone != obligation.State.Surrendered.Value)
                Assert.Fail($"{obligation.Key}: {obligation.State.Surrendered} surrendered, {gone} t gone from its account");
        foreach (var account in desk.Accounts.All()) Blocked(account.Key, account.State.Lots, account.State.Movements);
        foreach (var holding in desk.Read.Holdings.All()) Blocked(holding.Key, holding.State.Lots, holding.State.Movements);
        PlainCosts();
        PlainPositions();
        if (withReplay) SameAgain();
    }

    /// <summary>What the lots' page shows as blocked is what stands in their buckets, by number where numbers are known.</summary>
    private static void Blocked(string account, IReadOnlyList<Lot> lots, IReadOnlyDictionary<int, IMovement> movements)
    {
        var parts = BlockedPart.Of(movements, DateOnly.MaxValue).ToLookup(p => (p.Lot, p.Bucket));
        foreach (var lot in lots)
            foreach (var bucket in Buckets.Held.Where(b => b != Bucket.Free))
            {
                var shown = parts[(lot.Id, bucket)].ToList();
                if (shown.Sum(p => p.Quantity) != lot.In(bucket).Quantity.Value) Assert.Fail($"{account} {lot.Id}: {lot.In(bucket).Quantity} {bucket}, {shown.Sum(p => p.Quantity)} t shown");
                if (lot.In(bucket).Serials is { } serials && !shown.Aggregate<BlockedPart, IReadOnlyList<SerialRange>>([], (all, p) => Serials.Join(all, p.Serials)).SequenceEqual(serials))
                    Assert.Fail($"{account} {lot.Id}: other numbers {bucket} than shown");
            }
    }

    private static void None(CheckResult check)
    {
        if (check.Findings.Count > 0) Assert.Fail($"{check.Name}: {check.Findings[0]}");
    }

    private bool IsNew(string key, int version)
    {
        if (versions.GetValueOrDefault(key) == version) return false;
        versions[key] = version;
        return true;
    }

    /// <summary>Every tonne that came in is in one bucket, free on no day below zero, and what stands for somebody is held: each lot of it under one claim.</summary>
    private void Sound(string account, IReadOnlyList<Lot> lots, IEnumerable<Claim> claims)
    {
        var byLot = new Dictionary<(string Lot, Bucket Bucket), long>();
        foreach (var move in claims.SelectMany(c => c.Units)) byLot[(move.Lot, move.To)] = byLot.GetValueOrDefault((move.Lot, move.To)) + move.Quantity.Value;
        foreach (var lot in lots)
        {
            if (lot.Received.Value != lot.Buckets.Values.Sum(b => b.Quantity.Value)) Assert.Fail($"{account} {lot.Id}: {lot.Received} came in");
            var free = 0L;
            foreach (var (day, change) in lot.FreeChanges)
                if ((free += change) < 0) Assert.Fail($"{account} {lot.Id}: {free} t free on {day}");
            foreach (var bucket in claimed)
                if (lot.In(bucket).Quantity.Value != byLot.GetValueOrDefault((lot.Id, bucket)))
                    Assert.Fail($"{account} {lot.Id}: {lot.In(bucket).Quantity} {bucket}, {byLot.GetValueOrDefault((lot.Id, bucket))} t promised to somebody");
            foreach (var (bucket, held) in lot.Buckets)
                if (held.Cost < 0 || held.Serials is { } serials && Serials.Count(serials) != held.Quantity.Value) Assert.Fail($"{account} {lot.Id} {bucket}: {held}");
        }

        var table = desk.Read.Movements.Now;
        foreach (var (cell, i) in table.Cells.Select((c, i) => (c, i)).Where(c => c.c.Account == account && lots.Any(l => l.Unit == c.c.Unit)))
        {
            var mine = lots.Where(l => l.Unit == cell.Unit).ToList();
            if (table.Balances[i].Free != mine.Sum(l => l.In(Bucket.Free).Quantity.Value) || table.Balances[i].Held != mine.Sum(l => Buckets.Held.Sum(b => l.In(b).Quantity.Value)))
                Assert.Fail($"{account} {cell.Unit}: {table.Balances[i].Free} t free, {table.Balances[i].Held} t held by the table");
        }
    }

    /// <summary>Cost 0 at quantity 0, never below, and the lines add up to it.</summary>
    private static void Costs(UnitClass unit, IReadOnlyList<Lot> lots, PoolState pool, IEnumerable<CostLine> lines)
    {
        var (sum, last) = (0m, 0m);
        foreach (var line in lines)
        {
            sum += line.Cost;
            last = line.PoolCost;
            if (line.PoolCost < 0 || line.PoolQuantity.Value < 0 || (line.PoolQuantity.IsZero && line.PoolCost != 0)) Assert.Fail(line.ToString());
        }

        if (sum != pool.Cost + pool.Residual || last != pool.Cost) Assert.Fail($"{unit}: {pool}, its lines make {sum}");
        if (pool.Quantity.Value != lots.Where(l => l.Unit == unit).Sum(l => Buckets.Held.Sum(b => l.In(b).Quantity.Value))) Assert.Fail($"{unit}: {pool}");
    }

    private void SerialsOnce()
    {
        var held = desk.Accounts.All().SelectMany(a => a.State.Lots).SelectMany(l => l.Buckets.Where(b => b.Key.IsHeld()).SelectMany(b => b.Value.Serials ?? [])).OrderBy(s => s.First).ToList();
        for (var i = 1; i < held.Count; i++)
            if (Serials.Overlap(held[i - 1], held[i])) Assert.Fail($"{held[i - 1]} {held[i]}");
    }

    /// <summary>What a trade settled stands in its account, and nothing of one that was corrected or taken out does: each original and its correction net to one position.</summary>
    private void Settled(string key, Trade trade)
    {
        var terms = trade.Terms!;
        var expected = trade.Status == TradeStatus.Corrected ? 0 : trade.SettledQuantity.Value;
        var (movements, reversed) = terms.Product.Market == CcerHoldingDecider.Market
            ? desk.Read.Holdings.Find(terms.Account) is { State: { } h } ? (h.Movements, h.Reversed) : default
            : desk.Accounts.Find(terms.Account) is { State: { } a } ? (a.Movements, a.Reversed) : default;
        var stands = movements!.Where(m => !reversed!.Contains(m.Key) && m.Value switch
        {
            PurchaseReceived e => e.Trade == key, PurchasedBatchReceived e => e.Trade == key,
            DeliveryConfirmed e => e.Reservation == key, CreditDeliveryConfirmed e => e.Reservation == key, _ => false,
        }).Sum(m => m.Value.Moves.Sum(x => x.Quantity.Value));
        if (stands != expected) Assert.Fail($"{key} {trade.Status}: {expected} t settled, {stands} t in {terms.Account}");
        // One that was asked for once more while its correction took its place is settled by nobody, and has not to be.
        if (trade is { Status: TradeStatus.Approved, LastProblem: null } or { IsInstructed: true, Status: not TradeStatus.Corrected }) Assert.Fail($"{key} {trade.Status}: nobody settles it");
        if (trade.Status == TradeStatus.PendingApproval && trade.LimitsWaiting.Except(trade.LimitsRefused.Select(r => r.Limit)).FirstOrDefault() is { } waiting)
            Assert.Fail($"{key}: {waiting} gives no answer");
    }

    /// <summary>Position of any pair of dates once more, slow and plain, from the stored bytes.</summary>
    private void PlainPositions()
    {
        var plain = new PlainPosition(desk.Stored);
        var random = new Random(desk.Events);
        for (var i = 0; i < 4; i++)
        {
            var (day, known) = i == 0 ? (DateOnly.MaxValue, desk.Events) : (new DateOnly(2026, 6, 1).AddDays(random.Next(30)), random.Next(desk.Events + 1));
            if (plain.Difference(desk.Read.Movements.Now, day, known, (position, _) => position <= known) is { } difference) Assert.Fail(difference);
        }
    }

    /// <summary>Cost once more, slow and plain, from what happened; the receipts of trades cost what their trades say.</summary>
    private void PlainCosts()
    {
        foreach (var stream in desk.Stored.GroupBy(e => e.Stream))
        {
            var (kind, key) = stream.Key.Split('/') is [var k, var id] ? (k, id) : default;
            if (kind == "allowance-account")
            {
                var plain = Fed(stream.Select(e => (e.Version, (object)e.As<AllowanceAccountEvent>())));
                var state = desk.Accounts.Find(key)!.State;
                foreach (var unit in state.CostUnits) Same(plain, key, unit, state.Pool(unit), state.CostLines(unit));
                foreach (var trade in state.Movements.Where(m => m.Value is PurchaseReceived { Trade: not null } && !state.Reversed.Contains(m.Key)).GroupBy(m => ((PurchaseReceived)m.Value).Trade!))
                    if (desk.Read.Trades.Find(trade.Key)?.State is { } made && made.Receipts.Count == trade.Count())
                        foreach (var (movement, receipt) in trade.OrderBy(m => m.Key).Zip(made.Receipts))
                            if (plain.Receipt(movement.Value.Moves[0].Unit, movement.Key) != receipt.Cost) Assert.Fail($"{key} {trade.Key}: {receipt} in the trade");
            }
            else if (kind == "ccer-holding")
            {
                var plain = Fed(stream.Select(e => (e.Version, (object)e.As<CcerHoldingEvent>())));
                var state = desk.Read.Holdings.Find(key)!.State;
                foreach (var unit in state.CostUnits) Same(plain, key, unit, state.Pool(unit), state.CostLines(unit));
            }
        }

        static PlainCost Fed(IEnumerable<(int Version, object Happened)> events)
        {
            var plain = new PlainCost();
            foreach (var (version, happened) in events) plain.Add(version, happened);
            return plain;
        }

        static void Same(PlainCost plain, string key, UnitClass unit, PoolState pool, IEnumerable<CostLine> lines)
        {
            if (plain.Of(unit) is var p && p != (pool.Method, pool.Quantity.Value, pool.Cost, pool.Residual)) Assert.Fail($"{key} {unit}: {pool}, plainly {p}");
            var disposals = plain.Disposals(unit);
            foreach (var line in lines.Where(l => l.Quantity < 0))
                if (!disposals.Remove((line.Movement, line.Index), out var cost) || cost != -line.Cost) Assert.Fail($"{key} {unit}: {line}, plainly {cost}");
            if (disposals.Count > 0) Assert.Fail($"{key} {unit}: {string.Join(' ', disposals.Keys)} left only plainly");
        }
    }

    /// <summary>The log read again from its bytes tells the same.</summary>
    private void SameAgain()
    {
        var again = desk.Replayed();
        Assert.Equal(Tell(desk), Tell(again));

        static List<string> Tell(RandomDesk desk) =>
        [
            .. PositionQuery.Lines(desk.Read.Movements.Now, DateOnly.MaxValue, long.MaxValue)
                .Select(l => $"{l.Account} {l.Unit} {string.Join(' ', l.Tonnes)} {string.Join(' ', l.Cost)} {string.Join(' ', l.Book)}"),
            .. desk.Accounts.All().SelectMany(a => a.State.CostUnits.OrderBy(u => u.ToString(), StringComparer.Ordinal).Select(u => $"{a.Key} {u} {a.State.Pool(u)}")),
            .. desk.Read.Trades.All().Select(t => $"{t.Key} {Contract.Fingerprint(t.State)}"),
            .. desk.Read.Orders.All().Select(o => $"{o.Key} {Contract.Fingerprint(o.State)}"),
            .. desk.Read.Contracts.All().Select(c => $"{c.Key} {Contract.Fingerprint(c.State)}"),
            .. desk.Read.Limits.All().Select(l => $"{l.Key} {l.State.Open} {l.State.Takes.Count} {l.State.Terms}"),
        ];
    }
}
