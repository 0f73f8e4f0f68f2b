using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Tests.Registry;

/// <summary>
/// The cost of an account or holding once more, slow and plain: fed with its events one by one, every pool is run through from its first day after each.
/// It takes from the events what somebody said (days, lots, tonnes, prices, fees, methods) and computes every cost that follows, also that of a named lot.
/// </summary>
public sealed class PlainCost
{
    /// <summary>A change of method (0), what came in (1), what left (2): one line of a pool.</summary>
    private sealed class Line
    {
        public required DateOnly Day { get; init; }
        public required int Step { get; init; }
        public required int Version { get; init; }
        public int Index { get; init; }
        public CostMethod Method { get; init; }
        public string Lot { get; init; } = "";
        public long Tonnes { get; init; }
        public decimal Own { get; init; } // what the lot itself bears
        public bool IsBooked { get; set; }
        public decimal Cost { get; set; }
        public List<(string Lot, long Tonnes, decimal Cost)> Parts { get; set; } = [];
    }

    private sealed record Lot(DateOnly Acquired, int Number);

    private sealed class Pool
    {
        public List<Line> Lines { get; } = [];
        public DateOnly LastMoved { get; set; } = DateOnly.MinValue;
        public CostMethod Method { get; set; }
        public long Tonnes { get; set; }
        public decimal Cost { get; set; }
        public decimal Residual { get; set; }
    }

    private readonly Dictionary<UnitClass, Pool> pools = [];
    private readonly Dictionary<string, Lot> lots = [];
    private readonly Dictionary<(string Lot, Bucket Bucket, string Claim), (long Tonnes, decimal Cost)> own = []; // what is promised to one is not what is promised to another
    private readonly Dictionary<int, (IMovement Movement, decimal[] Own)> told = [];

    /// <summary>Unit classes anything came in of.</summary>
    public IEnumerable<UnitClass> Units => pools.Keys;

    /// <summary>Tonnes held, their cost, and what no tonne bears.</summary>
    public (CostMethod Method, long Tonnes, decimal Cost, decimal Residual) Of(UnitClass unit) =>
        pools.TryGetValue(unit, out var pool) ? (pool.Method, pool.Tonnes, pool.Cost, pool.Residual) : default;

    /// <summary>Cost of each disposal that stands, by version and index.</summary>
    public Dictionary<(int Version, int Index), decimal> Disposals(UnitClass unit) =>
        pools.TryGetValue(unit, out var pool) ? pool.Lines.Where(l => l.Step == 2).ToDictionary(l => (l.Version, l.Index), l => l.Cost) : [];

    /// <summary>What a receipt costs in the books.</summary>
    public decimal Receipt(UnitClass unit, int version) => pools[unit].Lines.Single(l => l.Step == 1 && l.Version == version).Cost;

    /// <summary>The next event.</summary>
    /// <param name="version">Its version in the stream.</param>
    /// <param name="happened">The event.</param>
    public void Add(int version, object happened)
    {
        switch (happened)
        {
            case CostMethodChanged e: Change(version, e.Unit, e.From, e.Method); break;
            case CreditCostMethodChanged e: Change(version, e.Unit, e.From, e.Method); break;
            case CostsRestated { Trade: not null } e: Restate(e.Changes); break;
            case CreditCostsRestated { Trade: not null } e: Restate(e.Changes); break;
            case IReversal e: Reverse(e); break;
            case IMovement e: Move(version, e); break;
        }
    }

    private Pool PoolOf(UnitClass unit) => pools.TryGetValue(unit, out var pool) ? pool : pools[unit] = new();

    private void Change(int version, UnitClass unit, DateOnly from, CostMethod method)
    {
        PoolOf(unit).Lines.Add(new() { Day = from, Step = 0, Version = version, Method = method });
        Run(unit);
    }

