using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Contracts;

public static partial class ContractDecider
{
    private const decimal AmountMax = 10_000_000_000_000_000m;

    /// <summary>Fields each kind asks for, and those it may have besides; the others mean nothing to it.</summary>
    public static (IReadOnlyList<string> Needed, IReadOnlyList<string> Possible) FieldsOf(ContractKind kind, bool inCash) => kind switch
    {
        ContractKind.Forward => (["side", "endsOn"], ["margin", "inCash", "fee"]),
        ContractKind.Swap when inCash => (["side", "endsOn"], ["otherProduct", "margin", "inCash", "fee"]),
        ContractKind.Swap => (["endsOn", "otherAccount", "otherProduct", "endPrice"], ["margin", "inCash", "fee"]),
        ContractKind.Option => (["side", "right", "endsOn", "amount"], ["margin", "inCash", "fee"]),
        ContractKind.Repo => (["side", "endsOn", "endPrice"], ["margin"]),
        ContractKind.Pledge => (["endsOn", "amount"], ["interest", "callShare"]),
        ContractKind.Lend or ContractKind.Borrow => (["endsOn"], ["margin"]),
        _ => (["otherAccount"], []),
    };

    /// <summary>Whether the terms have every field their kind asks for: only then they stand for legs.</summary>
    public static bool IsWhole(AgreeContract c) => !c.Quantity.IsZero && FieldsOf(c.Kind, c.InCash).Needed.All(n => Given(c).Any(g => g.Field == n && g.IsGiven));

    private static IEnumerable<(string Field, bool IsGiven)> Given(AgreeContract c) =>
    [
        ("side", c.Side is not null), ("right", c.Right is not null), ("endsOn", c.EndsOn is not null), ("endPrice", c.EndPrice is not null),
        ("otherAccount", c.OtherAccount is not null), ("otherProduct", c.OtherProduct is not null), ("amount", c.Amount is not null),
        ("interest", c.Interest is not null), ("margin", c.Margin is not null), ("callShare", c.CallShare is not null), ("inCash", c.InCash), ("fee", c.Fee is not null),
    ];

    private static DomainError? WrongShape(ContractCommand command, Context context) => command switch
    {
        AgreeContract c => WrongAgreement(c, context),
        FileContract c => Empty("reference", c.Reference) ?? WrongDay(c.Effective, context),
        InstructLeg c => WrongDay(c.Effective, context),
        ConfirmLeg c => Empty("evidence", c.Evidence) ?? WrongDay(c.Effective, context),
        ConfirmCreditLeg c => Empty("evidence", c.Evidence) ?? Empty("batch.project", c.Batch.Project) ?? Empty("batch.methodology", c.Batch.Methodology)
            ?? WrongDay(c.Effective, context) ?? (c.Batch.IsPossibleOn(c.Effective) ? null : ContractErrors.BatchDatesWrong(c.Batch, c.Effective)),
        FailLeg c => Empty("reason", c.Reason) ?? WrongDay(c.Effective, context),
        CallMargin c => Empty("reason", c.Reason) ?? WrongAmount("amount", c.Amount, above0: true) ?? WrongDay(c.Effective, context),
        FixSettlement c => Empty("evidence", c.Evidence) ?? WrongDay(c.Effective, context),
        ExerciseOption c => WrongDay(c.Effective, context)
            ?? (c.SettlesOn is { } settles && !BookDates.Accepts(settles) ? ContractErrors.DateOutOfRange(settles, "settlesOn") : null),
        LapseOption c => Empty("reason", c.Reason) ?? WrongDay(c.Effective, context),
        ExtendContract c => Empty("document", c.Document) ?? (BookDates.Accepts(c.EndsOn) ? null : ContractErrors.DateOutOfRange(c.EndsOn, "endsOn")),
        ShortenContract c => Empty("document", c.Document) ?? (BookDates.Accepts(c.EndsOn) ? null : ContractErrors.DateOutOfRange(c.EndsOn, "endsOn")),
        DefaultContract c => Empty("document", c.Document) ?? WrongDay(c.Effective, context),
        IssueContractConfirmation c => Empty("to", c.To) ?? WrongDay(c.Effective, context),
        ChaseContractConfirmation c => Empty("note", c.Note) ?? WrongDay(c.Effective, context),
        MatchContractConfirmation c => Empty("evidence", c.Evidence) ?? (c.Quantity.IsZero ? ContractErrors.QuantityZero() : null)
            ?? WrongAmount("amount", c.Amount, above0: true) ?? WrongDay(c.Effective, context),
        RecordContractStep c => Empty("document", c.Document) ?? WrongDay(c.Effective, context),
        DisposeSecurity c => Empty("document", c.Document) ?? (c.Quantity.IsZero ? ContractErrors.QuantityZero() : null)
            ?? WrongAmount("proceeds", c.Proceeds, above0: true) ?? WrongDay(c.Effective, context),
        CancelContract c => Empty("reason", c.Reason),
        RecordLegProblem c => Empty("code", c.Code) ?? Empty("message", c.Message),
        _ => null,
    };

