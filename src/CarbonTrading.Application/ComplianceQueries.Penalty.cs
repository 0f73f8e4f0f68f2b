using CarbonTrading.Application.Prices;
using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Compliance;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application;

/// <summary>What the average price of a fine rests on.</summary>
/// <param name="From">First day of the window.</param>
/// <param name="To">Last day of the window.</param>
/// <param name="IsEstimate">The rule's window is not over: the last month known stands in.</param>
/// <param name="Window">Rule: month-ending-day-before-deadline, previous-calendar-month, previous-six-months.</param>
/// <param name="Trades">Rule: all, listed.</param>
/// <param name="Series">Price series; null = none for this market.</param>
/// <param name="Method">How the average was taken; null = no price in the window.</param>
/// <param name="Days">Days that entered.</param>
/// <param name="MissingDays">Trading days of the window without a price; null = not known.</param>
/// <param name="Source">Source of the window.</param>
/// <param name="Status">The least sure of window and trades.</param>
public sealed record PenaltyPriceRow(
    DateOnly From, DateOnly To, bool IsEstimate, string Window, string Trades, string? Series, AverageMethod? Method, int Days, int? MissingDays,
    string Source, RuleStatus Status);

public sealed partial class ComplianceQueries
{
    private PenaltyRow? Penalty(Obligation state, IReadOnlyList<ObligationEvent> events, Deadline? deadline, AsOf asOf)
    {
        if (deadline is null || Shortage.Of(state, events, deadline.Date, asOf.Date, workplace.Rules) is not { } shortage) return null;
        if (PenaltyRules.Of(state.Market, state.Year, deadline.Date, workplace.Rules) is not { } rules) return null;
        var (price, basis) = AverageOf(state, deadline.Date, asOf);
        var exposure = PenaltyExposure.Of(shortage.Missing, shortage.DeliveredLater, price?.Value, rules);
        var byPrice = rules is { Kind: not "eu-excess", MultipleMax: > 0 } && !shortage.Missing.IsZero;
        var status = byPrice && basis is not null && basis.Status > rules.Status ? basis.Status : rules.Status;
        return new(rules.Kind, rules.Currency, exposure.FixedMin, exposure.FixedMax, exposure.ScaledMin, exposure.ScaledMax, exposure.Worst,
            byPrice ? price?.Value : null, byPrice ? price?.Last : null, rules.Source, status, shortage.Missing.Value, shortage.DeliveredLater.Value,
            shortage.CorrectionUntil, byPrice ? basis : null);
    }

    /// <summary>Average market price of the rule's window; while that is not over, of the last month known. No price is null, never 0.</summary>
    private (AveragePrice? Price, PenaltyPriceRow? Basis) AverageOf(Obligation state, DateOnly deadline, AsOf asOf)
    {
        if (PenaltyWindow.Of(state.Market, deadline, asOf.Date, workplace.Rules) is not { } window) return (null, null);
        var series = ProductOf(state) is { } product && Read.Prices.Catalogue.For(product)?.Series is { } id ? Read.Prices.Catalogue.Find(id) : null;
        var price = series is null ? null : AveragePrice.Of(
            series, Read.Prices.Observations(series.Series, window.To, asOf.Known), window.From, window.To, window.Trades,
            workplace.Rules.Calendar(series.Calendar));
        return (price, new(window.From, window.To, window.IsEstimate, window.Name, window.Trades, series?.Series, price?.Method, price?.Days ?? 0,
            price?.MissingDays, window.Source, window.Status));
    }

    /// <summary>The allowance of the obligation's year, named as the account's own units are, else as the market's price list names it.</summary>
    internal Product? ProductOf(Obligation state) => Read.Movements.Now.Cells
        .Where(c => c.Account == state.Account && c.Unit.Product.Market == state.Market)
        .Select(c => (Product?)new Product(c.Unit.Product.Market, c.Unit.Product.Name,
            c.Unit.Product.Vintage == Vintage.None ? Vintage.None : Vintage.Of(state.Year)))
        .FirstOrDefault()
        ?? Read.Prices.Catalogue.Instruments.Where(i => i.Market == state.Market)
            .Select(i => (Product?)new Product(i.Market, i.Product, Vintage.Of(state.Year))).FirstOrDefault();
}
