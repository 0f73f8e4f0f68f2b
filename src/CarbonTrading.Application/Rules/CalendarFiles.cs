using System.Globalization;
using CarbonTrading.Application.Prices;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Rules;

/// <summary>Reads <c>market-data/calendars</c>.</summary>
public static class CalendarFiles
{
    private sealed record SessionFile(string Method, string From, string To);

    private sealed record YearFile(
        string Status, IReadOnlyList<DateOnly> Closures, string Source, IReadOnlyList<DateOnly>? WorkingWeekends = null,
        IReadOnlyList<DateOnly>? ExtraOpenDays = null, int? TradingDays = null, DateOnly? FirstDay = null,
        IReadOnlyDictionary<string, string>? Names = null, string? Note = null);

    private sealed record CalendarFile(
        string Id, string Zone, string Kind, IReadOnlyDictionary<string, YearFile> Years,
        IReadOnlyList<SessionFile>? Sessions = null, string? Note = null);

    /// <summary>Every calendar of the folder, by id.</summary>
    /// <exception cref="InvalidDataException">A fault in a file, named: the product does not start on it.</exception>
    public static IReadOnlyList<WorkCalendar> Load(string folder)
    {
        if (!Directory.Exists(folder)) throw new InvalidDataException($"{folder}: the folder does not exist");
        return [.. Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal).Select(One)];
    }

    private static WorkCalendar One(string file)
    {
        var read = PriceCatalogue.Read<CalendarFile>(file);
        if (read.Id != Path.GetFileNameWithoutExtension(file))
            throw new InvalidDataException($"{file}: the id {read.Id} is not the name of the file");
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(read.Zone, out _))
            throw new InvalidDataException($"{file}: there is no zone {read.Zone}");
        if (read.Kind is not ("working-days" or "trading-days"))
            throw new InvalidDataException($"{file}: kind {read.Kind} is not working-days or trading-days");
        var years = read.Years.ToDictionary(y => YearOf(y.Key, file), y => Year(y.Value, YearOf(y.Key, file), read.Kind, file));
        var calendar = new WorkCalendar(read.Id, read.Zone, years, [.. (read.Sessions ?? []).Select(s => SessionOf(s, file))]);
        foreach (var (year, asRead) in read.Years) CheckCount(calendar, YearOf(year, file), asRead, file);
        return calendar;
    }

    private static CalendarYear Year(YearFile y, int year, string kind, string file)
    {
        var extra = (kind == "working-days" ? y.WorkingWeekends : y.ExtraOpenDays) ?? [];
        foreach (var day in y.Closures.Concat(extra))
            if (day.Year != year) throw new InvalidDataException($"{file}: {Iso(day)} stands under {year}");
        foreach (var day in y.Closures)
            if (IsWeekend(day))
                throw new InvalidDataException($"{file}: the closure {Iso(day)} is a weekend; closures are Mondays to Fridays");
        foreach (var day in extra)
            if (!IsWeekend(day)) throw new InvalidDataException($"{file}: the extra day {Iso(day)} is not a weekend");
        return new(y.Closures.ToHashSet(), extra.ToHashSet(), StatusOf(y.Status, file), y.Source);
    }

    /// <summary>The published number of trading days is the check sum of a year's closures.</summary>
    private static void CheckCount(WorkCalendar calendar, int year, YearFile asRead, string file)
    {
        if (asRead.TradingDays is not { } published) return;
        var counted = calendar.OpenDays(asRead.FirstDay ?? new(year, 1, 1), new(year, 12, 31)).Count();
        if (counted != published)
            throw new InvalidDataException($"{file}: {year} counts {counted} trading days, tradingDays says {published}");
    }

    private static RuleStatus StatusOf(string status, string file) => status switch
    {
        "official" => RuleStatus.InForce,
        "draft" => RuleStatus.Draft,
        "expected" => RuleStatus.Expected,
        "unsure" => RuleStatus.Unsure,
        _ => throw new InvalidDataException($"{file}: status {status} is not official, draft, expected or unsure"),
    };

    private static Session SessionOf(SessionFile s, string file) => new(s.Method, Time(s.From, file), Time(s.To, file));

    private static TimeOnly Time(string text, string file) =>
        TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time : throw new InvalidDataException($"{file}: {text} is not a time HH:mm");

    private static int YearOf(string text, string file) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            ? year : throw new InvalidDataException($"{file}: {text} is not a year");

    private static bool IsWeekend(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
