using System.Globalization;
using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.CostBooks;

/// <summary>Reads what a door was asked about cost: texts into a period, a unit class, a method.</summary>
public static class CostAsked
{
    /// <summary>First day of a period that ends on the day asked; 1 January of that day's year where none was given.</summary>
    public static (DateOnly From, DomainError? Error) From(string? text, AsOf asOf)
    {
        if (string.IsNullOrEmpty(text)) return (new(asOf.Date.Year, 1, 1), null);
        return TryDay(text, out var day) && day <= asOf.Date ? (day, null) : (default, DeskErrors.BadQuery("from", string.Create(
            CultureInfo.InvariantCulture, $"a date yyyy-MM-dd from {BookDates.First:yyyy-MM-dd} to {asOf.Date:yyyy-MM-dd}, the last day of the period")));
    }

    /// <summary>A unit class.</summary>
    public static (UnitClass Unit, DomainError? Error) Unit(string? text) =>
        UnitClass.TryParse(text ?? "", out var unit) ? (unit, null) : (default, DeskErrors.BadQuery("unit", UnitClass.Form));

    /// <summary>A change of method: specific, moving-average or fifo, from a day on.</summary>
    public static (CostMethod Method, DateOnly From, DomainError? Error) Change(string? method, string? from)
    {
        CostMethod? found = method switch { "specific" => CostMethod.Specific, "moving-average" => CostMethod.MovingAverage, "fifo" => CostMethod.Fifo, _ => null };
        if (found is not { } asked) return (default, default, DeskErrors.BadQuery("method", "specific, moving-average or fifo"));
        return TryDay(from, out var day)
            ? (asked, day, null) : (default, default, DeskErrors.BadQuery("from", "a date yyyy-MM-dd that exists, from 2013-01-01 to 2100-12-31"));
    }

    private static bool TryDay(string? text, out DateOnly day) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day) && BookDates.Accepts(day);
}
