using System.CommandLine;
using System.Globalization;
using CarbonTrading.Application;
using CarbonTrading.Application.Lots;

namespace CarbonTrading.Cli;

/// <summary>Lots, stranding radar, lineage.</summary>
public static class LotVerbs
{
    /// <summary><c>lots</c> with its verbs.</summary>
    public static Command Lots() => new Command("lots", "Lots: list, radar, blocked units, lineage.").And(List()).And(Radar()).And(Blocked()).And(Lineage()).And(Propose());

    private static Command List()
    {
        var serial = new Option<string>("--serial") { Description = "Only the lot of this serial number: 'BLOCK 123' or 123." };
        return Verbs.Query("list", "Lots with what they are good for, the nearest last use first.", async (parsed, w, pair, ct) =>
        {
            var asked = parsed.GetValue(serial);
            if (asked is { Length: > 0 } && SerialAsked.Read(asked) is null) return Terminal.Refuse(parsed, DeskErrors.BadQuery("serial", "BLOCK 123 or 123"));
            var rows = await w.Queries.LotBook.All(pair, asked, ct);
            Terminal.Print(parsed, w.Queries.With(pair, rows), to => Terminal.Table(to,
                ["account", "lot", "unit", "acquired", "measure", "held", "free", "cost", "last use", "at risk", "can meet", "serials"], rows.Select(r => new[]
                {
                    r.Account, r.Lot, r.Unit.ToString(), Day(r.Acquired), w.Units.Of(r.Unit.Product.Market), Verbs.T(r.Held), Verbs.T(r.Free), Verbs.M(r.Cost), r.Last.Day is { } last ? Day(last) : "",
                    r.AtRisk == 0 ? "" : Verbs.T(r.AtRisk), string.Join(' ', r.Uses.Select(u => u.Obligation)), string.Join(' ', r.Serials.Select(s => $"{s.Block}:{s.First}-{s.Last}")),
                })));
            return Exit.Done;
        }, serial);
    }

    private static Command Radar() => Verbs.Query("radar", "Units and value at risk of lapse by month, unit of account and currency.", async (parsed, w, pair, ct) =>
    {
        var months = w.Queries.LotBook.Stranding(await w.Queries.LotBook.All(pair, null, ct));
        Terminal.Print(parsed, w.Queries.With(pair, months), to => Terminal.Table(to, ["month", "at risk", "measure", "value", "currency", "lots", "rule"], months.Select(m => new[]
        {
            m.Month.ToString("yyyy-MM", CultureInfo.InvariantCulture), Verbs.T(m.AtRisk), m.Measure, Verbs.M(m.Value), m.Currency, m.Lots.ToString(CultureInfo.InvariantCulture),
            string.Join("; ", m.Ends.Select(e => $"{(e.IsCarryOver ? "carry-over" : "surrender")} of {e.Year} by {Day(e.Day!.Value)}, {e.Status}: {e.Source}")),
        })));
        return Exit.Done;
    });

    private static Command Blocked()
    {
        var account = new Option<string>("--account") { Description = "Only of this account or holding." };
        var lot = new Option<string>("--lot") { Description = "Only of this lot: L-0001." };
        return Verbs.Query("blocked", "Units that are held and not free: which, since when, why.", async (parsed, w, pair, ct) =>
        {
            if (parsed.GetValue(account) is { } of && w.Queries.LotBook.Unknown(of, pair) is { } unknown) return Terminal.Refuse(parsed, unknown);
            var rows = await w.Queries.LotBook.Blocked.All(pair, parsed.GetValue(account), parsed.GetValue(lot), ct);
            Terminal.Print(parsed, w.Queries.With(pair, rows), to => Terminal.Table(to,
                ["account", "lot", "unit", "measure", "quantity", "state", "since", "held under", "why", "document", "until", "serials", "event", "free it by"], rows.Select(r => new[]
                {
                    r.Account, r.Lot, r.Unit.ToString(), w.Units.Of(r.Unit.Product.Market), Verbs.T(r.Quantity), r.Bucket.ToString(), Day(r.Since), r.Claim, r.Why ?? "", r.Document ?? "",
                    r.Until is { } until ? Day(until) : "", string.Join(' ', r.Serials.Select(s => $"{s.Block}:{s.First}-{s.Last}")), $"{r.Stream} v{r.Version}", r.Release ?? "",
                })));
            return Exit.Done;
        }, account, lot);
    }

    private static Command Lineage()
    {
        var account = new Argument<string>("account") { Description = "Account or holding." };
        var lot = new Argument<string>("lot") { Description = "Lot id: L-0001." };
        return Verbs.Query("lineage", "Where the tonnes of a lot came from and went.", async (parsed, w, pair, ct) =>
        {
            var (a, l) = (parsed.GetValue(account)!, parsed.GetValue(lot)!);
            var name = $"{a}/{l}";
            if (await w.Queries.Lineage(a, l, pair, ct) is not { } lineage) return Terminal.Refuse(parsed, DeskErrors.NotFound("lots", name, pair.Known));
            var names = lineage.Nodes.ToDictionary(n => n.Id, n => $"{n.Kind} {n.Title}".Trim());
            Terminal.Print(parsed, w.Queries.With(pair, lineage), to => Terminal.Table(to, ["from", w.Units.Of(lineage.Unit.Product.Market), "day", "to"], lineage.Edges.Select(e => new[]
            {
                names[e.From], Verbs.T(e.Tonnes), e.Day is { } day ? Day(day) : "now", names[e.To],
            })));
            return Exit.Done;
        }, account, lot);
    }

    private static Command Propose()
    {
        var obligation = new Argument<string>("obligation") { Description = "Key of an obligation." };
        return Verbs.Query("propose", "Which lots an obligation should take, those whose use ends soonest first.", async (parsed, w, pair, ct) =>
        {
            var key = parsed.GetValue(obligation)!;
            if (w.Queries.Compliance.Obligation(key, pair) is null) return Terminal.Refuse(parsed, DeskErrors.NotFound("obligations", key, pair.Known));
            var proposal = await SurrenderProposal.Of(w, key, pair, ct);
            Terminal.Print(parsed, w.Queries.With(pair, proposal), to =>
            {
                if (proposal is null)
                {
                    to.WriteLine($"{key} lacks nothing, or nobody knows how much.");
                    return;
                }

                Terminal.Table(to, ["account", "lot", "unit", "t", "last use", "why"], proposal.Lots.Select(l => new[]
                {
                    l.Lot.Account, l.Lot.Lot, l.Lot.Unit.ToString(), Verbs.T(l.Tonnes), l.Lot.Last.Day is { } day ? Day(day) : "", l.Reason,
                }));
                to.WriteLine($"needed {Verbs.T(proposal.Needed)} t, lacking {Verbs.T(proposal.Short)} t");
            });
            return Exit.Done;
        }, obligation);
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
