using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.CostBooks;

/// <summary>Which cost method runs for which unit class of which account, as it was set.</summary>
public sealed class CostMethods : IFold
{
    private readonly Lock gate = new();
    private readonly List<(string Account, UnitClass Unit, DateOnly From, CostMethod Method, long Position)> changes = [];

    /// <inheritdoc/>
    public void Apply(StoredEvent happened)
    {
        (UnitClass Unit, DateOnly From, CostMethod Method)? change = happened.Name switch
        {
            "allowance-account.cost-method-changed.v1" => happened.As<AllowanceAccountEvent>() is CostMethodChanged e ? (e.Unit, e.From, e.Method) : null,
            "ccer-holding.cost-method-changed.v1" => happened.As<CcerHoldingEvent>() is CreditCostMethodChanged e ? (e.Unit, e.From, e.Method) : null,
            _ => null,
        };
        if (change is not { } c) return;
        lock (gate) changes.Add((happened.Stream[(happened.Stream.IndexOf('/') + 1)..], c.Unit, c.From, c.Method, happened.Position));
    }

    /// <summary>The method on a day, as known; specific lots where none was set.</summary>
    public CostMethod On(string account, UnitClass unit, AsOf asOf)
    {
        lock (gate)
        {
            var last = changes.FindLast(c => c.Account == account && c.Unit == unit && c.From <= asOf.Date && c.Position <= asOf.Known);
            return last.Account is null ? CostMethod.Specific : last.Method;
        }
    }
}
