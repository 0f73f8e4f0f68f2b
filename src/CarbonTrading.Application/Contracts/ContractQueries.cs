using System.Globalization;
using CarbonTrading.Application.Settlement;
using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Contracts;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Contracts;

/// <summary>A figure read off a contract.</summary>
/// <param name="Code">repo-rate, loan-to-value-agreed, loan-to-value, call-price, claim, worth, cash-due, result.</param>
/// <param name="Value">The figure; null = a price is missing.</param>
/// <param name="Unit">fraction, or a currency.</param>
/// <param name="Operands">The formula with its figures.</param>
/// <param name="NeedsLook">Whether somebody has to act on it: loan to value beyond its bound.</param>
public sealed record ContractFigure(string Code, decimal? Value, string Unit, string Operands, bool NeedsLook = false);

/// <summary>One term contract.</summary>
/// <param name="Key">Key.</param>
/// <param name="Terms">As agreed, extensions included.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Legs">Its legs.</param>
/// <param name="NextDue">Day the next open leg is due; null = none.</param>
/// <param name="LateDays">Trading days the oldest open leg is late; 0 = none is.</param>
/// <param name="Figures">Rate, loan to value, worth.</param>
/// <param name="AgreedBy">Maker.</param>
/// <param name="ApprovedBy">Checker.</param>
/// <param name="Reference">Filing or registration; null = not yet.</param>
/// <param name="ExercisedOn">Day an option was used.</param>
public sealed record ContractRow(
    string Key, AgreeContract Terms, ContractStatus Status, IReadOnlyList<StandingLeg> Legs, DateOnly? NextDue, int LateDays, IReadOnlyList<ContractFigure> Figures,
    string AgreedBy, string? ApprovedBy, string? Reference, DateOnly? ExercisedOn)
{
    /// <summary>Its way from before the contract to its end; what has no day is still to come.</summary>
    public IReadOnlyList<ContractStage> Stages { get; init; } = [];

    /// <summary>Steps of its kind that are not on record and still can be, the next one first.</summary>
    public IReadOnlyList<ContractStep> MissingSteps { get; init; } = [];

    /// <summary>Whether the filing waits for them: it does once the first of them is on record.</summary>
    public bool FilingWaits { get; init; }

    /// <summary>Whether somebody has to look at it.</summary>
    public bool NeedsLook => LateDays > 0 || Legs.Any(l => l.Problem is not null) || Figures.Any(f => f.NeedsLook);
}

/// <summary>Term contracts with their legs and figures.</summary>
public sealed class ContractQueries(Workplace workplace)
{
    /// <summary>Contracts agreed up to the known position and day: what needs a look first, then by the next day due.</summary>
    public IReadOnlyList<ContractRow> All(AsOf asOf) =>
        [.. workplace.Read.Contracts.All(asOf.Known).Where(c => c.State.Terms is { } terms && terms.AgreedOn <= asOf.Date)
            .Select(c => Row(c.Key, c.On(asOf.Date), asOf))
            .OrderByDescending(c => c.NeedsLook).ThenBy(c => c.NextDue ?? DateOnly.MaxValue).ThenBy(c => c.Key, StringComparer.Ordinal)];

    /// <summary>Legs of contracts that were not cancelled, done or not; not those that fell away, nor the end of an option that waits.</summary>
    public IEnumerable<(string Key, TermContract Contract, StandingLeg Leg)> Legs(AsOf asOf) =>
        from c in workplace.Read.Contracts.All(asOf.Known)
        let state = c.On(asOf.Date)
        where state.Terms is { } terms && terms.AgreedOn <= asOf.Date && state.Status is not (ContractStatus.None or ContractStatus.Cancelled)
        from leg in state.Legs
        where leg.Status != ContractLegStatus.Dropped && !(state.IsWaitingOption && leg.Leg is { Phase: LegPhase.End })
        select (c.Key, state, leg);

    private ContractRow Row(string key, TermContract contract, AsOf asOf)
    {
        var terms = contract.Terms!;
        var open = contract.IsOpen ? contract.Legs.Where(l => l.IsOpen).ToList() : [];
        DateOnly? next = open.Count == 0 ? null : open.Min(l => l.Leg.Due);
        var late = next is { } due ? TradingDays.Between(workplace.Rules, terms.Product.Market, due, asOf.Date) : 0;
        var missing = ContractDecider.MissingSteps(contract);
        return new(key, terms, contract.Status, contract.Legs, next, late, [.. Figures(contract, terms, asOf)], contract.AgreedBy, contract.ApprovedBy,
            contract.Reference, contract.ExercisedOn) 
        {
            Stages = ContractStages.Of(contract, workplace.Read.Contracts.Find(key, asOf.Known)!.History, asOf.Date), MissingSteps = missing,
            FilingWaits = contract is { Status: ContractStatus.Agreed, Steps.IsEmpty: false } && missing.Any(ContractDecider.IsBeforeContract),
        };
    }