    /// <summary>The price of a trade was wrong: what its receipts should have cost is said, all that follows is not.</summary>
    private void Restate(IReadOnlyList<CostChange> changes)
    {
        foreach (var change in changes.Where(c => c.From == Bucket.Outside))
            PoolOf(change.Unit).Lines.Single(l => l.Step == 1 && l.Version == change.Movement && l.Index == change.Index).Cost = change.Cost;
        foreach (var unit in changes.Select(c => c.Unit).Distinct()) Run(unit);
    }

    private void Move(int version, IMovement movement)
    {
        var costs = new decimal[movement.Moves.Count];
        told[version] = (movement, costs);
        for (var i = 0; i < costs.Length; i++)
        {
            var move = movement.Moves[i];
            if (move.From != Bucket.Outside)
            {
                costs[i] = Carry(Place(move.Lot, move.From, movement), Place(move.Lot, move.To, movement), move.Quantity.Value);
                if (move.From.IsHeld() && !move.To.IsHeld())
                    Enter(move.Unit, new() { Day = movement.Effective, Step = 2, Version = version, Index = i, Lot = move.Lot, Tonnes = move.Quantity.Value, Own = costs[i] });
                continue;
            }

            foreach (var unit in movement.Moves.Take(i).Select(m => m.Unit).Distinct()) Run(unit); // what is carried over costs what it cost before
            lots[move.Lot] = new(movement.Effective, int.Parse(move.Lot.AsSpan(2), System.Globalization.CultureInfo.InvariantCulture));
            costs[i] = movement switch
            {
                PurchaseReceived e => Paid(e.Price, move.Quantity, e.Fee, e.DeductibleTax),
                PurchasedBatchReceived e => Paid(e.Price, move.Quantity, e.Fee, e.DeductibleTax),
                UnitsConverted => Carried(version),
                FreeAllocationReceived => 0m,
                _ => move.Cost, // said by who entered it
            };
            own[Place(move.Lot, move.To, movement)] = (move.Quantity.Value, costs[i]);
            Enter(move.Unit, new() { Day = movement.Effective, Step = 1, Version = version, Index = i, Lot = move.Lot, Tonnes = move.Quantity.Value, Own = costs[i], Cost = costs[i] });
        }

        foreach (var unit in movement.Moves.Select(m => m.Unit).Distinct()) Run(unit);
    }

    private static decimal Paid(UnitPrice price, Tonnes quantity, decimal fee, decimal? tax) =>
        Math.Round(price.Amount * quantity.Value, 2, MidpointRounding.AwayFromZero) + fee - (tax ?? 0m);

    private decimal Carried(int version) => pools.Values.SelectMany(p => p.Lines).Where(l => l.Step == 2 && l.Version == version).Sum(l => l.Cost);

    private void Reverse(IReversal reversal)
    {
        var (wrong, costs) = told[reversal.Movement];
        for (var i = wrong.Moves.Count - 1; i >= 0; i--)
        {
            var move = wrong.Moves[i];
            var (from, back) = (Place(move.Lot, move.To, wrong), Place(move.Lot, reversal.Moves[wrong.Moves.Count - 1 - i].To, wrong));
            var (there, had) = (own[from], own.GetValueOrDefault(back));
            own[from] = (there.Tonnes - move.Quantity.Value, there.Cost - costs[i]);
            if (back.Bucket != Bucket.Outside) own[back] = (had.Tonnes + move.Quantity.Value, had.Cost + costs[i]);
            PoolOf(move.Unit).Lines.RemoveAll(l => l.Version == reversal.Movement && l.Index == i && l.Step > 0);
        }

        foreach (var unit in wrong.Moves.Select(m => m.Unit).Distinct()) Run(unit);
    }

    /// <summary>Part of what a lot has somewhere goes on, with its share of the lot's cost.</summary>
    private decimal Carry((string, Bucket, string) from, (string, Bucket, string) to, long quantity)
    {
        var ((tonnes, cost), there) = (own[from], own.GetValueOrDefault(to));
        var share = quantity == tonnes ? cost : Math.Round(cost * quantity / tonnes, 2, MidpointRounding.AwayFromZero);
        own[from] = (tonnes - quantity, cost - share);
        own[to] = (there.Tonnes + quantity, there.Cost + share);
        return share;
    }

