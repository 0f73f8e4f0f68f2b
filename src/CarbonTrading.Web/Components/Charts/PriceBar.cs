namespace CarbonTrading.Web.Components.Charts;

/// <summary>One trading day of a series as it is drawn.</summary>
/// <param name="Date">Day.</param>
/// <param name="Open">Opening price, where the source gives one.</param>
/// <param name="High">Highest price.</param>
/// <param name="Low">Lowest price.</param>
/// <param name="Close">Closing price, or the day's average where the series is one of averages; null on a missing day.</param>
/// <param name="Listed">Volume listed, or the whole volume, tonnes.</param>
/// <param name="Block">Block volume, tonnes.</param>
/// <param name="Suspect">Why the bar is doubted; null = it is not.</param>
/// <param name="Source">Where it comes from, for the tooltip.</param>
public sealed record PriceBar(
    DateOnly Date, decimal? Open, decimal? High, decimal? Low, decimal? Close, decimal? Listed = null, decimal? Block = null,
    string? Suspect = null, string? Source = null)
{
    /// <summary>A trading day without any price.</summary>
    public bool IsMissing => Close is null;

    /// <summary>Whether it can be drawn as a candle.</summary>
    public bool IsCandle => Open is not null && High is not null && Low is not null && Close is not null;
}
