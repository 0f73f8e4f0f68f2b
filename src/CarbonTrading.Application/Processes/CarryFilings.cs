using CarbonTrading.Domain.Compliance;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Processes;

/// <summary>Carries applications for carry-over between an obligation and its account.</summary>
/// <remarks>
/// Filed at the obligation -> frozen in the account, or failed at the obligation where it has not enough. Withdrawn or refused -> free again. Carried over in the
/// account -> told to the obligation of the year.
/// </remarks>
public sealed class CarryFilings : IProcess
{
    /// <inheritdoc/>
    public string Actor => Permissions.CarryFilings;

    /// <inheritdoc/>
    public Reaction? React(StoredEvent happened) => happened.Name switch
    {
        "obligation.paper-filed.v1" => Filed(happened.Stream["obligation/".Length..], (PaperFiled)happened.As<ObligationEvent>()),
        "obligation.filing-ended.v1" => Ended((FilingEnded)happened.As<ObligationEvent>()),
        "allowance-account.units-converted.v1" => Converted(happened.Stream["allowance-account/".Length..], (UnitsConverted)happened.As<AllowanceAccountEvent>()),
        _ => null,
    };

    private static Reaction? Filed(string obligation, PaperFiled e) => e is not { Product: { } product, Account: { } account, Quantity: { } quantity } ? null
        : Account(account, new FreezeForCarryOver(e.Effective, e.Reference, product, quantity, e.Origin),
            refused => Obligation(obligation, new FailFiling(e.Effective, e.Reference, refused.Code, refused.Message, refused.Values)));

    private static Reaction? Ended(FilingEnded e) => e.Account is { } account ? Account(account, new UnfreezeCarryOver(e.Effective, e.Reference, e.Document), null) : null;

    private static Reaction? Converted(string account, UnitsConverted e) => e.Application is not { } application ? null
        : Obligation(ObligationDecider.KeyOf(account, e.Moves[^1].Unit.Product.Vintage.Last), new RecordCarriedOver(e.Effective, application, e.Moves[^1].Quantity));

    private static Reaction Account(string key, AllowanceAccountCommand command, Func<DomainError, Reaction?>? onRefusal) => new(
        "allowance-account", key, (desk, caller, ct) => desk.Execute(AllowanceAccountDecider.Instance, key, command, caller, ct), onRefusal);

    private static Reaction Obligation(string key, ObligationCommand command) => new(
        "obligation", key, (desk, caller, ct) => desk.Execute(ObligationDecider.Instance, key, command, caller, ct));
}