    private static (string Lot, Bucket Bucket, string Claim) Place(string lot, Bucket bucket, IMovement movement) =>
        (lot, bucket, bucket == Bucket.Free || !bucket.IsHeld() ? "" : ClaimOf(movement));

    private static string ClaimOf(IMovement movement) => movement switch
    {
        UnitsReserved e => e.Reservation,
        UnitsReleased e => e.Reservation,
        DeliveryInstructed e => e.Reservation,
        DeliveryConfirmed e => e.Reservation,
        DeliveryFailed e => e.Reservation,
        UnitsFrozen e => e.Hold,
        UnitsUnfrozen e => e.Hold,
        UnitsEncumbered e => e.Encumbrance,
        EncumbranceReleased e => e.Encumbrance,
        EncumbranceEnforced e => e.Encumbrance,
        CarryOverFrozen e => e.Application,
        CarryOverUnfrozen e => e.Application,
        UnitsConverted e => e.Application!,
        CreditsReserved e => e.Reservation,
        CreditsReleased e => e.Reservation,
        UsedForOffset e => e.Reservation,
        CreditDeliveryInstructed e => e.Reservation,
        CreditDeliveryConfirmed e => e.Reservation,
        CreditDeliveryFailed e => e.Reservation,
        CreditsEncumbered e => e.Encumbrance,
        CreditEncumbranceReleased e => e.Encumbrance,
        CreditEncumbranceEnforced e => e.Encumbrance,
        _ => throw new InvalidOperationException(movement.GetType().Name),
    };

    private void Enter(UnitClass unit, Line line)
    {
        var pool = PoolOf(unit);
        pool.Lines.Add(line);
        if (line.Day > pool.LastMoved) pool.LastMoved = line.Day;
    }

    /// <summary>Through the pool from its first day. What left before the last change of method that anything was booked under keeps what it was booked at.</summary>
    private void Run(UnitClass unit)
    {
        var pool = PoolOf(unit);
        var closed = pool.Lines.Where(l => l.Step == 0 && l.Day <= pool.LastMoved).Select(l => l.Day).DefaultIfEmpty(DateOnly.MinValue).Max();
        pool.Lines.Sort((a, b) => (a.Day, a.Step, a.Version, a.Index).CompareTo((b.Day, b.Step, b.Version, b.Index)));
        var run = new Running(this);
        var changed = new HashSet<int>();
        foreach (var line in pool.Lines)
        {
            if (line.Step == 2 && (!line.IsBooked || line.Day >= closed))
            {
                var was = line.Cost;
                (line.Cost, line.Parts) = run.Price(line);
                line.IsBooked = true;
                if (line.Cost != was) changed.Add(line.Version);
            }

            run.Take(line);
        }

        (pool.Method, pool.Tonnes, pool.Cost, pool.Residual) = (run.Method, run.Tonnes, run.Cost, run.Residual);
        foreach (var version in changed.Where(v => told[v].Movement is UnitsConverted))
            foreach (var (other, brought) in pools.SelectMany(p => p.Value.Lines.Where(l => l.Step == 1 && l.Version == version).Select(l => (p.Key, l))).ToList())
            {
                brought.Cost = Carried(version);
                Run(other);
            }
    }

    /// <summary>A pool on its way through its days.</summary>
    private sealed class Running(PlainCost books)
    {
        private readonly Dictionary<string, long> held = [];
        private readonly Dictionary<string, (long Tonnes, decimal Cost, bool IsOwn)> layers = [];
        private (int Version, long Tonnes, decimal Cost) disposal; // all one event takes is rounded together

