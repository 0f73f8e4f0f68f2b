using System.Collections.Concurrent;
using System.Collections.Immutable;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Views;

/// <summary>Free allocations as they were booked, by the year they are for.</summary>
public sealed class Allocations : IFold
{
    private sealed record Booked(long Position, int Version, DateOnly Effective, string Market, int? Year, long Quantity);

    private readonly ConcurrentDictionary<string, ImmutableList<Booked>> byAccount = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public void Apply(StoredEvent happened)
    {
        if (happened.Name is not ("allowance-account.free-allocation-received.v1" or "allowance-account.movement-reversed.v1")) return;
        var account = happened.Stream["allowance-account/".Length..];
        var before = byAccount.GetValueOrDefault(account, []);
        byAccount[account] = happened.As<AllowanceAccountEvent>() switch
        {
            FreeAllocationReceived e => before.Add(new(happened.Position, happened.Version, e.Effective, e.Moves[0].Unit.Product.Market,
                e.ComplianceYear ?? (e.Moves[0].Unit.Product.Vintage is { Last: > 0 } vintage ? vintage.Last : null), e.Moves.Sum(m => m.Quantity.Value))),
            MovementReversed e when before.Find(b => b.Version == e.Movement) is { } taken =>
                before.Add(taken with { Position = happened.Position, Version = happened.Version, Effective = e.Effective, Quantity = -taken.Quantity }),
            _ => before,
        };
    }

    /// <summary>Allocated to an account for the latest year up to one that has any, t, as booked now; null where none has.</summary>
    public long? Latest(string account, string market, int year) => byAccount.GetValueOrDefault(account, []).Where(b => b.Market == market && b.Year <= year)
        .GroupBy(b => b.Year).Select(y => (Year: y.Key, Sum: y.Sum(b => b.Quantity))).Where(y => y.Sum > 0).OrderByDescending(y => y.Year).Select(y => (long?)y.Sum).FirstOrDefault();

    /// <summary>Allocated to an account for a year, t; null where nothing is booked for it.</summary>
    public long? For(string account, string market, int year, AsOf asOf)
    {
        var booked = byAccount.GetValueOrDefault(account, []).FindAll(b => b.Market == market && b.Year == year && b.Position <= asOf.Known && b.Effective <= asOf.Date);
        return booked.IsEmpty ? null : booked.Sum(b => b.Quantity);
    }
}