    private IEnumerable<ContractFigure> Figures(TermContract contract, AgreeContract c, AsOf asOf)
    {
        var currency = c.Price.Currency;
        var market = contract.IsOpen ? PriceOf(c.Product, currency, asOf) : null;
        switch (c.Kind)
        {
            case ContractKind.Repo:
                var days = c.EndsOn!.Value.DayNumber - c.StartsOn.DayNumber;
                yield return new("repo-rate", ContractFigures.RepoRate(c.Price.Amount, c.EndPrice!.Value.Amount, days), "fraction",
                    $"({P(c.EndPrice.Value.Amount)} − {P(c.Price.Amount)}) / {P(c.Price.Amount)} × 365 / {days}");
                break;
            case ContractKind.Pledge:
                // Once units were sold for the loan, what is still owed stands against what is still pledged.
                var (loan, pledged) = contract.Disposals is [.., var sale] ? (sale.Claim, sale.Left) : (c.Amount!.Value, c.Quantity);
                yield return new("loan-to-value-agreed", ContractFigures.LoanToValue(c.Amount!.Value, c.Quantity, c.Price.Amount), "fraction",
                    $"{N(c.Amount.Value)} / ({Q(c.Quantity)} × {P(c.Price.Amount)})");
                foreach (var sold in contract.Disposals)
                    yield return new("claim", sold.Claim, currency, $"max(0, {N(sold.Debt)} − {N(sold.Proceeds)}) · {Q(sold.Quantity)}");
                if (pledged.IsZero || loan == 0) break;
                var ltv = market is { } now ? ContractFigures.LoanToValue(loan, pledged, now) : null;
                yield return new("loan-to-value", ltv, "fraction", $"{N(loan)} / ({Q(pledged)} × {P(market)})", ltv > c.CallShare);
                if (c.CallShare is { } share)
                    yield return new("call-price", ContractFigures.CallPrice(loan, pledged, share), currency, $"{N(loan)} / ({Q(pledged)} × {P(share)})");
                break;
            case ContractKind.Forward or ContractKind.Option or ContractKind.Swap when contract.IsOpen && contract.Fixing is null:
                var units = contract.Legs.Where(l => l.Leg is { IsUnits: true, Phase: LegPhase.End }).ToList();
                if (c.InCash || (units.All(l => l.IsOpen) && contract.ExercisedOn is null)) yield return Worth(c, market, c.OtherProduct is { } other ? PriceOf(other, currency, asOf) : 0m);
                else if (units.Any(l => l.IsOpen)) yield return WorthOf(c, [.. units.Where(l => l.IsOpen).Select(l => (l.Leg, PriceOf(l.Leg.Product!.Value, currency, asOf)))]);
                if (units.Any(l => !l.IsOpen) && contract.CashDue != 0)
                    yield return new("cash-due", contract.CashDue, currency, string.Join(" + ", contract.Legs.Where(l => l is { IsOpen: true, Leg: { IsUnits: false, Amount: not null } }
                        && !ContractLegs.IsMargin(c, l.Leg)).Select(l => $"{(l.Leg.IsIn ? "" : "−")}{N(l.Leg.Amount!.Value)}")));
                break;
        }

        if (contract.Fixing is { } fixing) yield return new("result", fixing.Result, currency, fixing.Operands);
    }

    /// <summary>What the contract is worth at today's prices, without discounting; an option what it would pay today.</summary>
    private static ContractFigure Worth(AgreeContract c, decimal? market, decimal? other)
    {
        var (currency, side) = (c.Price.Currency, c.Side ?? Side.Sell);
        if (market is not { } price || (c.Kind == ContractKind.Swap && other is null)) return new("worth", null, currency, "?");
        var (worth, operands) = c.Kind switch
        {
            ContractKind.Forward => (ContractFigures.Forward(side, c.Quantity, c.Price.Amount, price), $"{Q(c.Quantity)} × ({P(price)} − {P(c.Price.Amount)})"),
            ContractKind.Option => (ContractFigures.Option(side, c.Right!.Value, c.Quantity, c.Price.Amount, price), $"{Q(c.Quantity)} × max(0, {P(price)}, {P(c.Price.Amount)})"),
            _ => (ContractFigures.Swap(side, c.Quantity, price, other!.Value, c.Price.Amount), $"{Q(c.Quantity)} × ({P(price)} − {P(other)} − {P(c.Price.Amount)})"),
        };
        return new("worth", worth, currency, side == Side.Buy ? operands : "−" + operands);
    }

    /// <summary>What units still to move are worth: what was delivered stands in cost or result, and counts here no more.</summary>
    private static ContractFigure WorthOf(AgreeContract c, IReadOnlyList<(ContractLeg Leg, decimal? Market)> open)
    {
        var given = c.Price.Amount + (c.Kind == ContractKind.Swap ? c.EndPrice!.Value.Amount : 0m); // what units that go are sold at
        if (open.Any(o => o.Market is null)) return new("worth", null, c.Price.Currency, "?");
        var parts = open.Select(o => (o.Leg.Quantity!.Value, Up: o.Leg.IsIn ? o.Market!.Value : given, Down: o.Leg.IsIn ? o.Leg.Price!.Value.Amount : o.Market!.Value)).ToList();
        return new("worth", parts.Sum(p => ContractFigures.Forward(Side.Buy, p.Value, p.Down, p.Up)), c.Price.Currency,
            string.Join(" + ", parts.Select(p => $"{p.Value} × ({P(p.Up)} − {P(p.Down)})")));
    }

    private decimal? PriceOf(Product product, string currency, AsOf asOf) =>
        workplace.Queries.Price(product, asOf) is { } price && price.Currency == currency ? price.Value : null;

    private static string P(decimal? price) => price is { } p ? p.ToString("0.00##", CultureInfo.InvariantCulture) : "?";

    private static string Q(Tonnes quantity) => quantity.Value.ToString("#,##0", CultureInfo.InvariantCulture);

    private static string N(decimal amount) => amount.ToString("N2", CultureInfo.InvariantCulture);
}
