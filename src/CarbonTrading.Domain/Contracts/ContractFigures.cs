using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Contracts;

/// <summary>Figures a desk reads off a contract. Money half-up to 2 decimals, shares to 6.</summary>
public static class ContractFigures
{
    private const int YearDays = 365;

    /// <summary>Yearly rate of a repo: (buying back - first) / first × 365 / days.</summary>
    /// <returns>As a fraction, 6 decimals; null without days or first price.</returns>
    public static decimal? RepoRate(decimal first, decimal back, int days) =>
        first <= 0 || days <= 0 ? null : decimal.Round((back - first) / first * YearDays / days, 6, MidpointRounding.AwayFromZero);

    /// <summary>Loan to value of a pledge at a price per tonne.</summary>
    public static decimal? LoanToValue(decimal loan, Tonnes quantity, decimal price) =>
        quantity.IsZero || price <= 0 ? null : decimal.Round(loan / (quantity.Value * price), 6, MidpointRounding.AwayFromZero);

    /// <summary>Price per tonne below which more security is called: loan / (quantity × share). 4 decimals, half-up.</summary>
    public static decimal? CallPrice(decimal loan, Tonnes quantity, decimal callShare) =>
        quantity.IsZero || callShare <= 0 ? null : decimal.Round(loan / (quantity.Value * callShare), 4, MidpointRounding.AwayFromZero);

    /// <summary>What a forward is worth at a price: quantity × (price - forward), the other way round for who sold.</summary>
    public static decimal Forward(Side side, Tonnes quantity, decimal forward, decimal price) => Signed(side, Rounded(quantity.Value * (price - forward)));

    /// <summary>What a swap pays who gives the first: quantity × (first - second - difference agreed).</summary>
    public static decimal Swap(Side side, Tonnes quantity, decimal first, decimal second, decimal difference) =>
        Signed(side, Rounded(quantity.Value * (first - second - difference)));

    /// <summary>What an option pays at a price, without its premium: who sold it pays.</summary>
    public static decimal Option(Side side, OptionRight right, Tonnes quantity, decimal strike, decimal price) =>
        Signed(side, Rounded(quantity.Value * Math.Max(0m, right == OptionRight.Call ? price - strike : strike - price)));

    /// <summary>What a contract settled in cash pays us at fixed prices, with its formula; null where it is settled in kind.</summary>
    public static (decimal Result, string Operands)? Settle(AgreeContract c, decimal price, decimal? other)
    {
        if (!c.InCash) return null;
        var side = c.Side ?? Side.Buy;
        var (sign, q, p, f) = (side == Side.Buy ? "" : "−", c.Quantity.ToString(), Text(price), Text(c.Price.Amount));
        return c.Kind switch
        {
            ContractKind.Forward => (Forward(side, c.Quantity, c.Price.Amount, price), $"{sign}{q} × ({p} − {f})"),
            ContractKind.Swap => (Swap(side, c.Quantity, price, other ?? 0m, c.Price.Amount), $"{sign}{q} × ({p} − {Text(other ?? 0m)} − {f})"),
            ContractKind.Option => (Option(side, c.Right ?? OptionRight.Call, c.Quantity, c.Price.Amount, price),
                $"{sign}{q} × max(0, {(c.Right == OptionRight.Call ? $"{p} − {f}" : $"{f} − {p}")})"),
            _ => null,
        };
    }

    private static decimal Signed(Side side, decimal amount) => side == Side.Buy ? amount : -amount;

    private static decimal Rounded(decimal amount) => decimal.Round(amount, 2, MidpointRounding.AwayFromZero);

    private static string Text(decimal price) => price.ToString("0.00##", System.Globalization.CultureInfo.InvariantCulture);
}
