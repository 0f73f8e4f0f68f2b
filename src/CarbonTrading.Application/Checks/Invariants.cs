using System.Globalization;
using CarbonTrading.Application.Positions;
using CarbonTrading.Domain.Compliance;
using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Checks;

/// <summary>One thing that must always hold, and where it does not.</summary>
/// <param name="Name">Name.</param>
/// <param name="Checked">What was looked at, in words.</param>
/// <param name="Findings">One sentence each; empty = holds.</param>
public sealed record CheckResult(string Name, string Checked, IReadOnlyList<string> Findings);

/// <summary>What must always hold, computed from the outside: from the log, not from what wrote it.</summary>
public static partial class Invariants
{
    private const int LooksMax = 3;

    /// <summary>Runs all checks on the store as it stands. What is only on its way between two entities is looked at again once it has arrived.</summary>
    public static async Task<IReadOnlyList<CheckResult>> Check(Workplace workplace, CancellationToken ct = default)
    {
        for (var looks = 1; ; looks++)
        {
            await workplace.Tail.CatchUp(ct);
            var results = Check(await Books.Of(workplace.Read, workplace.Store.Events, workplace.Tail.Position, ct));
            if (looks == LooksMax || results.All(r => r.Findings.Count == 0)) return results;
            await workplace.Processes.RunToEnd(ct);
        }
    }

    /// <summary>Runs all checks once.</summary>
    internal static IReadOnlyList<CheckResult> Check(Books books)
    {
        var (table, known) = (books.Table, books.Known);
        return
        [
            Conservation(table, known),
            NeverNegative(table, known),
            CostGoesWithTonnes(table, known),
            BookCostGoesWithTonnes(table, known),
            AccountsAgree(books, table, known),
            SerialsHeldOnce(books, known),
            TradesAgree(books, table, known),
            PurchasesAgree(books, known),
            OffsetsAgree(books, known),
            OrdersAgree(books),
            ClaimsAgree(books),
            LimitsAgree(books),
            CashAgrees(books),
        ];
    }

    private static CheckResult Conservation(MovementTable.Snapshot table, long known)
    {
        var lines = PositionQuery.Lines(table, DateOnly.MaxValue, known);
        return new("conservation", $"{lines.Count} accounts and unit classes: what came in is in exactly one bucket",
            [.. lines.Where(l => l.Tonnes.Sum() != 0).Select(l => $"{l.Account} {l.Unit}: buckets and what came in differ by {l.Tonnes.Sum()} t")]);
    }

    private static CheckResult NeverNegative(MovementTable.Snapshot table, long known)
    {
        var findings = new List<string>();
        var lots = 0;
        foreach (var account in table.Cells.Select(c => c.Account).Distinct())
        {
            var days = PositionQuery.Days(table, known, account);
            foreach (var (lot, bucket, day, balance) in days.Negative) findings.Add(string.Create(CultureInfo.InvariantCulture,
                $"{account} {lot}: {bucket} is {balance} t at the end of {day:yyyy-MM-dd}"));
            lots += days.Lots;
        }

        return new("no bucket below zero on any day", $"{lots} lots, at the end of every effective day", findings);
    }

    private static CheckResult CostGoesWithTonnes(MovementTable.Snapshot table, long known)
    {
        var lots = table.Cells.Select(c => c.Account).Distinct().SelectMany(a => PositionQuery.Lots(table, DateOnly.MaxValue, known, a)).ToList();
        var findings = lots.SelectMany(l => Enum.GetValues<Bucket>().Where(b => b != Bucket.Outside && l.In(b) == 0 && l.Cost[(int)b] != 0)
            .Select(b => $"{l.Account} {l.Lot}: {b} holds 0 t and a cost of {l.Cost[(int)b]}"));
        return new("cost 0 at quantity 0", $"{lots.Count} lots by bucket", [.. findings]);
    }

