namespace CarbonTrading.Web.Components.Parts;

/// <summary>One part of a sum in a panel.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Detail">Where or when; null = nothing.</param>
/// <param name="Unit">Unit of account, or currency; empty where things are counted.</param>
/// <param name="Amount">Units, money, or how many.</param>
/// <param name="Href">Page it opens; null = none.</param>
public sealed record SumPart(string Name, string? Detail, string Unit, decimal Amount, string? Href);
