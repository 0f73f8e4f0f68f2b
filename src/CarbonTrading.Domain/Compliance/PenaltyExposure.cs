using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Compliance;

/// <summary>What the rules say of a missed surrender, as values read from the rule book.</summary>
/// <param name="Kind">Rule set: mee19, reg775, environment-code, market-multiple, fixed, fixed-and-deduction, deduction, eu-excess.</param>
/// <param name="FixedMin">Fixed fine, least; null = not known.</param>
/// <param name="FixedMax">Fixed fine, most; null = not known.</param>
/// <param name="MultipleMin">Times average price and missing quantity, least; null = not known.</param>
/// <param name="MultipleMax">Times average price and missing quantity, most; null = not known.</param>
/// <param name="PerTonne">Fixed amount per missing tonne (EU), indexed; null = none or not known.</param>
/// <param name="Deduction">What happens to a later allocation: equal-quantity, on-refusal, none; null = not known.</param>
/// <param name="Currency">Currency of the amounts.</param>
/// <param name="Source">Source of the kind.</param>
/// <param name="Status">The least sure of the values.</param>
public sealed record PenaltyRules(
    string Kind, decimal? FixedMin, decimal? FixedMax, decimal? MultipleMin, decimal? MultipleMax, decimal? PerTonne, string? Deduction,
    string Currency, string Source, RuleStatus Status)
{
    /// <summary>Reads the rules that govern a missed deadline; null where the market has none.</summary>
    /// <remarks>
    /// Rules: <c>penalty-kind</c>, <c>penalty-fixed-*</c>, <c>penalty-multiple-*</c>, <c>penalty-deduction</c>, <c>penalty-eur</c> ×
    /// <c>penalty-index</c>.
    /// </remarks>
    /// <param name="market">Market.</param>
    /// <param name="year">Compliance year: governs the EU amount and its index.</param>
    /// <param name="deadline">Day of the missed deadline: governs everything else.</param>
    /// <param name="rules">Rule book.</param>
    public static PenaltyRules? Of(string market, int year, DateOnly deadline, RuleBook rules)
    {
        if (rules.TryFind("penalty-kind", market, deadline) is not { IsKnown: true, Text: { } kind } governing) return null;
        RuleValue? Find(string parameter) => rules.TryFind(parameter, market, deadline);
        var (fixedMin, fixedMax, multipleMin, multipleMax) =
            (Find("penalty-fixed-min"), Find("penalty-fixed-max"), Find("penalty-multiple-min"), Find("penalty-multiple-max"));
        var first = new DateOnly(year, 1, 1);
        var (amount, index) = (rules.TryFind("penalty-eur", market, first), rules.TryFind("penalty-index", market, first));
        var used = new[] { governing, fixedMin, fixedMax, multipleMin, multipleMax, amount, index }.OfType<RuleValue>().Where(v => v.IsKnown);
        return new(kind, fixedMin?.Number, fixedMax?.Number, multipleMin?.Number, multipleMax?.Number,
            amount?.Number is { } a && index?.Number is { } i ? a * i : null, Find("penalty-deduction")?.Text,
            Find("currency")?.Text ?? "", governing.Source, used.Max(v => v.Status));
    }
}

/// <summary>What a shortage would cost in fines. An exposure, not a forecast: allowances stay due besides.</summary>
/// <param name="FixedMin">Step 1 or only fixed part, least; null = not known.</param>
/// <param name="FixedMax">Step 1 or only fixed part, most; null = not known.</param>
/// <param name="ScaledMin">Part that grows with the shortage, least, half-up to cents; null = no price or no rule.</param>
/// <param name="ScaledMax">Part that grows with the shortage, most, half-up to cents; null = no price or no rule.</param>
/// <param name="Rules">What it rests on.</param>
public sealed record PenaltyExposure(decimal? FixedMin, decimal? FixedMax, decimal? ScaledMin, decimal? ScaledMax, PenaltyRules Rules)
{
    /// <summary>Worst case: both parts at their most; null where one of them is not known.</summary>
    public decimal? Worst => FixedMax is { } f && ScaledMax is { } s ? f + s : null;

    /// <summary>Computes it.</summary>
    /// <param name="missing">Missing at the deadline, t; 0 costs nothing.</param>
    /// <param name="deliveredLater">Delivered within the correction period, t: under the Environment Code the multiple is only on the rest.</param>
    /// <param name="averagePrice">Average price of the rule's window, per tonne; null = none known.</param>
    /// <param name="rules">Rules of the missed deadline.</param>
    public static PenaltyExposure Of(Tonnes missing, Tonnes deliveredLater, decimal? averagePrice, PenaltyRules rules)
    {
        if (missing.IsZero) return new(0m, 0m, 0m, 0m, rules);
        if (rules.Kind == "eu-excess") return new(0m, 0m, Cents(missing, 1m, rules.PerTonne), Cents(missing, 1m, rules.PerTonne), rules);
        var scaled = rules.Kind == "environment-code" ? missing.MinusOrZero(deliveredLater) : missing;
        return new(rules.FixedMin, rules.FixedMax,
            Multiple(scaled, rules.MultipleMin, averagePrice), Multiple(scaled, rules.MultipleMax, averagePrice), rules);
    }

    private static decimal? Multiple(Tonnes missing, decimal? multiple, decimal? price) =>
        multiple is not { } times ? null : times == 0 || missing.IsZero ? 0m : Cents(missing, times, price);

    private static decimal? Cents(Tonnes missing, decimal times, decimal? perTonne) =>
        perTonne is { } p ? decimal.Round(missing.Value * times * p, 2, MidpointRounding.AwayFromZero) : null;
}
