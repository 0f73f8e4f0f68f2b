using System.Collections.Concurrent;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Views;

/// <summary>Units that were applied for to be surrendered or cancelled before the registry did it: held by our movements, no more by the rules.</summary>
public sealed class PendingSurrenders : IFold
{
    private static readonly string account = AllowanceAccountDecider.Instance.Entity + "/";

    private readonly ConcurrentDictionary<(string Account, int Movement), (DateOnly AppliedOn, IMovement Of, long Position)> all = new();
    private readonly ConcurrentDictionary<(string Account, int Movement), long> reversed = new();

    /// <inheritdoc/>
    public void Apply(StoredEvent happened)
    {
        if (!happened.Stream.StartsWith(account, StringComparison.Ordinal)) return;
        var key = happened.Stream[account.Length..];
        if (happened.Name is "allowance-account.units-surrendered.v1" or "allowance-account.units-cancelled.v1")
        {
            var movement = happened.As<AllowanceAccountEvent>();
            if (movement switch { UnitsSurrendered s => s.AppliedOn, UnitsCancelled c => c.AppliedOn, _ => null } is { } applied)
                all[(key, happened.Version)] = (applied, (IMovement)movement, happened.Position);
        }

        if (!all.IsEmpty && happened.Name == "allowance-account.movement-reversed.v1" && happened.As<AllowanceAccountEvent>() is MovementReversed back)
            reversed[(key, back.Movement)] = happened.Position;
    }

    /// <summary>Tonnes of an account applied for by the end of a day and in the registry only later, as known at a position.</summary>
    public long On(string account, DateOnly day, Func<Product, bool> which, long known) =>
        all.Where(s => s.Key.Account == account && s.Value.Position <= known && s.Value.AppliedOn <= day && s.Value.Of.Effective > day
                && !(reversed.TryGetValue(s.Key, out var position) && position <= known))
            .Sum(s => s.Value.Of.Moves.Where(m => which(m.Unit.Product)).Sum(m => m.Quantity.Value));
}
