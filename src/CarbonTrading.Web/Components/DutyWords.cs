using System.Globalization;
using CarbonTrading.Application;
using CarbonTrading.Application.Duties;

namespace CarbonTrading.Web.Components;

/// <summary>Duties in sentences.</summary>
public static class DutyWords
{
    /// <summary>What is to be done: <c>Apply to carry over 29,500 t CEA24</c>.</summary>
    public static string What(this Duty duty, Ui ui) => string.Format(CultureInfo.InvariantCulture, ui.T.OrCode("duty.kind", duty.Kind),
        $"{(duty.Tonnes is { } t ? ui.F.Tonnes(t) + " t" : "")} {duty.Product}".Trim(), duty.Year ?? 0, duty.Month ?? 0).Trim();

    /// <summary>What a miss costs, to the cent where it is one amount; null = not known.</summary>
    public static string? Cost(this Duty duty, Ui ui) =>
        duty.StakeMax is { } most && duty.StakeMin == most ? ui.F.Money(most, duty.Currency ?? "") : duty.ShortCost(ui);

    /// <summary>What a miss costs, scaled, for tables; null = not known.</summary>
    public static string? ShortCost(this Duty duty, Ui ui)
    {
        string Scaled(decimal? amount) => amount is { } a && ui.F.Scaled(a, duty.Currency ?? "") is var (value, unit) ? $"{value} {unit}" : "?";
        return duty.StakeMax is null && duty.StakeMin is null ? null
            : duty.StakeMin == duty.StakeMax ? Scaled(duty.StakeMax) : $"{Scaled(duty.StakeMin)} – {Scaled(duty.StakeMax)}";
    }

    /// <summary>An instant where the authority is, with its zone.</summary>
    public static string At(this DeadlineRow deadline, DateTimeOffset instant, Ui ui)
    {
        var local = TimeZoneInfo.ConvertTime(instant, TimeZoneInfo.FindSystemTimeZoneById(deadline.Zone)).DateTime;
        return $"{ui.F.Date(DateOnly.FromDateTime(local))} {ui.F.Time(TimeOnly.FromDateTime(local))} {ui.T.OrCode("zone-short", deadline.Zone)}";
    }

    /// <summary>An instant where the authority is, short, for tables: <c>06-08 13:00</c>.</summary>
    public static string ShortAt(this DeadlineRow deadline, DateTimeOffset instant, int year, Ui ui)
    {
        var local = TimeZoneInfo.ConvertTime(instant, TimeZoneInfo.FindSystemTimeZoneById(deadline.Zone)).DateTime;
        return $"{ui.F.ShortDate(DateOnly.FromDateTime(local), year)} {ui.F.Time(TimeOnly.FromDateTime(local))}";
    }

    /// <summary>The deadline, short, for tables: <c>06-10 24:00 CST</c>.</summary>
    public static string ShortText(this DeadlineRow deadline, int year, Ui ui) =>
        $"{ui.F.ShortDate(deadline.Date, year)} {(deadline.Time is { } time ? ui.F.Time(time) : "24:00")} {ui.T.OrCode("zone-short", deadline.Zone)}";

    /// <summary>The deadline as its authority says it: a day without a time ends at 24:00.</summary>
    public static string Text(this DeadlineRow deadline, Ui ui) =>
        $"{ui.F.Date(deadline.Date)} {(deadline.Time is { } time ? ui.F.Time(time) : "24:00")} {ui.T.OrCode("zone-short", deadline.Zone)}";
}