        public CostMethod Method { get; private set; } = CostMethod.Specific;
        public long Tonnes { get; private set; }
        public decimal Cost { get; private set; }
        public decimal Residual { get; private set; }

        public (decimal Cost, List<(string, long, decimal)> Parts) Price(Line line)
        {
            var quantity = line.Tonnes;
            if (Method == CostMethod.MovingAverage)
            {
                var (_, tonnes, cost) = disposal.Version == line.Version ? disposal : (line.Version, Tonnes, Cost);
                return (Share(tonnes, cost, tonnes - Tonnes + quantity) - (cost - Cost), []);
            }

            if (Method == CostMethod.Specific)
            {
                var (tonnes, cost, isOwn) = layers.GetValueOrDefault(line.Lot);
                var paid = isOwn || tonnes <= 0 ? line.Own : Share(tonnes, cost, quantity);
                return (paid, [(line.Lot, quantity, paid)]);
            }

            var parts = new List<(string Lot, long Tonnes, decimal Cost)>();
            foreach (var lot in Oldest(layers.Where(l => l.Value.Tonnes > 0).Select(l => l.Key)))
            {
                if (quantity == 0) break;
                var part = Math.Min(quantity, layers[lot].Tonnes);
                parts.Add((lot, part, Share(layers[lot].Tonnes, layers[lot].Cost, part)));
                quantity -= part;
            }

            return (parts.Sum(p => p.Cost), parts);
        }

        public void Take(Line line)
        {
            if (line.Step == 0) Change(line.Method);
            else if (line.Step == 1) In(line);
            else Out(line);
        }

        private void In(Line line)
        {
            (Tonnes, Cost, disposal) = (Tonnes + line.Tonnes, Cost + line.Cost, default);
            held[line.Lot] = held.GetValueOrDefault(line.Lot) + line.Tonnes;
            if (Method != CostMethod.MovingAverage) layers[line.Lot] = (line.Tonnes, line.Cost, line.Cost == line.Own);
        }

        private void Out(Line line)
        {
            if (disposal.Version != line.Version) disposal = (line.Version, Tonnes, Cost);
            (Tonnes, Cost) = (Tonnes - line.Tonnes, Cost - line.Cost);
            held[line.Lot] -= line.Tonnes;
            if (Method != CostMethod.MovingAverage)
                foreach (var (lot, tonnes, cost) in line.Parts)
                {
                    var layer = layers.GetValueOrDefault(lot);
                    layers[lot] = layer with { Tonnes = layer.Tonnes - tonnes, Cost = layer.Cost - cost };
                    if (layers[lot].Tonnes == 0) layers.Remove(lot);
                }

            if (Cost >= 0 && (Tonnes > 0 || Cost == 0)) return;
            Residual += Cost;
            Cost = 0;
            if (Tonnes == 0) layers.Clear();
        }

        /// <summary>The carrying amount stays; lots that had no cost of their own get the average.</summary>
        private void Change(CostMethod method)
        {
            if (method == CostMethod.MovingAverage || Method != CostMethod.Specific) layers.Clear();
            if (method == CostMethod.MovingAverage) disposal = default;
            else if (Method != CostMethod.Specific)
            {
                var (tonnes, given) = (0L, 0m);
                foreach (var lot in Oldest(held.Where(h => h.Value != 0).Select(h => h.Key)))
                {
                    tonnes += held[lot];
                    var upTo = Share(Tonnes, Cost, tonnes);
                    layers[lot] = (held[lot], upTo - given, false);
                    given = upTo;
                }
            }

            Method = method;
        }

        private IEnumerable<string> Oldest(IEnumerable<string> of) => of.OrderBy(l => books.lots[l].Acquired).ThenBy(l => books.lots[l].Number).ToList();

        private static decimal Share(long tonnes, decimal cost, long part) =>
            part >= tonnes ? cost : Math.Round(cost * part / tonnes, 2, MidpointRounding.AwayFromZero);
    }
}
