using CarbonTrading.Application.Positions;
using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Lots;

/// <summary>Units of a lot that are held and not free: which, since when, why.</summary>
/// <param name="Account">Account or holding.</param>
/// <param name="Lot">Lot id.</param>
/// <param name="Unit">Unit class.</param>
/// <param name="Bucket">Reserved, frozen, pledged, lent, sold in repo, in transit, or filed for carry-over.</param>
/// <param name="Claim">What they stand under: id of the promise or freeze, key of the trade or contract leg, receipt number of the application.</param>
/// <param name="Quantity">Above 0.</param>
/// <param name="Serials">Their serial ranges, both ends included; empty = not known.</param>
/// <param name="Since">Day they came to stand there.</param>
/// <param name="Why">Purpose, authority, other side or account they go to; null = the claim says it.</param>
/// <param name="Document">Decision, contract or registry reference; null = none.</param>
/// <param name="Until">Day they come back by contract; null = open.</param>
/// <param name="Stream">Stream of the event that put them there.</param>
/// <param name="Version">Its version in the stream.</param>
/// <param name="Release">Command that frees them; null = what holds them frees them.</param>
/// <param name="Link">Page of the trade, contract or obligation that holds them; null = none does.</param>
public sealed record BlockedUnits(
    string Account, string Lot, UnitClass Unit, Bucket Bucket, string Claim, long Quantity, IReadOnlyList<SerialRange> Serials, DateOnly Since, string? Why, string? Document,
    DateOnly? Until, string Stream, int Version, string? Release, string? Link);

/// <summary>Finds them in the movements of accounts and holdings; their sums are the buckets of the position.</summary>
/// <param name="workplace">The product.</param>
/// <param name="books">Account states.</param>
public sealed class BlockedQueries(Workplace workplace, LotBooks books)
{
    /// <summary>All of them as of a pair of dates, by account and lot, what is blocked longest first.</summary>
    /// <param name="asOf">Pair of dates.</param>
    /// <param name="account">Only of this account or holding; null = all.</param>
    /// <param name="lot">Only of this lot; null = all.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<IReadOnlyList<BlockedUnits>> All(AsOf asOf, string? account = null, string? lot = null, CancellationToken ct = default)
    {
        var blocked = new List<BlockedUnits>();
        foreach (var key in PositionQuery.Lots(workplace.Read.Movements.Now, asOf.Date, asOf.Known, account).Where(l => lot is null || l.Lot == lot)
            .Where(l => Buckets.Held.Any(b => b != Bucket.Free && l.In(b) > 0)).Select(l => (l.Account, IsCredit: l.Unit.Product.Market == CcerHoldingDecider.Market)).Distinct())
        {
            if (key.IsCredit && workplace.Read.Holdings.Find(key.Account, asOf.Known) is { } holding)
                blocked.AddRange(Of(key.Account, $"{CcerHoldingDecider.Instance.Entity}/{key.Account}", holding.State.Movements, asOf));
            else if (!key.IsCredit && workplace.Read.Accounts.Find(key.Account, asOf.Known) is not null)
                blocked.AddRange(Of(key.Account, $"{AllowanceAccountDecider.Instance.Entity}/{key.Account}", (await books.At(key.Account, asOf, ct)).Movements, asOf));
        }

        return [.. blocked.Where(b => lot is null || b.Lot == lot).OrderBy(b => b.Account, StringComparer.Ordinal).ThenBy(b => b.Lot, StringComparer.Ordinal)
            .ThenBy(b => b.Since).ThenBy(b => b.Claim, StringComparer.Ordinal)];
    }

    private IEnumerable<BlockedUnits> Of(string account, string stream, IReadOnlyDictionary<int, IMovement> movements, AsOf asOf)
    {
        foreach (var part in BlockedPart.Of(movements, asOf.Date))
        {
            var (why, document, until) = Said(part.Opened);
            var link = LinkOf(account, part.Claim, part.Opened);
            yield return new(account, part.Lot, part.Unit, part.Bucket, part.Claim, part.Quantity, part.Serials, part.Opened.Effective, why, document, until, stream, part.Version,
                link is not null && part.Opened is not CreditsReserved { Obligation: not null } ? null : ReleaseOf(part.Opened), link);
        }
    }

    private static (string? Why, string? Document, DateOnly? Until) Said(IMovement opened) => opened switch
    {
        UnitsReserved e => (e.Purpose, null, null),
        DeliveryInstructed e => (e.ToAccount, e.Reference, null),
        UnitsFrozen e => (e.Authority, e.Document, null),
        UnitsEncumbered e => (e.Counterparty, e.Document, e.Until),
        CreditsReserved e => (e.Purpose, null, null),
        CreditDeliveryInstructed e => (e.ToAccount, e.Reference, null),
        CreditsEncumbered e => (e.Counterparty, e.Document, e.Until),
        _ => (null, null, null),
    };

    private static string? ReleaseOf(IMovement opened) => opened switch
    {
        UnitsReserved => "release-units",
        UnitsFrozen => "unfreeze-units",
        UnitsEncumbered => "release-encumbrance",
        CreditsReserved => "release-credits",
        CreditsEncumbered => "release-credit-encumbrance",
        _ => null,
    };

    private string? LinkOf(string account, string claim, IMovement opened)
    {
        if (opened is CreditsReserved { Obligation: { } obligation }) return $"/compliance/{obligation}";
        if (opened is CarryOverFrozen)
            return workplace.Read.Obligations.All().FirstOrDefault(o => o.State.Account == account && o.State.Applications.ContainsKey(claim)) is { } of ? $"/compliance/{of.Key}" : null;
        if (workplace.Read.Trades.Find(claim) is not null) return $"/trades/{claim}";
        return claim.LastIndexOf("-L", StringComparison.Ordinal) is > 0 and var at && workplace.Read.Contracts.Find(claim[..at]) is not null ? $"/contracts/{claim[..at]}" : null;
    }
}
