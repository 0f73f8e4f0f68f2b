using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Reports;

/// <summary>Refusals of <see cref="Charts"/>.</summary>
public static class ChartErrors
{
    /// <summary>No such chart.</summary>
    public static DomainError Unknown(string chart) => new("chart.unknown", ErrorKind.NotFound,
        $"'{Short(chart)}' is not a chart; there are: {string.Join(", ", Charts.Names)}.", "chart");

    /// <summary>No such series.</summary>
    public static DomainError UnknownSeries(string series, IEnumerable<string> known) => new("chart.unknown-series", ErrorKind.NotFound,
        $"There is no series '{Short(series)}'; there are: {string.Join(", ", known)}.", "series");

    /// <summary>An option of the price chart given to another.</summary>
    public static DomainError OptionNotTaken(string chart, string option) => new("chart.option-not-taken", ErrorKind.Invalid,
        $"The chart {chart} takes no {option}: only prices does. Leave it out.", option);

    /// <summary>Size out of range, or no size.</summary>
    public static DomainError BadSize(string size) => new("chart.size-out-of-range", ErrorKind.Invalid,
        $"'{Short(size)}' is not a size; it is width x height such as 1200x700, "
        + $"from {PictureSize.WidthMin}x{PictureSize.HeightMin} to {PictureSize.Max}x{PictureSize.Max}.", "size");

    /// <summary>A span that ends before it begins.</summary>
    public static DomainError SpanReversed(DateOnly from, DateOnly to) => new("chart.span-reversed", ErrorKind.Invalid,
        $"from {from:yyyy-MM-dd} lies after to {to:yyyy-MM-dd}; give the earlier day first.", "from");

    /// <summary>Not a day.</summary>
    public static DomainError BadDay(string field, string day) => new("chart.day-invalid", ErrorKind.Invalid,
        $"{field} '{Short(day)}' is not a day; it is a date yyyy-MM-dd that exists, from 2013-01-01 to 2100-12-31.", field);

    /// <summary>Not a language of charts and reports.</summary>
    public static DomainError BadLanguage(string language) => new("chart.unknown-language", ErrorKind.Invalid,
        $"'{Short(language)}' is not a language of charts and reports; there are zh and en.", "language");

    /// <summary>No prices in the span.</summary>
    public static DomainError NoPrices(string series, DateOnly? first, DateOnly? last) => first is null
        ? new("chart.no-prices", ErrorKind.Refused,
            $"The series {series} has no price in the days asked for; nothing of it is known at these dates. Choose a later as-of date.", "series")
        : new("chart.no-prices", ErrorKind.Refused,
            $"The series {series} has no price in the days asked for; what is known of it reaches from {first:yyyy-MM-dd} to {last:yyyy-MM-dd}. Choose days of these.", "series");

    /// <summary>Nothing held, or nothing of it with a price.</summary>
    public static DomainError NothingHeld(string chart) => new("chart.nothing-held", ErrorKind.Refused,
        $"There is nothing to draw for {chart}: no account holds anything at these dates that it could show. Choose another as-of date.");

    /// <summary>No font of this machine can write the text.</summary>
    public static DomainError NoFont(bool chinese) => new("chart.no-font", ErrorKind.Refused, chinese
        ? "No Chinese font was found that charts can use; install WenQuanYi Zen Hei (Debian and Ubuntu: apt-get install fonts-wqy-zenhei), or ask for English."
        : "No font was found on this machine; install one (Debian and Ubuntu: apt-get install fonts-dejavu-core).", "language");

    private static string Short(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
