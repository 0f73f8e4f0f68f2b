using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Trading;

/// <summary>One spot trade: what a blotter shows of it. One event stream each.</summary>
/// <param name="Terms">As captured; null before.</param>
/// <param name="Fee">Fee, two decimals, in the price's currency.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="CapturedBy">Maker.</param>
/// <param name="ApprovedBy">Checker; null before approval.</param>
/// <param name="Checks">Venue rules applied at capture; failed ones are warnings.</param>
/// <param name="LastProblem">Why the last step towards settlement did not work; cleared by the next that does.</param>
/// <param name="SettledOn">Day of settlement.</param>
/// <param name="Evidence">What the settlement rests on.</param>
public sealed record Trade(
    CaptureTrade? Terms, decimal Fee, TradeStatus Status, string CapturedBy, string? ApprovedBy, IReadOnlyList<VenueCheck> Checks,
    SettlementProblem? LastProblem, DateOnly? SettledOn, string? Evidence)
{
    /// <summary>No trade.</summary>
    public static readonly Trade NotCaptured = new(null, 0m, TradeStatus.None, "", null, [], null, null, null);

    /// <summary>Limits it was held against when it was captured; failed ones are soft.</summary>
    public IReadOnlyList<LimitReading> Limits { get; init; } = [];

    /// <summary>Limits whose headroom is not taken yet: while there is one, nobody approves.</summary>
    public IReadOnlyList<string> LimitsWaiting { get; init; } = [];

    /// <summary>Limits that had no headroom left, with what they said.</summary>
    public IReadOnlyList<LimitRefusal> LimitsRefused { get; init; } = [];

    /// <summary>In whose place it was approved; null = in the own right, or not yet.</summary>
    public string? OnBehalfOf { get; init; }

    /// <summary>Value-added tax in the amounts; null = none is split off.</summary>
    public TradeTax? Tax { get; init; }

    /// <summary>Key of the order it fills; null = captured by itself.</summary>
    public string? Order { get; init; }

    /// <summary>Broker's id of the execution; null = none.</summary>
    public string? Execution { get; init; }

    /// <summary>Who entered the execution it comes from: no second person; null = captured by itself.</summary>
    public string? RecordedBy { get; init; }

    /// <summary>The confirmation between us and the other side.</summary>
    public Confirmation Confirmation { get; init; } = Confirmation.None;

    /// <summary>Tonnes settled so far.</summary>
    public Tonnes SettledQuantity { get; init; }

    /// <summary>Cash confirmed so far, less what was reversed; two decimals, in the price's currency.</summary>
    public decimal SettledCash { get; init; }

    /// <summary>Day its units moved last: sent on their way, or confirmed in part; null before.</summary>
    public DateOnly? UnitsMovedOn { get; init; }

    /// <summary>Its settlement is instructed, and the account has not put its units in transit yet.</summary>
    public bool IsInstructed { get; init; }

    /// <summary>Cash of the whole trade: price × quantity, half-up to 2 decimals, plus the fee of a purchase, less the fee of a sale.</summary>
    public decimal Cash => Terms is null ? 0m : (Terms.Price * Terms.Quantity).RoundedHalfUp().Amount + (Terms.Side == Side.Buy ? Fee : -Fee);

    /// <summary>Tonnes still to be settled.</summary>
    public Tonnes OpenQuantity => Terms is null ? Tonnes.Zero : Terms.Quantity - SettledQuantity;

    /// <summary>Units a sale names, as far as they are still to be settled; serial numbers are delivered in their order.</summary>
    public NamedUnits? OpenUnits => Terms?.Units is { Serials: { } serials } units && !SettledQuantity.IsZero
        ? units with { Serials = Serials.Split(Serials.Join(serials, []), SettledQuantity.Value).Left } : Terms?.Units;

    /// <summary>Cash that belongs to a quantity settled, half-up to 2 decimals; all of it for the whole.</summary>
    public decimal CashOf(Tonnes settled) => Share(Cash, settled);

    /// <summary>
    /// Value-added tax that belongs to a quantity settled, half-up to 2 decimals; all of it for the whole; null where none is split off.
    /// Of a purchase what is deducted, of a sale what is owed: that of the price less that of the fees.
    /// </summary>
    public decimal? TaxOf(Tonnes settled) => Tax is { } tax ? Share(tax.OnPrice + (Terms?.Side == Side.Buy ? tax.OnFee : -tax.OnFee), settled) : null;

    /// <summary>Cash that is or was to be paid: of the whole, once it failed, expired or was cancelled of what was settled before.</summary>
    public decimal CashDue => Status is TradeStatus.Failed or TradeStatus.Expired or TradeStatus.Cancelled ? CashOf(SettledQuantity) : Cash;

    /// <summary>Cash that a part settled brings with it: its share, less what was paid ahead of the units.</summary>
    internal decimal CashWith(Tonnes part) => Math.Max(0m, CashOf(SettledQuantity + part) - CashOf(SettledQuantity) - Math.Max(0m, SettledCash - CashOf(SettledQuantity)));

    /// <summary>Fee that belongs to a quantity settled, half-up to 2 decimals; all of it for the whole.</summary>
    public decimal FeeOf(Tonnes settled) => Share(Fee, settled);

    private decimal Share(decimal whole, Tonnes part) => Terms is null || part == Terms.Quantity
        ? whole : decimal.Round(whole * part.Value / Terms.Quantity.Value, 2, MidpointRounding.AwayFromZero);

    /// <summary>Key of the trade in whose place it is to stand, or stands; null = none.</summary>
    public string? Replaces { get; init; }

    /// <summary>Why that one was wrong.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether that one is out of the books.</summary>
    public bool HasReplaced { get; init; }

    /// <summary>Whether what that one had settled was looked at.</summary>
    internal bool HasCarried { get; init; }

    /// <summary>Key of the trade that stands in its place; null = it stands itself.</summary>
    public string? ReplacedBy { get; init; }

    /// <summary>Status it had before another took its place.</summary>
    internal TradeStatus StatusBefore { get; init; }

    /// <summary>Whether it never was: its account took back what it moved, and nothing stands in its place.</summary>
    public bool IsAnnulled { get; init; }

    /// <summary>Units settled, confirmation by confirmation.</summary>
    public IReadOnlyList<SettledPart> Parts { get; init; } = [];

    /// <summary>What each part settled of a purchase costs: price × quantity, half-up to 2 decimals, and its fee, less its tax.</summary>
    public IReadOnlyList<ReceiptCost> Receipts
    {
        get
        {
            var (receipts, settled) = (new List<ReceiptCost>(), Tonnes.Zero);
            foreach (var part in Terms is { Side: Side.Buy } ? Parts : [])
            {
                var upTo = settled + part.Quantity;
                var tax = (TaxOf(upTo) ?? 0m) - (TaxOf(settled) ?? 0m);
                receipts.Add(new(part.Quantity, (Terms!.Price * part.Quantity).RoundedHalfUp().Amount + FeeOf(upTo) - FeeOf(settled) - tax));
                settled = upTo;
            }

            return receipts;
        }
    }

    /// <summary>Cash confirmed, and with a minus what came back.</summary>
    public IReadOnlyList<Payment> Payments { get; init; } = [];

    /// <summary>Key of the trade in whose place it is to stand and does not yet: that one stands still, and is the one to correct. Null = it stands in its own right, or took its place.</summary>
    public string? WaitsForPlaceOf => HasReplaced ? null : Replaces;

    /// <summary>Whether another trade may take its place: not at an end at which it moved nothing, or replaced already, or still to take its own.</summary>
    public bool MayBeReplaced => WaitsForPlaceOf is null && Status is not (TradeStatus.None or TradeStatus.Rejected or TradeStatus.Corrected)
        && (Status != TradeStatus.Cancelled || !SettledQuantity.IsZero);

    /// <summary>Why no other trade may take its place; null = one may.</summary>
    public DomainError? WhyNotReplaced() => MayBeReplaced ? null
        : WaitsForPlaceOf is { } of && ReplacedBy is null ? TradeErrors.CorrectionNotInPlace(of, Status) : TradeErrors.NotReplaceable(Status, ReplacedBy);

    /// <summary>Whether it may be taken out of the books with nothing in its place: it is on its way, or something of it is settled.</summary>
    public bool MayBeAnnulled => Status is TradeStatus.InTransit or TradeStatus.Settled || (MayBeReplaced && (!SettledQuantity.IsZero || SettledCash != 0));

    /// <summary>Whether credits come in: their settlement is confirmed with the batch they are of.</summary>
    public bool BringsCredits => Terms is { Side: Side.Buy, Product.Market: CcerHoldingDecider.Market };

    /// <summary>Whether anything is still to come.</summary>
    public bool IsOpen =>
        Status is TradeStatus.PendingApproval or TradeStatus.Approved or TradeStatus.InTransit or TradeStatus.Failed or TradeStatus.Expired;
}

/// <summary>Why a step towards settlement did not work.</summary>
/// <param name="Code">Refusal code of the account, or <c>settlement-failed</c>.</param>
/// <param name="Message">In words.</param>
public sealed record SettlementProblem(string Code, string Message, IReadOnlyList<string>? Values = null);
