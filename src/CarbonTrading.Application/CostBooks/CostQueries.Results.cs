using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Contracts;
using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.CostBooks;

public sealed partial class CostQueries
{
    /// <summary>Results realised in a period, oldest first: sales and deliveries, what giving back borrowed units cost, and contracts that ended in money.</summary>
    /// <remarks>
    /// Of a swap in kind the proceeds are what the other product is booked at and the money for the difference. A premium counts on the day its option is
    /// used or lapses, interest and fees on the day the contract ends; margins that come back are no result. What was delivered counts on its day in full; a default
    /// takes back on its own day what was not paid for it. All results of a contract together are money got less paid, and what came at cost, less the cost of what was given.
    /// </remarks>
    public async Task<IReadOnlyList<RealisedRow>> Realised(AsOf asOf, DateOnly from, CancellationToken ct)
    {
        var rows = new List<RealisedRow>(Money(asOf).Where(r => r.Day >= from && r.Day <= asOf.Date));
        foreach (var account in Givings(asOf).GroupBy(s => (s.Account, s.IsCredit)))
        {
            var (currency, lines, movements) = account.Key.IsCredit ? OfHolding(account.Key.Account, asOf) : await OfAccount(account.Key.Account, asOf, ct);
            foreach (var giving in account)
            {
                var before = Tonnes.Zero;
                foreach (var movement in movements[giving.Id])
                {
                    // What was borrowed goes back at no cost: only our own units in its place are a result.
                    var taken = lines.Where(l => l.Movement == movement && l.To == giving.To && (giving.To != Bucket.Returned || l.Cost != 0)).ToList();
                    if (taken.Count == 0) continue;
                    var (tonnes, cost) = (new Tonnes(-taken.Sum(l => l.Quantity)), -taken.Sum(l => l.Cost));
                    var proceeds = giving.Proceeds(before + tonnes) - giving.Proceeds(before);
                    before += tonnes;
                    if (taken[0].Day < from || taken[0].Day > asOf.Date) continue;
                    rows.Add(new(giving.Account, giving.Key, taken[0].Day, movement, giving.Code, tonnes.Value, proceeds, cost, proceeds - cost, currency, taken)
                        { IsContract = giving.IsContract, Kind = giving.Kind });
                }
            }
        }

        return [.. rows.OrderBy(r => r.Day).ThenBy(r => r.Trade, StringComparer.Ordinal)];
    }

    /// <param name="Id">Under which the account gave the units.</param>
    /// <param name="Proceeds">Of a quantity given so far, two decimals; tax that is owed is no income.</param>
    private sealed record Giving(
        string Account, bool IsCredit, string Key, bool IsContract, string Id, string Code, Func<Tonnes, decimal> Proceeds, Bucket To = Bucket.Delivered, ResultKind Kind = ResultKind.Sale);

    private IEnumerable<Giving> Givings(AsOf asOf)
    {
        foreach (var (key, trade, _) in Read.Trades.All(asOf.Known))
            if (trade is { Terms: { Side: Side.Sell } terms, SettledQuantity.IsZero: false, Status: not TradeStatus.Corrected })
                yield return new(terms.Account, terms.Product.Market == CcerHoldingDecider.Market, key, false, key, terms.Product.Code, t => trade.CashOf(t) - (trade.TaxOf(t) ?? 0m));
        foreach (var (key, contract, history) in Read.Contracts.All(asOf.Known))
        {
            var terms = contract.Terms!;
            foreach (var leg in contract.Legs.Where(l => l is { Status: ContractLegStatus.Done, Leg.Action: LegAction.Deliver or LegAction.Transfer }))
            {
                var product = leg.Leg.Product!.Value;
                var price = PriceGiven(terms);
                if (terms.Kind == ContractKind.InternalTransfer && price == 0) continue; // moved over at cost
                yield return new(leg.Leg.Account!, product.Market == CcerHoldingDecider.Market, key, true, TermContract.IdOf(key, leg.Leg.Number, leg.Attempt), product.Code,
                    t => decimal.Round(price * t.Value, 2, MidpointRounding.AwayFromZero)
                        - decimal.Round((leg.Fee ?? 0m) * t.Value / leg.Leg.Quantity!.Value.Value, 2, MidpointRounding.AwayFromZero));
            }

            var defaulted = history.Find(h => h.Event is ContractDefaulted { Lost.Count: > 0 }) is not null;
            if (defaulted || contract.Disposals.Count > 0)
                yield return new(terms.Account, terms.Product.Market == CcerHoldingDecider.Market, key, true, TermContract.IdOf(key, 1), terms.Product.Code,
                    t => ProceedsOf(contract, t, defaulted), Kind: defaulted ? ResultKind.Default : ResultKind.Security);
        }

        foreach (var loan in Read.Loans.All(asOf.Known))
        {
            var contract = loan.Id.LastIndexOf("-L", StringComparison.Ordinal) is > 0 and var at && Read.Contracts.Find(loan.Id[..at], asOf.Known) is not null ? loan.Id[..at] : null;
            yield return new(loan.Account, loan.IsCredit, contract ?? loan.Id, contract is not null, loan.Id, loan.Product.Code, _ => 0m, Bucket.Returned, ResultKind.GivenBack);
        }
    }

