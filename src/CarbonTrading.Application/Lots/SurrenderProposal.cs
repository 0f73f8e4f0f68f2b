using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Compliance;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Lots;

/// <summary>Tonnes of a lot that are proposed for an obligation.</summary>
/// <param name="Lot">The lot.</param>
/// <param name="Tonnes">t, at most what is free of it.</param>
/// <param name="Reason">ends-first: its use ends soonest; oldest: no rule ends its use, it came first.</param>
public sealed record ProposedLot(LotRow Lot, long Tonnes, string Reason)
{
    /// <summary>Serial numbers of these tonnes: the first of what is free; empty = not known.</summary>
    public IReadOnlyList<SerialRange> Serials => Lot.FreeSerials.Count == 0 ? [] : Domain.Registry.Serials.Split(Lot.FreeSerials, Tonnes).Taken;
}

/// <summary>Which lots an obligation should take.</summary>
/// <param name="Obligation">Key.</param>
/// <param name="Year">Data year.</param>
/// <param name="Needed">What it lacks, t.</param>
/// <param name="Lots">In the order to surrender them.</param>
/// <param name="Short">What no free lot covers, t.</param>
/// <param name="Stranding">What would be at risk of lapse after it, t.</param>
public sealed record SurrenderProposal(string Obligation, int Year, long Needed, IReadOnlyList<ProposedLot> Lots, long Short, long Stranding)
{
    /// <summary>Takes the free lots that count, those whose use ends soonest first: no other choice strands fewer tonnes.</summary>
    /// <param name="obligation">Key.</param>
    /// <param name="year">Data year.</param>
    /// <param name="needed">What it lacks, t.</param>
    /// <param name="rows">Lots of the account, and credits of its holder.</param>
    /// <param name="credits">Room the limit leaves for credits, t; none where it is not known.</param>
    public static SurrenderProposal Of(string obligation, int year, long needed, IReadOnlyList<LotRow> rows, long credits)
    {
        var (left, taken) = (needed, new List<ProposedLot>());
        foreach (var row in rows.Where(r => r.Free > 0 && r.Uses.Any(u => u.Obligation == obligation))
            .OrderBy(r => r.Last.Day ?? DateOnly.MaxValue).ThenBy(r => r.Acquired).ThenBy(r => r.Lot, StringComparer.Ordinal))
        {
            if (left == 0) break;
            var tonnes = Math.Min(left, row.IsCredit ? Math.Min(credits, row.Free) : row.Free);
            if (tonnes == 0) continue;
            if (row.IsCredit) credits -= tonnes;
            taken.Add(new(row, tonnes, row.Last.Day is null ? "oldest" : "ends-first"));
            left -= tonnes;
        }

        var gone = taken.ToDictionary(t => (t.Lot.Account, t.Lot.Lot), t => t.Tonnes);
        var stranding = rows.Where(r => r.Last.Day is not null)
            .Sum(r => Math.Max(0, r.Held - r.Filed - gone.GetValueOrDefault((r.Account, r.Lot))));
        return new(obligation, year, needed, taken, left, stranding);
    }

    /// <summary>The proposal of an open obligation; null where there is none, or where it lacks nothing or nobody knows how much.</summary>
    /// <remarks>Credits that are reserved for it are there to be taken by it, and the room they keep is its own.</remarks>
    public static async Task<SurrenderProposal?> Of(Workplace workplace, string obligation, AsOf asOf, CancellationToken ct)
    {
        if (workplace.Queries.Compliance.Obligation(obligation, asOf) is not { Remaining: > 0 } row || workplace.Read.Accounts.Find(row.Account)?.Holder is not { } holder) return null;
        var reserved = row.Offsets.Where(o => o.Status == OffsetStatus.Reserved)
            .SelectMany(o => (workplace.Read.Holdings.Find(o.Holding, asOf.Known)?.State.Reservations.GetValueOrDefault(o.Reservation)?.Units ?? []).Select(u => (o.Holding, Unit: u)))
            .ToLookup(r => (r.Holding, r.Unit.Lot), r => r.Unit);
        var lots = (await workplace.Queries.LotBook.All(asOf, null, ct)).Where(r => r.IsCredit ? r.Holder == holder : r.Account == row.Account).Select(r => reserved[(r.Account, r.Lot)].Aggregate(r,
            (lot, u) => lot with { Free = lot.Free + u.Quantity.Value, FreeSerials = u.Serials is { } serials ? Serials.Join(lot.FreeSerials, serials) : lot.FreeSerials }));
        return Of(obligation, row.Year, row.Remaining.Value, [.. lots], Math.Max(0, (row.OffsetRoom ?? 0) + row.OffsetsReserved));
    }

    /// <summary>Tonnes it takes of a product.</summary>
    public long Of(Product product) => Lots.Where(l => l.Lot.Unit.Product == product).Sum(l => l.Tonnes);

    /// <summary>Whether units are others than it proposes: of a lot it does not take, more of one than it takes, or other serial numbers of it.</summary>
    /// <param name="account">Account or holding.</param>
    /// <param name="units">The units.</param>
    public bool IsLeftBy(string account, IReadOnlyList<Move> units) => units.GroupBy(u => u.Lot).Any(of =>
        Lots.FirstOrDefault(l => l.Lot.Account == account && l.Lot.Lot == of.Key) is not { } proposed || of.Sum(u => u.Quantity.Value) > proposed.Tonnes
        || (proposed.Serials.Count > 0 && Serials.Without([.. of.SelectMany(u => u.Serials ?? [])], proposed.Serials).Count > 0));
}
