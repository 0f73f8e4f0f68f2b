using System.Collections.Concurrent;
using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Engine;

namespace CarbonTrading.Application.Lots;

/// <summary>States of allowance accounts with lots and serials: read when they are asked for, then only what came since.</summary>
public sealed class LotBooks(Workplace workplace)
{
    private readonly ConcurrentDictionary<string, (AllowanceAccount State, long Position)> now = new(StringComparer.Ordinal);

    /// <summary>Lots of an account as of a pair of dates.</summary>
    public async Task<IReadOnlyList<Lot>> Lots(string account, AsOf asOf, CancellationToken ct)
    {
        var state = await At(account, asOf, ct);
        return asOf.Latest ? state.Lots : LotsOn.Of(state.Lots, state.Movements, asOf.Date);
    }

    /// <summary>One account as known at a position.</summary>
    public async Task<AllowanceAccount> At(string account, AsOf asOf, CancellationToken ct)
    {
        if (!asOf.Latest) return (await workplace.Queries.Account(account, asOf, ct)).State;
        var (state, position) = now.GetValueOrDefault(account, (AllowanceAccount.Unopened, 0L));
        if (position > asOf.Known) return (await workplace.Queries.Account(account, asOf, ct)).State; // somebody looked later than this answer stands
        foreach (var e in await workplace.Store.Events.Read($"{AllowanceAccountDecider.Instance.Entity}/{account}", state.Version, ct))
        {
            if (e.Position > asOf.Known) break;
            (state, position) = (AllowanceAccountDecider.Evolve(state, e.As<AllowanceAccountEvent>()), e.Position);
        }

        now[account] = (state, position);
        return state;
    }
}
