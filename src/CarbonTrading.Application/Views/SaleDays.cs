using System.Collections.Immutable;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Views;

/// <summary>Units that left an account before they could be sold: their day goes with them into another own account.</summary>
public sealed class SaleDays : IFold
{
    private ImmutableDictionary<(string Account, UnitClass Unit), ImmutableList<(string Reservation, DateOnly From)>> all =
        ImmutableDictionary<(string, UnitClass), ImmutableList<(string, DateOnly)>>.Empty;

    /// <inheritdoc/>
    public void Apply(StoredEvent happened)
    {
        if (happened.Name != "allowance-account.delivery-confirmed.v1" || happened.Body.AsSpan().IndexOf("\"saleDays\":["u8) < 0) return;
        if (happened.As<AllowanceAccountEvent>() is not DeliveryConfirmed { SaleDays: { } days } e) return;
        var account = happened.Stream["allowance-account/".Length..];
        foreach (var move in e.Moves)
            if (days.FirstOrDefault(d => d.Lot == move.Lot) is { } day)
                all = all.SetItem((account, move.Unit), all.GetValueOrDefault((account, move.Unit), []).Add((e.Reservation, day.SellableFrom)));
    }

    /// <summary>The first day units that came from an account on a day may be sold; null = at once, or it is no own account.</summary>
    /// <param name="account">Where they came from.</param>
    /// <param name="unit">What came.</param>
    /// <param name="reference">Reference of the transfer: where it is that of a delivery, its day; else the latest of all.</param>
    /// <param name="day">Day they came.</param>
    public DateOnly? Of(string account, UnitClass unit, string reference, DateOnly day)
    {
        var later = all.GetValueOrDefault((account, unit), []).FindAll(d => d.From > day);
        var named = later.FindAll(d => d.Reservation == reference);
        return (named.Count > 0 ? named : later) is { Count: > 0 } days ? days.Max(d => d.From) : null;
    }
}
