using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Registry;

public static partial class AllowanceAccountDecider
{
    /// <summary>What can be said of a command without the account: dates, quantities, texts.</summary>
    private static DomainError? WrongShape(AllowanceAccountCommand command, Context context) =>
        EmptyText(command) is { } field ? AllowanceAccountErrors.FieldMissing(field)
        : QuantityOf(command) is { IsZero: true } ? AllowanceAccountErrors.QuantityZero()
        : command is ReceiveFreeAllocation { ComplianceYear: { } y } && (y < BookDates.First.Year || y > BookDates.Last.Year)
            ? AllowanceAccountErrors.YearOutOfRange(y)
        : command is SurrenderUnits s && (s.ComplianceYear < BookDates.First.Year || s.ComplianceYear > BookDates.Last.Year)
            ? AllowanceAccountErrors.YearOutOfRange(s.ComplianceYear)
        : command is ChangeCostMethod m && !BookDates.Accepts(m.From) ? AllowanceAccountErrors.DateOutOfRange(m.From)
        : EffectiveOf(command) is { } day ? WrongDay(day, context) : null;

    private static DomainError? WrongDay(DateOnly day, Context context) =>
        !BookDates.Accepts(day) ? AllowanceAccountErrors.DateOutOfRange(day)
        : day > context.BusinessDate ? AllowanceAccountErrors.InTheFuture(day, context.BusinessDate)
        : null;

    private static string? EmptyText(AllowanceAccountCommand command) => FirstEmpty(command switch
    {
        OpenAccount c => [("holder", c.Holder), ("market", c.Market), ("name", c.Name), ("nameZh", c.NameZh)],
        ReceiveFreeAllocation c => [("document", c.Document)],
        ReceiveTransfer c => [("fromAccount", c.FromAccount), ("reference", c.Reference)],
        ReserveUnits c => [("reservation", c.Reservation), ("purpose", c.Purpose)],
        ReleaseUnits c => [("reservation", c.Reservation), ("reason", c.Reason)],
        DeliverUnits c => [("reservation", c.Reservation), ("toAccount", c.ToAccount), ("reference", c.Reference)],
        ConfirmDelivery c => [("reservation", c.Reservation), ("evidence", c.Evidence)],
        FailDelivery c => [("reservation", c.Reservation), ("reason", c.Reason)],
        SurrenderUnits c => [("registryReference", c.RegistryReference)],
        CancelUnits c => [("purpose", c.Purpose), ("beneficiary", c.Beneficiary), ("registryReference", c.RegistryReference)],
        FreezeUnits c => [("hold", c.Hold), ("authority", c.Authority), ("document", c.Document)],
        UnfreezeUnits c => [("hold", c.Hold), ("document", c.Document)],
        EncumberUnits c => [("encumbrance", c.Encumbrance), ("counterparty", c.Counterparty), ("document", c.Document)],
        ReleaseEncumbrance c => [("encumbrance", c.Encumbrance), ("document", c.Document)],
        EnforceEncumbrance c => [("encumbrance", c.Encumbrance), ("document", c.Document)],
        ReceiveBorrowed c => [("loan", c.Loan), ("lender", c.Lender), ("document", c.Document)],
        ReturnBorrowed c => [("loan", c.Loan), ("registryReference", c.RegistryReference)],
        KeepBorrowed c => [("loan", c.Loan), ("document", c.Document)],
        FreezeForCarryOver c => [("application", c.Application)],
        UnfreezeCarryOver c => [("application", c.Application), ("document", c.Document)],
        ConvertUnits c => [("document", c.Document)],
        ReturnUnits c => [("document", c.Document)],
        LapseUnits c => [("document", c.Document)],
        ChangeCostMethod c => [("reason", c.Reason)],
        CorrectMovement c => [("reason", c.Reason)],
        UndoTrade c => [("trade", c.Trade), ("reason", c.Reason)],
        RestateReceipts c => [("trade", c.Trade), ("reason", c.Reason)],
        _ => [],
    });

    private static string? FirstEmpty(ReadOnlySpan<(string Field, string? Text)> texts)
    {
        foreach (var (field, text) in texts)
            if (string.IsNullOrWhiteSpace(text)) return field;
        return null;
    }

    private static Tonnes? QuantityOf(AllowanceAccountCommand command) => command switch
    {
        ReceiveFreeAllocation c => c.Quantity,
        ReceivePurchase c => c.Quantity,
        ReceiveTransfer c => c.Quantity,
        ReserveUnits c => c.Quantity,
        SurrenderUnits c => c.Quantity,
        CancelUnits c => c.Quantity,
        FreezeUnits c => c.Quantity,
        ConfirmDelivery c => c.Quantity,
        EncumberUnits c => c.Quantity,
        EnforceEncumbrance c => c.Quantity,
        ReceiveBorrowed c => c.Quantity,
        FreezeForCarryOver c => c.Quantity,
        ConvertUnits c => c.Quantity,
        ReturnUnits c => c.Quantity,
        LapseUnits c => c.Quantity,
        CorrectMovement { Replacement: { } r } => r.Quantity,
        _ => null,
    };

    private static DateOnly? EffectiveOf(AllowanceAccountCommand command) => command switch
    {
        ReceiveFreeAllocation c => c.Effective,
        ReceivePurchase c => c.Effective,
        ReceiveTransfer c => c.Effective,
        ReserveUnits c => c.Effective,
        ReleaseUnits c => c.Effective,
        DeliverUnits c => c.Effective,
        ConfirmDelivery c => c.Effective,
        FailDelivery c => c.Effective,
        SurrenderUnits c => c.Effective,
        CancelUnits c => c.Effective,
        FreezeUnits c => c.Effective,
        UnfreezeUnits c => c.Effective,
        EncumberUnits c => c.Effective,
        ReleaseEncumbrance c => c.Effective,
        EnforceEncumbrance c => c.Effective,
        ReceiveBorrowed c => c.Effective,
        ReturnBorrowed c => c.Effective,
        KeepBorrowed c => c.Effective,
        FreezeForCarryOver c => c.Effective,
        UnfreezeCarryOver c => c.Effective,
        ConvertUnits c => c.Effective,
        ReturnUnits c => c.Effective,
        LapseUnits c => c.Effective,
        CorrectMovement { Replacement: { } r } => r.Effective,
        CorrectMovement c => c.Effective,
        _ => null,
    };

    private static Product? ProductOf(AllowanceAccountCommand command) => command switch
    {
        ReceiveFreeAllocation c => c.Product,
        ReceivePurchase c => c.Product,
        ReceiveTransfer c => c.Unit.Product,
        ReserveUnits c => c.Product,
        SurrenderUnits c => c.Product,
        CancelUnits c => c.Product,
        FreezeUnits c => c.Product,
        EncumberUnits c => c.Product,
        ReceiveBorrowed c => c.Product,
        FreezeForCarryOver c => c.Product,
        ConvertUnits c => c.Product,
        ReturnUnits c => c.Product,
        LapseUnits c => c.Product,
        ChangeCostMethod c => c.Unit.Product,
        _ => null,
    };
}