    private static DomainError? WrongAgreement(AgreeContract c, Context context)
    {
        if ((Empty("counterparty", c.Counterparty) ?? Empty("document", c.Document)) is { } empty) return empty;
        if (!EntityKey.IsValid(c.Account)) return ContractErrors.AccountKeyInvalid(c.Account, "account");
        var isItself = c.OtherAccount == c.Account && (c.Kind != ContractKind.Swap || c.OtherProduct == c.Product); // an account may swap one of its products for another
        if (c.OtherAccount is { } other && (!EntityKey.IsValid(other) || isItself)) return ContractErrors.AccountKeyInvalid(other, "otherAccount");
        if (c.Quantity.IsZero) return ContractErrors.QuantityZero();
        var (needed, possible) = FieldsOf(c.Kind, c.InCash);
        foreach (var (field, isGiven) in Given(c))
        {
            if (!isGiven && needed.Contains(field)) return ContractErrors.FieldNeeded(field, c.Kind);
            if (isGiven && !needed.Contains(field) && !possible.Contains(field)) return ContractErrors.FieldNotNeeded(field, c.Kind);
        }

        if (c.Price.Amount == 0 && c.Kind is ContractKind.Forward or ContractKind.Option or ContractKind.Repo or ContractKind.Pledge) return ContractErrors.PriceZero(c.Kind);
        if (WrongMoney(c) is { } money) return money;
        foreach (var market in new[] { c.Product.Market, c.OtherProduct?.Market }.OfType<string>())
            if (!context.Rules.HasMarket(market)) return ContractErrors.MarketUnknown(market);
        return WrongAgreedOn(c, context) ?? WrongStart(c) ?? WrongEnd(c);
    }

    private static DomainError? WrongMoney(AgreeContract c) => WrongEndPrice(c) ?? WrongShare(c)
        ?? WrongAmount("amount", c.Amount, above0: true) ?? WrongAmount("interest", c.Interest, above0: false) ?? WrongAmount("margin", c.Margin, above0: true)
        ?? WrongAmount("fee", c.Fee, above0: true);

    private static DomainError? WrongEndPrice(AgreeContract c) => c.EndPrice is not { } end ? null
        : end.Currency != c.Price.Currency ? ContractErrors.OtherCurrency("endPrice", end.Currency, c.Price.Currency)
        : end.Amount == 0 ? ContractErrors.PriceZero(c.Kind) : null;

    private static DomainError? WrongShare(AgreeContract c) => c.CallShare is { } share and (<= 0 or > 1) ? ContractErrors.ShareNotPossible(share) : null;

    private static DomainError? WrongAgreedOn(AgreeContract c, Context context) =>
        !BookDates.Accepts(c.AgreedOn) ? ContractErrors.DateOutOfRange(c.AgreedOn, "agreedOn")
        : c.AgreedOn > context.BusinessDate ? ContractErrors.InTheFuture(c.AgreedOn, context.BusinessDate, "agreedOn") : null;

    private static DomainError? WrongStart(AgreeContract c) =>
        !BookDates.Accepts(c.StartsOn) || c.StartsOn < c.AgreedOn ? ContractErrors.StartNotPossible(c.StartsOn, c.AgreedOn) : null;

    private static DomainError? WrongEnd(AgreeContract c) =>
        c.EndsOn is { } end && (!BookDates.Accepts(end) || end <= c.StartsOn) ? ContractErrors.EndNotPossible(end, c.StartsOn) : null;

    private static DomainError? Empty(string field, string? text) => string.IsNullOrWhiteSpace(text) ? ContractErrors.FieldMissing(field) : null;

    private static DomainError? WrongAmount(string field, decimal? amount, bool above0) =>
        amount is { } a && (a < 0 || (above0 && a == 0) || a > AmountMax || decimal.Round(a, 2) != a) ? ContractErrors.AmountNotPossible(field, a) : null;

    private static DomainError? WrongDay(DateOnly day, Context context) =>
        !BookDates.Accepts(day) ? ContractErrors.DateOutOfRange(day, "effective")
        : day > context.BusinessDate ? ContractErrors.InTheFuture(day, context.BusinessDate, "effective") : null;
}
