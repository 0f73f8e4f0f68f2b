using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Serialization;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Control;

/// <summary>The day the books are on. One stream, <c>business-day/BOOKS</c>; moved by the end-of-day job, never by the clock.</summary>
/// <param name="Date">The open day; null before the books are opened.</param>
public sealed record BusinessDay(DateOnly? Date)
{
    /// <summary>Books not opened yet.</summary>
    public static readonly BusinessDay Unopened = new((DateOnly?)null);

    /// <summary>Key of the one stream.</summary>
    public const string Key = "BOOKS";
}

/// <summary>A command on the business day.</summary>
[JsonDerivedType(typeof(OpenBooks), "open-books")]
[JsonDerivedType(typeof(AdvanceBusinessDate), "advance-business-date")]
public abstract record BusinessDayCommand;

/// <summary>Opens the books on their first day.</summary>
public sealed record OpenBooks(DateOnly Date) : BusinessDayCommand;

/// <summary>Closes the open day and opens a later one.</summary>
public sealed record AdvanceBusinessDate(DateOnly To) : BusinessDayCommand;

/// <summary>What happened to the business day.</summary>
[JsonDerivedType(typeof(BooksOpened), "business-day.books-opened.v1")]
[JsonDerivedType(typeof(BusinessDateAdvanced), "business-day.advanced.v1")]
public abstract record BusinessDayEvent;

/// <summary>Books opened.</summary>
public sealed record BooksOpened(DateOnly Date) : BusinessDayEvent;

/// <summary>Day closed and the next opened.</summary>
public sealed record BusinessDateAdvanced(DateOnly From, DateOnly To) : BusinessDayEvent;

/// <summary>Refusals of <see cref="BusinessDayDecider"/>.</summary>
public static class BusinessDayErrors
{
    /// <summary>Opened twice.</summary>
    public static DomainError AlreadyOpen(DateOnly date) => new("business-day.already-open", ErrorKind.Conflict,
        $"The books are already open, on {date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}; advance the date instead.");

    /// <summary>Not opened yet.</summary>
    public static DomainError NotOpen() => new("business-day.not-open", ErrorKind.NotFound, "The books are not open yet; open them on their first day.");

    /// <summary>Never backwards.</summary>
    public static DomainError NotLater(DateOnly from, DateOnly to) => new("business-day.not-later", ErrorKind.Refused,
        $"The books are on {from:yyyy-MM-dd}; {to:yyyy-MM-dd} is not later. Business dates only go forward.", "to");
}

/// <summary>Rules of <see cref="BusinessDay"/>.</summary>
public static class BusinessDayDecider
{
    /// <summary>The decider.</summary>
    public static readonly Decider<BusinessDay, BusinessDayCommand, BusinessDayEvent> Instance =
        new("business-day", BusinessDay.Unopened, Decide, Evolve);

    /// <summary>Decides on a command.</summary>
    public static Decision<BusinessDayEvent> Decide(BusinessDay state, BusinessDayCommand command, Context context) => command switch
    {
        OpenBooks c => state.Date is { } open ? BusinessDayErrors.AlreadyOpen(open) : new BooksOpened(c.Date),
        AdvanceBusinessDate c => state.Date is not { } from ? BusinessDayErrors.NotOpen()
            : c.To <= from ? BusinessDayErrors.NotLater(from, c.To) : new BusinessDateAdvanced(from, c.To),
        _ => throw new UnreachableException($"no decision for {command.GetType().Name}"),
    };

    /// <summary>Next state.</summary>
    public static BusinessDay Evolve(BusinessDay state, BusinessDayEvent happened) => happened switch
    {
        BooksOpened e => new(e.Date),
        BusinessDateAdvanced e => new(e.To),
        _ => throw new UnreachableException($"no evolution for {happened.GetType().Name}"),
    };
}
