using System.Text.RegularExpressions;
using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application;

/// <summary>What stands under the key of a trade or contract in an account is moved by that trade or contract, never past it.</summary>
public sealed partial class Desk
{
    /// <summary>Refuses a person who would move what a trade or contract holds, or take a key that is one's.</summary>
    private DomainError? NotOwn(object command, Caller caller)
    {
        if (caller.IsSystem || ClaimOf(command) is not { Id: { } id, Field: var field }) return null;
        if (read.Trades.Find(id) is not null) return DeskErrors.ClaimOfAnother(id, field, $"trade {id}");
        return ContractOf(id) is { } contract ? DeskErrors.ClaimOfAnother(id, field, $"contract {contract}") : null;
    }

    private string? ContractOf(string id) =>
        LegId().Match(id) is { Success: true } leg && leg.Groups[1].Value is var contract && read.Contracts.Find(contract) is not null ? contract : null;

    private static (string Field, string? Id) ClaimOf(object command) => command switch
    {
        ReserveUnits c => ("reservation", c.Reservation),
        ReleaseUnits c => ("reservation", c.Reservation),
        DeliverUnits c => ("reservation", c.Reservation),
        ConfirmDelivery c => ("reservation", c.Reservation),
        FailDelivery c => ("reservation", c.Reservation),
        ReserveCredits c => ("reservation", c.Reservation),
        ReleaseCredits c => ("reservation", c.Reservation),
        DeliverCredits c => ("reservation", c.Reservation),
        ConfirmCreditDelivery c => ("reservation", c.Reservation),
        FailCreditDelivery c => ("reservation", c.Reservation),
        EncumberUnits c => ("encumbrance", c.Encumbrance),
        ReleaseEncumbrance c => ("encumbrance", c.Encumbrance),
        EnforceEncumbrance c => ("encumbrance", c.Encumbrance),
        ReceiveBorrowed c => ("loan", c.Loan),
        ReturnBorrowed c => ("loan", c.Loan),
        KeepBorrowed c => ("loan", c.Loan),
        EncumberCredits c => ("encumbrance", c.Encumbrance),
        ReleaseCreditEncumbrance c => ("encumbrance", c.Encumbrance),
        EnforceCreditEncumbrance c => ("encumbrance", c.Encumbrance),
        ReceiveBorrowedBatch c => ("loan", c.Loan),
        ReturnBorrowedCredits c => ("loan", c.Loan),
        KeepBorrowedCredits c => ("loan", c.Loan),
        ReceivePurchase c => ("trade", c.Trade),
        ReceivePurchasedBatch c => ("trade", c.Trade),
        _ => ("", null),
    };

    [GeneratedRegex("^(.+)-L[0-9]+(R[0-9]+)?\\z")]
    private static partial Regex LegId();
}