    /// <summary>What units lost so far brought: each sale its proceeds, and what a default takes the money that was got and not paid back.</summary>
    private static decimal ProceedsOf(TermContract contract, Tonnes lost, bool defaulted)
    {
        var (upTo, sum) = (Tonnes.Zero, 0m);
        foreach (var sale in contract.Disposals)
        {
            if ((upTo += sale.Quantity) > lost) return sum;
            sum += sale.Proceeds;
        }

        return defaulted && lost > upTo ? sum - contract.NetPaid : sum;
    }

    /// <summary>Contracts that ended with money nothing was delivered for, or without the money for what was.</summary>
    private IEnumerable<RealisedRow> Money(AsOf asOf)
    {
        foreach (var seen in Read.Contracts.All(asOf.Known))
        {
            var contract = seen.On(asOf.Date);
            if (contract.Terms is not { } terms) continue;
            List<DateOnly> Days(Func<ContractEvent, bool> which) => [.. seen.History.Select(h => h.Event).Where(which).OfType<IDated>().Select(e => e.Effective).Where(d => d <= asOf.Date)];
            // Of an option that was used in kind the price of the units is in their cost or proceeds.
            var ends = Days(e => e is OptionLapsed || (e is OptionExercised && !terms.InCash));
            var premium = ends.Count > 0 && contract.Legs[0] is { Status: ContractLegStatus.Done, Leg: var paid } ? In(paid) : 0m;
            if (premium != 0) yield return Row(ends.Max(), ResultKind.Premium, premium);
            if (KindOf(contract, terms, seen) is not { } kind) continue;
            var amount = -contract.NetPaid - premium + contract.Legs.Where(l => l.Status == ContractLegStatus.Done).Sum(l => Booked(terms, l.Leg) + (l.Fee ?? 0m));
            var days = Days(e => e is OptionExercised or ContractDefaulted).Concat(contract.Legs.Select(l => l.MovedOn).OfType<DateOnly>().Where(d => d <= asOf.Date)).ToList();
            if (amount != 0 && days.Count > 0) yield return Row(days.Max(), kind, amount);

            RealisedRow Row(DateOnly day, ResultKind kind, decimal amount) =>
                new(terms.Account, seen.Key, day, 0, terms.Product.Code, 0, amount, 0m, amount, terms.Price.Currency, []) { IsContract = true, Kind = kind };
        }
    }

    private static decimal In(ContractLeg leg) => leg.IsIn ? leg.Amount!.Value : -leg.Amount!.Value;

    /// <summary>What the books hold of units that came or went for good, two decimals: their cost; with a minus the proceeds their delivery counted; both before the fee.</summary>
    private static decimal Booked(AgreeContract terms, ContractLeg leg) => leg.Action switch
    {
        LegAction.Receive => decimal.Round(leg.Price!.Value.Amount * leg.Quantity!.Value.Value, 2, MidpointRounding.AwayFromZero),
        LegAction.Deliver => -decimal.Round(PriceGiven(terms) * leg.Quantity!.Value.Value, 2, MidpointRounding.AwayFromZero),
        _ => 0m,
    };

    /// <summary>What a tonne given brings: its price; of a swap in kind what the other product is booked at, and the difference.</summary>
    private static decimal PriceGiven(AgreeContract terms) => terms.Price.Amount + (terms.Kind == ContractKind.Swap ? terms.EndPrice!.Value.Amount : 0m);

    private static ResultKind? KindOf(TermContract contract, AgreeContract terms, Seen<TermContract, ContractEvent> seen) => contract.Status switch
    {
        ContractStatus.Defaulted when terms.Kind == ContractKind.InternalTransfer => null, // units and money stay ours
        ContractStatus.Defaulted => seen.History.Find(h => h.Event is ContractDefaulted)!.Event is ContractDefaulted { Lost.Count: 0, Kept: null } ? ResultKind.Default : null,
        ContractStatus.Closed when terms.InCash => ResultKind.Cash,
        ContractStatus.Closed when terms.Kind is ContractKind.Repo or ContractKind.Pledge or ContractKind.Lend or ContractKind.Borrow => ResultKind.Financing,
        _ => null,
    };

    private async Task<(string Currency, List<CostLine> Lines, ILookup<string, int> Movements)> OfAccount(string account, AsOf asOf, CancellationToken ct)
    {
        var (state, _) = await workplace.Queries.Account(account, asOf, ct);
        return (state.Currency, [.. state.CostUnits.SelectMany(state.CostLines)], state.Movements.OrderBy(m => m.Key).Select(m => (m.Key, Id: m.Value switch
        {
            DeliveryConfirmed e => e.Reservation,
            EncumbranceEnforced e => e.Encumbrance,
            BorrowedReturned e => e.Loan,
            _ => null,
        })).Where(m => m.Id is not null).ToLookup(m => m.Id!, m => m.Key));
    }

    private (string Currency, List<CostLine> Lines, ILookup<string, int> Movements) OfHolding(string holding, AsOf asOf)
    {
        var seen = Read.Holdings.Find(holding, asOf.Known)!;
        return (seen.State.Currency, [.. seen.State.CostUnits.SelectMany(seen.State.CostLines)], seen.History.Select(h => (h.Version, Id: h.Event switch
        {
            CreditDeliveryConfirmed e => e.Reservation,
            CreditEncumbranceEnforced e => e.Encumbrance,
            BorrowedCreditsReturned e => e.Loan,
            _ => null,
        })).Where(m => m.Id is not null).ToLookup(m => m.Id!, m => m.Version));
    }
}
