using CarbonTrading.Application.Lots;
using CarbonTrading.Application.Positions;
using CarbonTrading.Application.Views;
using CarbonTrading.Application.Words;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application;

/// <summary>What a search finds.</summary>
public enum FoundKind
{
    /// <summary>A lot that holds or held the serial number asked for.</summary>
    Serial,
    /// <summary>Trade.</summary>
    Trade,
    /// <summary>Order.</summary>
    Order,
    /// <summary>Term contract.</summary>
    Contract,
    /// <summary>Allowance account.</summary>
    Account,
    /// <summary>CCER holding.</summary>
    Holding,
    /// <summary>Organisation unit.</summary>
    Unit,
    /// <summary>Obligation.</summary>
    Obligation,
    /// <summary>Reduction project.</summary>
    Project,
    /// <summary>Lot, by its id.</summary>
    Lot,
    /// <summary>Limit.</summary>
    Limit,
    /// <summary>Proposal.</summary>
    Proposal,
    /// <summary>Price series.</summary>
    Series,
    /// <summary>Rule.</summary>
    Rule,
    /// <summary>Person.</summary>
    Person,
}

/// <summary>One thing that was found.</summary>
/// <param name="Key">Its key; of a lot account and lot by a tilde, of a rule market and parameter.</param>
/// <param name="Name">English name, or what is known of it; may be empty.</param>
/// <param name="NameZh">Chinese name; may be empty.</param>
public sealed record Found(FoundKind Kind, string Key, string Name, string NameZh);

/// <summary>Finds things by id, serial number, name, Chinese name or its pinyin initials.</summary>
public sealed class Search(Workplace workplace)
{
    private const int PerKind = 6, Most = 24, SerialDigits = 5, TypedMax = 80;

    private ReadSide Read => workplace.Read;

    /// <summary>The best of each kind, the closest first; only what the person may see.</summary>
    public async Task<IReadOnlyList<Found>> For(string text, string login, AsOf asOf, CancellationToken ct = default)
    {
        var typed = text.Trim();
        if (typed.Length is 0 or > TypedMax || Read.MayNot(Permissions.Of("read"), login, "read") is not null) return [];
        var serials = SerialAsked.Read(typed) is { } asked && (asked.Block is not null || typed.Length >= SerialDigits)
            ? (await workplace.Queries.LotBook.All(asOf, typed, ct)).Select(l => new Found(FoundKind.Serial, $"{l.Account}~{l.Lot}", l.Code, "")) : [];
        var named = All(asOf, login).Select(f => (Found: f, Rank: Rank(f, typed))).Where(f => f.Rank is not null)
            .OrderBy(f => f.Rank).ThenBy(f => f.Found.Kind).ThenBy(f => f.Found.Key.Length).ThenBy(f => f.Found.Key, StringComparer.Ordinal)
            .GroupBy(f => f.Found.Kind).SelectMany(g => g.Take(PerKind)).OrderBy(f => f.Rank).ThenBy(f => f.Found.Kind).Select(f => f.Found);
        return [.. serials.Take(PerKind).Concat(named).Take(Most)];
    }

    private IEnumerable<Found> All(AsOf asOf, string login)
    {
        var known = asOf.Known;
        foreach (var t in Read.Trades.All(known)) yield return new(FoundKind.Trade, t.Key, t.State.Terms?.Product.Code ?? "", "");
        foreach (var o in Read.Orders.All(known)) yield return new(FoundKind.Order, o.Key, "", "");
        foreach (var c in Read.Contracts.All(known)) yield return new(FoundKind.Contract, c.Key, "", "");
        foreach (var a in Read.Accounts.All(known)) yield return new(FoundKind.Account, a.Key, a.Name, a.NameZh);
        foreach (var h in Read.Holdings.All(known)) yield return new(FoundKind.Holding, h.Key, NameOf(h.State.Holder).En, NameOf(h.State.Holder).Zh);
        foreach (var u in Read.Organisation.All(known)) yield return new(FoundKind.Unit, u.Key, u.State.Name, u.State.NameZh);
        foreach (var o in Read.Obligations.All(known)) yield return new(FoundKind.Obligation, o.Key, "", "");
        foreach (var p in Read.Projects.All(known)) yield return new(FoundKind.Project, p.Key, p.State.Name, p.State.NameZh);
        foreach (var l in PositionQuery.Lots(Read.Movements.Now, asOf.Date, known, null)) yield return new(FoundKind.Lot, $"{l.Account}~{l.Lot}", l.Unit.Product.Code, "");
        foreach (var l in Read.Limits.All(known)) yield return new(FoundKind.Limit, l.Key, "", "");
        foreach (var p in Read.Proposals.All(known)) yield return new(FoundKind.Proposal, p.Key, p.State.Key, "");
        foreach (var s in Read.Prices.Series) yield return new(FoundKind.Series, s.Series, s.Name.En, s.Name.Zh);
        foreach (var r in workplace.Rules.All) yield return new(FoundKind.Rule, $"{r.Market}~{r.Parameter}", r.Parameter.Replace('-', ' '), "");
        if (Read.MayNot(Permissions.Of("see-people"), login, "see-people") is not null) yield break;
        foreach (var p in Read.People.All(known)) yield return new(FoundKind.Person, p.Key, p.State.Name, p.State.Name);
    }

    private (string En, string Zh) NameOf(string unit) => Read.Organisation.Find(unit)?.State is { } state ? (state.Name, state.NameZh) : (unit, "");

    /// <summary>How close it is, 0 the closest; null = it does not fit.</summary>
    private static int? Rank(Found found, string typed)
    {
        var key = found.Key.Replace('~', ' ');
        var words = typed.Replace('~', ' ').Replace('/', ' ');
        if (key.Equals(words, StringComparison.OrdinalIgnoreCase)) return 0;
        if (key.StartsWith(words, StringComparison.OrdinalIgnoreCase)) return 1;
        if (found.NameZh.StartsWith(typed, StringComparison.OrdinalIgnoreCase) || found.Name.StartsWith(typed, StringComparison.OrdinalIgnoreCase)) return 2;
        if (key.Contains(words, StringComparison.OrdinalIgnoreCase)) return 3;
        if (found.NameZh.Contains(typed, StringComparison.OrdinalIgnoreCase) || found.Name.Contains(typed, StringComparison.OrdinalIgnoreCase)) return 4;
        var initials = typed.ToLowerInvariant();
        return initials.Length < 2 || !initials.All(char.IsAsciiLetterOrDigit) ? null : Initials.IndexOf(found.NameZh, initials) switch { -1 => null, 0 => 5, _ => 6 };
    }
}
