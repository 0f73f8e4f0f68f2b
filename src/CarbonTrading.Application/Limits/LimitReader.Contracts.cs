using CarbonTrading.Domain.Contracts;
using CarbonTrading.Domain.Limits;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Limits;

public sealed partial class LimitReader
{
    /// <summary>Every limit that applies to a contract: those on deals once, those on holdings by what it brings to which account.</summary>
    /// <param name="contract">The contract.</param>
    /// <param name="key">Its key.</param>
    /// <param name="person">Who agrees it.</param>
    /// <param name="businessDate">The day the books are on.</param>
    public IReadOnlyList<LimitReading> Of(ContractDeal contract, string key, string person, DateOnly businessDate)
    {
        var readings = new List<LimitReading>();
        foreach (var limit in read.Limits.All().Where(l => l.State.Terms is not null))
        {
            var terms = limit.State.Terms!;
            if (Looked(terms, contract).FirstOrDefault(t => Scopes.Applies(terms, t, person) && Measures(terms, t)) is not { } c || !limit.State.Governs(c.TradeDate, businessDate)) continue;
            var asked = new Asked(c, key, key, businessDate, null) { Moves = contract.Moves, Worth = contract.Worth };
            readings.Add(InUnit(One(limit.Key, limit.State, asked, null), c));
        }

        readings.AddRange(contract.Purchases.Select(m => OfVenue(m, key, null) is { } venue ? InUnit(venue, m) : null).OfType<LimitReading>());
        readings.AddRange(contract.Takes.Where(t => t.TradeDate <= businessDate).Select(t => InUnit(Available(t, key, null, isSale: false)!, t)));
        return readings;
    }

    private static IEnumerable<CaptureTrade> Looked(SetLimit limit, ContractDeal contract) => limit.Kind switch
    {
        LimitKind.Position => contract.Moves,
        LimitKind.Concentration when Scopes.ShareOf(limit.Scope).What != "counterparty" => contract.Moves,
        LimitKind.PriceDeviation => contract.Priced,
        LimitKind.Product => Some(contract.Deal, contract.Other),
        _ => Some(contract.Deal),
    };

    private static IEnumerable<CaptureTrade> Some(params CaptureTrade?[] trades) => trades.OfType<CaptureTrade>();

    /// <summary>Terms of contracts agreed in a year with a named other side, but for one; not those taken back.</summary>
    private IEnumerable<AgreeContract> ContractsOf(int year, string? but) => read.Contracts.All().Where(c => c.Key != but).Select(c => c.State)
        .Where(c => c is { Terms.Kind: not ContractKind.InternalTransfer, Status: not ContractStatus.Cancelled } && c.Terms.AgreedOn.Year == year).Select(c => c.Terms!);
}
