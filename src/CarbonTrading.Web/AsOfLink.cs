using System.Globalization;
using System.Text.RegularExpressions;
using CarbonTrading.Kernel;
using Microsoft.AspNetCore.WebUtilities;

namespace CarbonTrading.Web;

/// <summary>The pair a link carries: the day the figures are for, and up to where the log was read. Both empty = now.</summary>
/// <param name="Date">Business date, or null for the open one.</param>
/// <param name="Known">A log position or an instant, as in the link; null = latest.</param>
public sealed partial record AsOfLink(DateOnly? Date, string? Known)
{
    /// <summary>Nothing set.</summary>
    public static readonly AsOfLink Now = new(null, null);

    /// <summary>True when the page shows an earlier state and commands are off.</summary>
    public bool IsPast => Date is not null || Known is not null;

    /// <summary>The log position, where the link names one.</summary>
    public long? KnownPosition => long.TryParse(Known, NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? position : null;

    /// <summary>The instant, where the link names one.</summary>
    public DateTimeOffset? KnownInstant => Known is not null && KnownPosition is null ? ReadInstant(Known) : null;

    /// <summary>Reads <c>asOf</c> and <c>known</c> of an address; what is not one is passed over.</summary>
    public static AsOfLink Of(string uri)
    {
        var query = QueryHelpers.ParseQuery(new Uri(uri, UriKind.RelativeOrAbsolute) is { IsAbsoluteUri: true } full ? full.Query : "");
        return new(ReadDate(query.TryGetValue("asOf", out var day) ? day.ToString() : null),
            query.TryGetValue("known", out var known) && IsKnown(known.ToString()) ? known.ToString() : null);
    }

    /// <summary>The same address with this pair: what a link to another screen must carry on.</summary>
    public string Keep(string path)
    {
        var pair = new Dictionary<string, string?>();
        if (Date is { } day) pair["asOf"] = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (Known is not null) pair["known"] = Known;
        return QueryHelpers.AddQueryString(path, pair);
    }

    /// <summary>A day in the accepted range, or null.</summary>
    public static DateOnly? ReadDate(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && BookDates.Accepts(day) ? day : null;

    /// <summary>Whether a text is a log position or an instant.</summary>
    public static bool IsKnown(string text) => Position().IsMatch(text) || ReadInstant(text) is not null;

    /// <summary>An instant: ISO 8601 with an offset, or local Chinese time without one; null where it is none.</summary>
    public static DateTimeOffset? ReadInstant(string text)
    {
        if (text.Length is < 16 or > 35) return null;
        var hasZone = text.EndsWith('Z') || Zone().IsMatch(text);
        return DateTimeOffset.TryParse(hasZone ? text : text + "+08:00", CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal,
            out var instant)
            ? instant : null;
    }

    [GeneratedRegex("^[0-9]{1,15}\\z")]
    private static partial Regex Position();

    [GeneratedRegex("[+-][0-9]{2}:[0-9]{2}\\z")]
    private static partial Regex Zone();
}
