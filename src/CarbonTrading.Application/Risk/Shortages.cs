using CarbonTrading.Application.Forecasts;
using CarbonTrading.Application.Views;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Risk;

/// <summary>What obligations are expected to lack, as the forecast has it at P50: units held, allocation to come and what is covered already count.</summary>
internal static class Shortages
{
    /// <summary>Obligations that end short, the earliest deadline first; not priced yet.</summary>
    public static IReadOnlyList<ShortageRow> Find(Workplace workplace, AsOf asOf) =>
        [.. workplace.Queries.Forecasts.All(asOf).Where(f => f.Balance50 < 0).Select(f => Row(workplace, f, asOf))];

    private static ShortageRow Row(Workplace workplace, ForecastRow f, AsOf asOf)
    {
        var instrument = f.Product is { } product ? workplace.Read.Prices.Catalogue.For(product) : null;
        var usable = f.Units + f.CarriedToCome + f.Allocation.ToCome;
        return new(f.Key, f.Account, f.Holder, f.Market, f.Year, usable - f.Balance50!.Value, usable, f.Emissions.Basis == EmissionBasis.Verified,
            f.Deadline?.Date, f.Deadline?.Status ?? RuleStatus.Unknown, instrument?.Series, instrument?.Status == "proxy" ? Footing.Proxy : Footing.Sound,
            null, Why(f, instrument?.Series, asOf));
    }

    private static Remark? Why(ForecastRow f, string? series, AsOf asOf) =>
        f.Deadline is not { } deadline ? Remark.Of("why.no-deadline", $"no deadline is known")
        : deadline.Date <= asOf.Date ? Remark.Of("why.deadline-passed", $"the deadline has passed")
        : f.Product is null ? Remark.Of("why.no-product", $"no product is known")
        : series is null ? Remark.Of("why.no-price", $"no price")
        : null;
}
