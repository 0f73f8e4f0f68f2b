using System.Text.RegularExpressions;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Limits;

public static partial class LimitDecider
{
    private const decimal AmountMax = 10_000_000_000_000_000m;
    private const decimal FractionMax = 10m;

    private static DomainError? WrongShape(LimitCommand command) => command switch
    {
        SetLimit c => WrongTerms(c),
        RetireLimit c => Empty("reason", c.Reason),
        OverrideLimit c => Empty("reason", c.Reason) ?? (c.Trade is { } trade && !EntityKey.IsValid(trade) ? LimitErrors.TradeKeyInvalid(trade) : null),
        TakeHeadroom c => WrongTrade(c.Trade) ?? (c.Quantity.IsZero || c.Amount < 0 ? LimitErrors.AmountNotPossible(c.Amount, "") : null),
        ReleaseHeadroom c => WrongTrade(c.Trade) ?? Empty("reason", c.Reason),
        ConfirmHeadroom c => WrongTrade(c.Trade),
        RecordRefusedTrade c => WrongTrade(c.Trade),
        _ => null,
    };

    private static DomainError? WrongTerms(SetLimit c)
    {
        foreach (var (field, text) in new[] { ("scope", c.Scope), ("name", c.Name), ("nameZh", c.NameZh), ("reason", c.Reason) })
            if (Empty(field, text) is { } empty) return empty;
        if (!ScopeFits(c)) return LimitErrors.ScopeNotPossible(c.Scope, c.Kind);
        if (!UnitFits(c)) return LimitErrors.UnitNotPossible(c.Unit, c.Kind);
        if (!Fits(c.Amount, c.Unit)) return LimitErrors.AmountNotPossible(c.Amount, c.Unit);
        if (IsCounted(c.Kind) != c.Counts is not null) return LimitErrors.CountsWrong(c.Kind);
        if (c.Kind == LimitKind.Position ? !EntityKey.IsValid(c.Account) : c.Account is not null) return LimitErrors.AccountWrong(c.Kind);
        return c.ValidTo < c.ValidFrom ? LimitErrors.DatesWrong(c.ValidFrom, c.ValidTo) : null;
    }

    private static bool IsCounted(LimitKind kind) => kind is LimitKind.Trader or LimitKind.Book or LimitKind.Product or LimitKind.Counterparty;

    private static bool ScopeFits(SetLimit c) => c.Kind switch
    {
        LimitKind.Trader => LoginForm().IsMatch(c.Scope),
        LimitKind.Product or LimitKind.PriceDeviation or LimitKind.Position => ProductForm().IsMatch(c.Scope),
        LimitKind.Concentration => ShareForm().IsMatch(c.Scope),
        _ => true,
    };

    private static bool UnitFits(SetLimit c) => c.Kind switch
    {
        LimitKind.PriceDeviation or LimitKind.Concentration => c.Unit == LimitFigure.Fraction,
        LimitKind.Position => c.Unit == LimitFigure.Tonne,
        _ => c.Unit == LimitFigure.Tonne || Currencies.IsKnown(c.Unit),
    };

    private static bool Fits(decimal amount, string unit) => unit switch
    {
        LimitFigure.Fraction => amount is > 0 and <= FractionMax && decimal.Round(amount, 4) == amount,
        LimitFigure.Tonne => amount is > 0 and <= AmountMax && decimal.Truncate(amount) == amount,
        _ => amount is > 0 and <= AmountMax && decimal.Round(amount, 2) == amount,
    };

    private static string? Fixed(SetLimit before, SetLimit c) =>
        before.Kind != c.Kind ? "kind" : before.Scope != c.Scope ? "scope" : before.Unit != c.Unit ? "unit"
            : before.Counts != c.Counts ? "counts" : before.Account != c.Account ? "account" : null;

    private static DomainError? WrongTrade(string trade) => EntityKey.IsValid(trade) ? null : LimitErrors.TradeKeyInvalid(trade);

    private static DomainError? Empty(string field, string? text) => string.IsNullOrWhiteSpace(text) ? LimitErrors.FieldMissing(field) : null;

    [GeneratedRegex("^[a-z0-9-]{1,40}\\z")]
    private static partial Regex LoginForm();

    [GeneratedRegex("^(\\*|[a-z][a-z0-9-]{1,19}(/[A-Z][A-Z0-9]{1,9}(/[0-9a-z-]{4,9})?)?)\\z")]
    private static partial Regex ProductForm();

    [GeneratedRegex("^(account:[A-Z0-9][A-Z0-9-]{0,39}|product:[a-z][a-z0-9-]{1,19}(/[A-Z][A-Z0-9]{1,9}(/[0-9a-z-]{4,9})?)?|counterparty:.{1,200})\\z")]
    private static partial Regex ShareForm();
}
