namespace CarbonTrading.Application.Views;

/// <summary>The pair of dates every figure stands on.</summary>
/// <param name="Date">Effective up to this business date, inclusive.</param>
/// <param name="Known">Recorded up to this log position, inclusive.</param>
/// <param name="Latest">True when neither was asked for: the figures of now.</param>
public sealed record AsOf(DateOnly Date, long Known, bool Latest);
