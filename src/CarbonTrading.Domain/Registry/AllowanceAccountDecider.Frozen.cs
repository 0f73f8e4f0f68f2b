using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Registry;

public static partial class AllowanceAccountDecider
{
    /// <summary>
    /// While the authority has frozen all accounts of the market, the holder moves nothing in or out. What the authority does itself, a promise taken back, a delivery
    /// that failed and a correction of our own books are entered as ever.
    /// </summary>
    private static DomainError? Frozen(AllowanceAccount state, AllowanceAccountCommand command, Context context) =>
        IsOfHolder(command) && EffectiveOf(command) is { } day && FrozenAccounts.On(state.Market, Moved(state, command), day, context.Rules) is { Rule.IsInForce: true } frozen
            ? AllowanceAccountErrors.AccountsFrozen(state.Market, day, frozen.From, frozen.Rule.Source) : null;

    private static Product? Moved(AllowanceAccount state, AllowanceAccountCommand command) => ProductOf(command) ?? command switch
    {
        DeliverUnits c => Of(state.Reservations.GetValueOrDefault(c.Reservation)),
        ConfirmDelivery c => Of(state.Reservations.GetValueOrDefault(c.Reservation)),
        EnforceEncumbrance c => Of(state.Holds.GetValueOrDefault(c.Encumbrance)),
        ReturnBorrowed c => state.Loans.GetValueOrDefault(c.Loan)?.Product,
        KeepBorrowed c => state.Loans.GetValueOrDefault(c.Loan)?.Product,
        _ => null,
    };

    private static Product? Of(Claim? claim) => claim is { Units: [var first, ..] } ? first.Unit.Product : null;

    private static bool IsOfHolder(AllowanceAccountCommand command) => command is ReceivePurchase or ReceiveTransfer or ReserveUnits or DeliverUnits or ConfirmDelivery
        or SurrenderUnits or CancelUnits or EncumberUnits or EnforceEncumbrance or ReceiveBorrowed or ReturnBorrowed or KeepBorrowed or FreezeForCarryOver;
}
