using CarbonTrading.Domain.Compliance;
using CarbonTrading.Domain.Offsets;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application;

/// <summary>Where the projects of surrendered credits lie.</summary>
public sealed partial class Desk
{
    /// <summary>
    /// Of the credits surrendered for an obligation, those about to be among them, enough are from the region of its market. Where the region of a batch is not on
    /// record the person says it.
    /// </summary>
    /// <remarks>Rule: <c>offset-local-share-min</c> of market and compliance year; only one in force refuses. Exactly the share is enough.</remarks>
    private DomainError? TooFewLocal(string key, Obligation obligation, SurrenderOffsets c)
    {
        if (rules.TryFind("offset-local-share-min", obligation.Market, new DateOnly(obligation.Year, 1, 1)) is not { IsInForce: true, Number: { } share } rule) return null;
        var used = obligation.Offsets.Values.Where(o => o.Covers || (o.Holding == c.Holding && o.Reservation == c.Reservation)).SelectMany(o => CreditsOf(o.Holding, o.Reservation)).ToList();
        var total = used.Sum(u => u.Tonnes);
        var others = used.Where(u => u.Region is not null && !string.Equals(u.Region, obligation.Market, StringComparison.OrdinalIgnoreCase)).Sum(u => u.Tonnes);
        var unknown = used.Where(u => u.Region is null).Sum(u => u.Tonnes);
        var most = (1 - share) * total;
        if (others > most) return DeskErrors.TooFewLocalOffsets(new(others), new(total), key, obligation.Market, share, rule.Source);
        return others + unknown > most && string.IsNullOrWhiteSpace(c.Remark) ? DeskErrors.OffsetRegionUnknown(new(unknown), obligation.Market, share, rule.Source) : null;
    }

    private IEnumerable<(string? Region, long Tonnes)> CreditsOf(string holding, string reservation) => read.Holdings.Find(holding) is not { } seen ? []
        : seen.History.Select(h => h.Event).OfType<CreditsReserved>().Where(e => e.Reservation == reservation).SelectMany(e => e.Moves)
            .Select(m => (seen.State.Batches.GetValueOrDefault(m.Lot)?.Region, m.Quantity.Value));
}
