using System.Collections.Concurrent;
using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Engine;

namespace CarbonTrading.Application.Views;

/// <summary>Which account answers for which serial numbers: held, or used up in it.</summary>
public sealed class SerialHolders : IFold
{
    private static readonly string account = AllowanceAccountDecider.Instance.Entity + "/", holding = CcerHoldingDecider.Instance.Entity + "/";

    private readonly ConcurrentDictionary<(string Key, string Market), SerialIndex> all = new();

    /// <inheritdoc/>
    public void Apply(StoredEvent happened)
    {
        var isAccount = happened.Stream.StartsWith(account, StringComparison.Ordinal);
        if (!isAccount && !happened.Stream.StartsWith(holding, StringComparison.Ordinal)) return;
        if (happened.Body.AsSpan().IndexOf("\"serials\""u8) < 0) return; // most movements name none
        var moved = isAccount ? happened.As<AllowanceAccountEvent>() as IMovement : happened.As<CcerHoldingEvent>() as IMovement;
        foreach (var move in moved?.Moves ?? [])
        {
            var key = (happened.Stream[(happened.Stream.IndexOf('/', StringComparison.Ordinal) + 1)..], move.Unit.Product.Market);
            all[key] = all.GetValueOrDefault(key, SerialIndex.Empty).After(move);
        }
    }

    /// <summary>The first of the ranges that shares units with what another account answers for, and that account; null = none does.</summary>
    public (SerialRange Asked, SerialRange Held, string Account)? Elsewhere(string market, string account, IReadOnlyList<SerialRange> ranges)
    {
        foreach (var ((key, of), index) in all)
            if (of == market && key != account)
                foreach (var range in ranges)
                    if (index.FindOverlap(range) is { } held) return (range, held, key);
        return null;
    }
}
