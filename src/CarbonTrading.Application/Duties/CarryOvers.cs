using CarbonTrading.Application.Positions;
using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Compliance;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Duties;

/// <summary>Older allowances of one account that lapse unless they are carried over or sold.</summary>
/// <param name="Obligation">Obligation of the year they are carried into.</param>
/// <param name="Held">Held and not needed by earlier obligations, what is frozen by applications included, t.</param>
/// <param name="Filed">Frozen by applications, t.</param>
/// <param name="Room">What may still be applied for: the most that may be carried over less what is applied for and carried over, t; null = rule not known.</param>
public sealed record CarryOver(
    string Account, string Obligation, int Year, Product Product, long Held, long Filed, long? Room, CarryOverWindow Window, RuleStatus Status)
{
    /// <summary>To be put into an application, t.</summary>
    public long ToFile => Math.Max(0, Math.Min(Held - Filed, Room ?? (Held - Filed)));

    /// <summary>Above the limit: lapses unless it is sold, t.</summary>
    public long ToSell => Held - Filed - ToFile;

    /// <summary>Carry-overs open on a day.</summary>
    /// <remarks>Rules: those of <see cref="CarryOverCaps"/>.</remarks>
    public static IEnumerable<CarryOver> Of(Workplace workplace, AsOf asOf)
    {
        var obligations = workplace.Read.Obligations.All(asOf.Known).Select(o => (o.Key, State: o.On(asOf.Date))).Where(o => o.State.IsOpened).ToList();
        var positions = workplace.Queries.Positions(asOf);
        foreach (var (key, state) in obligations)
        {
            if (CarryOverWindow.Of(state.Market, state.Year, workplace.Rules) is not { Last: not null } window) continue;
            if (CarryOverVintages.Of(state.Market, state.Year, workplace.Rules) is not { } old) continue;
            var held = positions.Where(p => p.Account == state.Account && old.Has(p.Unit.Product)).OrderByDescending(p => p.Free).ThenByDescending(p => p.Held).ToList();
            var needed = obligations.Where(o => o.State.Account == state.Account && o.State.Year < state.Year).Sum(o => o.State.Remaining?.Value ?? 0);
            var left = held.Sum(p => p.Held) - needed;
            if (left <= 0) continue;
            var cap = CarryOverCaps.Of(workplace.Read, workplace.Rules, asOf, state, held[0].Unit.Product);
            yield return new(state.Account, key, state.Year, held[0].Unit.Product, left, Math.Min(left, state.Applications.Values.Sum(a => a.Open.Value)),
                cap is null ? null : cap.Most - state.AppliedFor.Value, window, cap?.Status ?? RuleStatus.Unknown);
        }
    }
}
