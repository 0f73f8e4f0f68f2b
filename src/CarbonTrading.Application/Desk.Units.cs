using CarbonTrading.Application.Duties;
using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Compliance;
using CarbonTrading.Domain.Contracts;
using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application;

/// <summary>What the books know of units before an account is asked: that there are such units, and that no other account has them.</summary>
public sealed partial class Desk
{
    /// <summary>A person enters units that come in.</summary>
    private DomainError? ReceiptFits(string key, object command)
    {
        (Product Product, DateOnly Day, IReadOnlyList<SerialRange>? Serials)? receipt = command switch
        {
            ReceiveFreeAllocation c => (c.Product, c.Effective, c.Serials),
            ReceivePurchase c => (c.Product, c.Effective, c.Serials),
            ReceiveTransfer c => (c.Unit.Product, c.Effective, c.Serials),
            ReceiveBorrowed c => (c.Product, c.Effective, c.Serials),
            ConvertUnits c => (c.Into, c.Effective, c.Serials),
            ReceiveIssuedBatch c => (c.Batch.Product, c.Effective, c.Serials),
            ReceivePurchasedBatch c => (c.Batch.Product, c.Effective, c.Serials),
            ReceiveBorrowedBatch c => (c.Batch.Product, c.Effective, c.Serials),
            _ => null,
        };
        if (receipt is not var (product, day, serials)) return null;
        return ProductFits(product, day) ?? SerialsFit(product.Market, key, serials) ?? (command is ConvertUnits convert ? CarryOverFits(key, convert) : null);
    }

    /// <summary>There are such units: the rules name the product for its market, and its vintage has begun.</summary>
    /// <remarks>Rule: <c>products</c>, of any day. Where a market has none, every product passes.</remarks>
    private DomainError? ProductFits(Product product, DateOnly day)
    {
        var known = (rules.RuleOf("products", product.Market)?.Values ?? [])
            .SelectMany(v => (v.Text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Select(code => new string([.. code.TakeWhile(char.IsAsciiLetter)])).Distinct().ToList();
        if (known.Count > 0 && !known.Contains(product.Name)) return DeskErrors.UnknownProduct(product, known);
        return product.Vintage.First > day.Year ? DeskErrors.VintageToCome(product, day) : null;
    }

    private DomainError? NotOpen(string market, DateOnly day) =>
        rules.RuleOf("products", market)?.Values.Min(v => v.From) is { } first && day < first && BookDates.Accepts(day)
            ? DeskErrors.MarketNotOpen(market, day, first) : null;

    private DomainError? SerialsFit(string market, string account, IReadOnlyList<SerialRange>? serials) =>
        serials is { Count: > 0 } && serials.All(Serials.IsPossible) && read.Serials.Elsewhere(market, account, serials) is var (asked, held, other)
            ? DeskErrors.SerialsElsewhere(asked, held, other) : null;

    /// <summary>Outside the venue nobody else looks: the product is one, and the price is in its market's currency.</summary>
    private DomainError? DealFits(Product product, DateOnly day, UnitPrice price) => ProductFits(product, day)
        ?? (rules.TryFind("currency", product.Market, day) is { IsKnown: true, Text: { } right } rule && right != price.Currency ? TradeErrors.OtherCurrency(price.Currency, rule) : null);

    private DomainError? UnitsFit(AgreeContract c)
    {
        // What is delivered later may be of a year to come; what is given today is not.
        var day = c.Kind is ContractKind.Forward or ContractKind.Option or ContractKind.Swap ? c.EndsOn ?? c.StartsOn : c.StartsOn;
        return DealFits(c.Product, day, c.Price) ?? (c.OtherProduct is { } other && ProductFits(other, day) is { } wrong ? wrong with { Field = "otherProduct" } : null);
    }

    /// <summary>More than the rules allow by our own books takes a reason: the authority may know of trades we do not.</summary>
    private DomainError? CarryOverFits(string account, ConvertUnits c)
    {
        if (read.Log.BusinessDate is not { } today) return null;
        var (year, at) = (c.Into.Vintage.Last, new AsOf(today, long.MaxValue, true));
        if (c.Application is { } filed) // it was held against the rule when it was filed
            return read.Obligations.Find(ObligationDecider.KeyOf(account, year))?.State.Applications.ContainsKey(filed) == true
                ? null : ObligationErrors.FilingUnknown(filed) with { Field = "application" };
        if (!string.IsNullOrWhiteSpace(c.Remark) || CarryOverCaps.ForConversion(read, rules, at, account, c.Product, year) is not var (cap, done)) return null;
        return done + c.Quantity.Value <= cap.Most ? null : DeskErrors.CarryOverBeyond(c.Quantity, new(done), new(cap.Most), cap.Source).InUnit(rules.UnitOf(c.Product.Market, today));
    }
}