    private static CheckResult BookCostGoesWithTonnes(MovementTable.Snapshot table, long known)
    {
        var lines = PositionQuery.Lines(table, DateOnly.MaxValue, known);
        var findings = lines.Where(l => l.HeldCost < 0 || (l.Held == 0 && l.HeldCost != 0) || l.Book.Sum() != 0)
            .Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.Account} {l.Unit}: {l.Held} t are booked at {l.HeldCost}, all accounts of cost add up to {l.Book.Sum()}"));
        return new("booked cost goes with tonnes and adds up", $"{lines.Count} accounts and unit classes", [.. findings]);
    }

    /// <summary>No serial number is held twice, in one account or in two.</summary>
    private static CheckResult SerialsHeldOnce(Books books, long known)
    {
        var held = new List<(string Market, SerialRange Range, string Where)>();
        foreach (var (key, account) in books.Accounts) Add(key, account.State.Lots);

        foreach (var holding in books.Read.Holdings.All(known)) Add(holding.Key, holding.State.Lots);
        var inOrder = held.OrderBy(h => h.Market, StringComparer.Ordinal).ThenBy(h => h.Range.Block, StringComparer.Ordinal).ThenBy(h => h.Range.First).ToList();
        var findings = inOrder.Zip(inOrder.Skip(1)).Where(p => p.First.Market == p.Second.Market && p.First.Range.Block == p.Second.Range.Block && p.First.Range.Last >= p.Second.Range.First)
            .Select(p => $"{p.Second.Range.Block} {p.Second.Range.First} is held by {p.First.Where} and by {p.Second.Where}");
        return new("one serial number is held once", $"{held.Count} serial ranges held", [.. findings]);

        void Add(string account, IEnumerable<Lot> lots) => held.AddRange(lots.SelectMany(l => l.Buckets.Where(b => b.Key.IsHeld())
            .SelectMany(b => b.Value.Serials ?? []).Select(r => (l.Unit.Product.Market, r, $"{account} {l.Id}"))));
    }

    /// <summary>The accounts' own state, folded from their streams, against the table: two ways to the same tonnes.</summary>
    private static CheckResult AccountsAgree(Books books, MovementTable.Snapshot table, long known)
    {
        var findings = new List<string>();
        var keys = books.Accounts.Keys.Union(books.Read.Holdings.All(known).Select(h => h.Key)).ToList();
        foreach (var key in keys)
        {
            var state = books.Accounts.GetValueOrDefault(key)?.State ?? AllowanceAccount.Unopened;
            var credits = books.Read.Holdings.Find(key, known)?.State ?? CcerHolding.Unopened;
            var own = state.Lots.Concat(credits.Lots).SelectMany(l => l.Buckets.Select(b => (Unit: l.Unit.ToString(), Bucket: b.Key, Tonnes: b.Value.Quantity.Value)))
                .Where(x => x.Bucket != Bucket.Outside).GroupBy(x => (x.Unit, x.Bucket)).ToDictionary(g => g.Key, g => g.Sum(x => x.Tonnes));
            var rows = PositionQuery.Lines(table, DateOnly.MaxValue, known).Where(l => l.Account == key)
                .SelectMany(l => Enum.GetValues<Bucket>().Where(b => b != Bucket.Outside).Select(b => (Key: (l.Unit.ToString(), b), Tonnes: l.In(b))));
            PoolState Pool(UnitClass unit) => unit.Product.Market == CcerHoldingDecider.Market ? credits.Pool(unit) : state.Pool(unit);
            var booked = PositionQuery.Lines(table, DateOnly.MaxValue, known).Where(l => l.Account == key && state.CostUnits.Concat(credits.CostUnits).Contains(l.Unit));
            findings.AddRange(booked.Where(l => Pool(l.Unit) is var pool && (pool.Quantity.Value != l.Held || pool.Cost != l.HeldCost))
                .Select(l => $"{key} {l.Unit}: the account's pool is {Pool(l.Unit)}, the movement table holds {l.Held} t at {l.HeldCost}"));
            findings.AddRange(rows.Where(r => own.GetValueOrDefault(r.Key) != r.Tonnes)
                .Select(r => $"{key} {r.Key.Item1} {r.Key.b}: the account says {own.GetValueOrDefault(r.Key)} t, the movement table {r.Tonnes} t"));
        }

        return new("accounts agree with the movement table", $"{keys.Count} accounts folded anew", findings);
    }

    private static CheckResult TradesAgree(Books books, MovementTable.Snapshot table, long known)
    {
        var settled = books.Read.Trades.All(known).Where(t => t.State is { Status: TradeStatus.Settled, Terms: not null }).ToList();
        var lines = PositionQuery.Lines(table, DateOnly.MaxValue, known).ToLookup(l => l.Account);
        var findings = settled.GroupBy(t => (t.State.Terms!.Account, t.State.Terms.Product)).Select(g =>
        {
            var sold = g.Where(t => t.State.Terms!.Side == Side.Sell).Sum(t => t.State.Terms!.Quantity.Value);
            var delivered = lines[g.Key.Account].Where(l => l.Unit.Product == g.Key.Product).Sum(l => l.In(Bucket.Delivered));
            return sold <= delivered ? null : $"{g.Key.Account} {g.Key.Product}: {sold} t sold and settled, {delivered} t delivered";
        });
        return new("settled sales were delivered", $"{settled.Count} settled trades", [.. findings.OfType<string>()]);
    }

    /// <summary>What purchases settled, as the trades and as the accounts' receipts tell it: tonnes and cost.</summary>
    private static CheckResult PurchasesAgree(Books books, long known)
    {
        var bought = books.Read.Trades.All(known).Where(t => t.State is { Terms.Side: Side.Buy, SettledQuantity.IsZero: false }).ToList();
        var findings = new List<string>();
        foreach (var account in bought.GroupBy(t => (t.State.Terms!.Account, IsCredit: t.State.Terms.Product.Market == CcerHoldingDecider.Market)))
        {
            var receipts = (account.Key.IsCredit ? Credits(books, account.Key.Account, known) : Standing(books.Accounts[account.Key.Account].State)).ToLookup(r => r.Trade);
            foreach (var trade in account)
            {
                var expected = trade.State.Status == TradeStatus.Corrected ? 0 : trade.State.SettledQuantity.Value;
                var received = receipts[trade.Key].Sum(r => r.Tonnes);
                if (received != expected) findings.Add($"{trade.Key}: {expected} t bought and settled, {received} t received in {account.Key.Account}");
                var (cost, right) = (receipts[trade.Key].Sum(r => r.Cost), expected == 0 ? 0m : trade.State.Receipts.Sum(r => r.Cost));
                if (cost != right) findings.Add($"{trade.Key}: bought for {right}, in the books at {cost}");
            }
        }

        return new("settled purchases were received", $"{bought.Count} purchases", findings);

        static IEnumerable<(string? Trade, long Tonnes, decimal Cost)> Standing(AllowanceAccount state)
        {
            var costs = state.CostUnits.SelectMany(state.CostLines).Where(l => l.Quantity > 0).ToDictionary(l => (l.Movement, l.Index), l => l.Cost);
            return state.Movements.Where(m => m.Value is PurchaseReceived && !state.Reversed.Contains(m.Key))
                .Select(m => (((PurchaseReceived)m.Value).Trade, m.Value.Moves.Sum(move => move.Quantity.Value), costs[(m.Key, 0)]));
        }

        static IEnumerable<(string? Trade, long Tonnes, decimal Cost)> Credits(Books books, string holding, long known)
        {
            if (books.Read.Holdings.Find(holding, known)?.State is not { } state) return [];
            var costs = state.CostUnits.SelectMany(state.CostLines).Where(l => l.Quantity > 0).ToDictionary(l => (l.Movement, l.Index), l => l.Cost);
            return state.Movements.Where(m => m.Value is PurchasedBatchReceived && !state.Reversed.Contains(m.Key))
                .Select(m => (((PurchasedBatchReceived)m.Value).Trade, m.Value.Moves.Sum(move => move.Quantity.Value), costs[(m.Key, 0)]));
        }
    }

    /// <summary>Credits used for an obligation, as the holding and as the obligation tell it.</summary>
    private static CheckResult OffsetsAgree(Books books, long known)
    {
        var used = books.Read.Holdings.All(known).SelectMany(h => h.History.Select(e => e.Event).OfType<UsedForOffset>()
            .Where(e => e.Obligation is not null).Select(e => (Obligation: e.Obligation!, Holding: h.Key, e.Reservation, Tonnes: e.Quantity.Value))).ToList();
        var confirmed = books.Read.Obligations.All(known).SelectMany(o => o.State.Offsets.Values.Where(c => c.Status == OffsetStatus.Confirmed)
            .Select(c => (Obligation: o.Key, c.Holding, c.Reservation, Tonnes: c.Quantity.Value))).ToList();
        return new("offsets agree between holdings and obligations", $"{used.Count} uses",
            [.. used.Except(confirmed).Select(u => $"{u.Holding} {u.Reservation}: {u.Tonnes} t cancelled, {u.Obligation} has not confirmed them"),
             .. confirmed.Except(used).Select(c => $"{c.Obligation}: {c.Tonnes} t of {c.Holding} {c.Reservation} confirmed, the holding has not cancelled them")]);
    }
}
