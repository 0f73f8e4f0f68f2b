using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Offsets;

public static partial class CcerHoldingDecider
{
    /// <summary>What can be said of a command without the holding: dates, quantities, texts.</summary>
    private static DomainError? WrongShape(CcerHoldingCommand command, Context context) =>
        FirstEmpty(Texts(command)) is { } field ? CcerHoldingErrors.FieldMissing(field)
        : QuantityOf(command) is { IsZero: true } ? CcerHoldingErrors.QuantityZero()
        : YearOf(command) is { } year && (year < BookDates.First.Year || year > BookDates.Last.Year) ? CcerHoldingErrors.YearOutOfRange(year)
        : ProductOf(command) is { Market: not Market } other ? CcerHoldingErrors.NoCredit(other, "product")
        : command is ChangeCreditCostMethod m && !BookDates.Accepts(m.From) ? CcerHoldingErrors.DateOutOfRange(m.From, "from")
        : command is ChangeCreditCostMethod { Unit.Product: var product } && product.Market != Market ? CcerHoldingErrors.NoCredit(product, "unit")
        : WrongPurpose(command)
        ?? (EffectiveOf(command) is { } day ? WrongDay(day, context) ?? WrongBatch(BatchOf(command), day) : null);

    private static DomainError? WrongDay(DateOnly day, Context context) =>
        !BookDates.Accepts(day) ? CcerHoldingErrors.DateOutOfRange(day, "effective")
        : day > context.BusinessDate ? CcerHoldingErrors.InTheFuture(day, context.BusinessDate)
        : null;

    private static DomainError? WrongBatch(CreditBatch? batch, DateOnly effective)
    {
        if (batch is null) return null;
        foreach (var day in new[] { batch.PeriodFrom, batch.PeriodTo, batch.RegisteredOn })
            if (!BookDates.Accepts(day)) return CcerHoldingErrors.DateOutOfRange(day, "batch");
        return batch.IsPossibleOn(effective) ? null : CcerHoldingErrors.BatchDatesWrong(batch, effective);
    }

    private static DomainError? WrongPurpose(CcerHoldingCommand command) => command switch
    {
        CancelVoluntarily { Purpose: CancellationPurpose.NationalCompliance or CancellationPurpose.PilotCompliance } c =>
            CcerHoldingErrors.PurposeNotHere(c.Purpose),
        UseForOffset { Purpose: CancellationPurpose.NationalCompliance or CancellationPurpose.PilotCompliance } c =>
            string.IsNullOrWhiteSpace(c.Market) ? CcerHoldingErrors.FieldMissing("market")
            : c.ComplianceYear is null ? CcerHoldingErrors.FieldMissing("complianceYear") : null,
        ReserveCredits c => (c.Obligation is null) == (c.Market is null) && (c.Market is null) == (c.ComplianceYear is null)
            ? null : CcerHoldingErrors.ObligationIncomplete(),
        _ => null,
    };

    private static (string Field, string? Text)[] Texts(CcerHoldingCommand command) => command switch
    {
        OpenHolding c => [("holder", c.Holder), ("name", c.Name), ("nameZh", c.NameZh)],
        ReceiveIssuedBatch c => [("project", c.Batch.Project), ("methodology", c.Batch.Methodology), ("document", c.Document)],
        ReceivePurchasedBatch c => [("project", c.Batch.Project), ("methodology", c.Batch.Methodology)],
        ReceiveTransferredBatch c => [("project", c.Batch.Project), ("methodology", c.Batch.Methodology), ("fromHolding", c.FromHolding), ("reference", c.Reference)],
        ReserveCredits c => [("reservation", c.Reservation), ("purpose", c.Purpose)],
        ReleaseCredits c => [("reservation", c.Reservation), ("reason", c.Reason)],
        UseForOffset c => [("reservation", c.Reservation), ("registryReference", c.RegistryReference)],
        CancelVoluntarily c => [("beneficiary", c.Beneficiary), ("registryReference", c.RegistryReference)],
        DeliverCredits c => [("reservation", c.Reservation), ("toAccount", c.ToAccount), ("reference", c.Reference)],
        ConfirmCreditDelivery c => [("reservation", c.Reservation), ("evidence", c.Evidence)],
        FailCreditDelivery c => [("reservation", c.Reservation), ("reason", c.Reason)],
        EncumberCredits c => [("encumbrance", c.Encumbrance), ("counterparty", c.Counterparty), ("document", c.Document)],
        ReleaseCreditEncumbrance c => [("encumbrance", c.Encumbrance), ("document", c.Document)],
        EnforceCreditEncumbrance c => [("encumbrance", c.Encumbrance), ("document", c.Document)],
        ReceiveBorrowedBatch c => [("loan", c.Loan), ("project", c.Batch.Project), ("methodology", c.Batch.Methodology), ("lender", c.Lender), ("document", c.Document)],
        ReturnBorrowedCredits c => [("loan", c.Loan), ("registryReference", c.RegistryReference)],
        KeepBorrowedCredits c => [("loan", c.Loan), ("document", c.Document)],
        ChangeCreditCostMethod c => [("reason", c.Reason)],
        UndoCreditTrade c => [("trade", c.Trade), ("reason", c.Reason)],
        RestateCreditReceipts c => [("trade", c.Trade), ("reason", c.Reason)],
        _ => [],
    };

    private static string? FirstEmpty((string Field, string? Text)[] texts) => Array.Find(texts, t => string.IsNullOrWhiteSpace(t.Text)).Field;

    private static Tonnes? QuantityOf(CcerHoldingCommand command) => command switch
    {
        ReceiveIssuedBatch c => c.Quantity,
        ReceivePurchasedBatch c => c.Quantity,
        ReceiveTransferredBatch c => c.Quantity,
        ReserveCredits c => c.Quantity,
        CancelVoluntarily c => c.Quantity,
        ConfirmCreditDelivery c => c.Quantity,
        EncumberCredits c => c.Quantity,
        EnforceCreditEncumbrance c => c.Quantity,
        ReceiveBorrowedBatch c => c.Quantity,
        _ => null,
    };

    private static Product? ProductOf(CcerHoldingCommand command) => command switch { ReserveCredits c => c.Product, EncumberCredits c => c.Product, _ => null };

    private static int? YearOf(CcerHoldingCommand command) => command switch
    {
        ReserveCredits c => c.ComplianceYear,
        UseForOffset c => c.ComplianceYear,
        _ => null,
    };

    private static CreditBatch? BatchOf(CcerHoldingCommand command) => command switch
    {
        ReceiveIssuedBatch c => c.Batch,
        ReceivePurchasedBatch c => c.Batch,
        ReceiveTransferredBatch c => c.Batch,
        ReceiveBorrowedBatch c => c.Batch,
        _ => null,
    };

    private static DateOnly? EffectiveOf(CcerHoldingCommand command) => command switch
    {
        ReceiveIssuedBatch c => c.Effective,
        ReceivePurchasedBatch c => c.Effective,
        ReceiveTransferredBatch c => c.Effective,
        ReserveCredits c => c.Effective,
        ReleaseCredits c => c.Effective,
        UseForOffset c => c.Effective,
        CancelVoluntarily c => c.Effective,
        DeliverCredits c => c.Effective,
        ConfirmCreditDelivery c => c.Effective,
        FailCreditDelivery c => c.Effective,
        EncumberCredits c => c.Effective,
        ReleaseCreditEncumbrance c => c.Effective,
        EnforceCreditEncumbrance c => c.Effective,
        ReceiveBorrowedBatch c => c.Effective,
        ReturnBorrowedCredits c => c.Effective,
        KeepBorrowedCredits c => c.Effective,
        _ => null,
    };
}
