using System.CommandLine;
using System.Globalization;
using CarbonTrading.Application;
using CarbonTrading.Application.CostBooks;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Kernel;

namespace CarbonTrading.Cli;

/// <summary>Cost and result: what is held, a period, its sales, one unit class line by line, a change of method before it is made.</summary>
public static class CostVerbs
{
    private static readonly Option<string?> from = new("--from") { Description = "First day of the period, yyyy-MM-dd; 1 January where left out." };

    /// <summary><c>costs</c> with its verbs.</summary>
    public static Command Costs() => new Command("costs", "Cost by method, market value, result.")
        .And(List()).And(RollForward()).And(Realised()).And(Lines()).And(Effect());

    private static Command List() => Verbs.Query("list", "Cost, market value and unrealised result by account and unit class.", (parsed, w, pair, _) =>
    {
        var rows = w.Queries.Costs.Held(pair);
        Terminal.Print(parsed, w.Queries.With(pair, rows), to => Terminal.Table(to,
            ["account", "unit", "method", "quantity", "measure", "owed", "cost", "cost per unit", "value", "unrealised", "residual", "cur"],
            rows.Select(r => new[]
            {
                r.Account, r.Unit.ToString(), r.Method.ToString(), Verbs.T(r.Tonnes), w.Units.Of(r.Unit.Product.Market), Verbs.T(r.Owed), Verbs.M(r.Cost),
                r.Average?.ToString("N4", CultureInfo.InvariantCulture) ?? "",
                r.Value is { } v ? Verbs.M(v) : "no price", Verbs.M(r.Unrealised), Verbs.M(r.Residual), r.Currency,
            })));
        return Task.FromResult(Exit.Done);
    });

    private static Command RollForward() => Verbs.Query("roll-forward", "Opening, changes and closing of a period, tonnes and cost.", (parsed, w, pair, _) =>
    {
        var (first, wrong) = CostAsked.From(parsed.GetValue(from), pair);
        if (wrong is not null) return Task.FromResult(Terminal.Refuse(parsed, wrong));
        var rows = w.Queries.Costs.RollForward(pair, first);
        Terminal.Print(parsed, w.Queries.With(pair, rows), to => Terminal.Table(to,
            ["account", "unit", "", "opening", "in", "delivered", "surrendered", "cancelled", "converted", "returned", "lapsed", "residual", "closing"],
            rows.SelectMany(r => new[] { Line(r, w.Units.Of(r.Unit.Product.Market), f => Verbs.T(f.Tonnes)), Line(r, r.Currency, f => Verbs.M(f.Cost)) })));
        return Task.FromResult(Exit.Done);
    }, from);

    private static string[] Line(RollForwardRow r, string what, Func<Flow, string> show) =>
    [
        r.Account, r.Unit.ToString(), what, show(r.Opening), show(r.In), show(r.Delivered), show(r.Surrendered), show(r.Cancelled), show(r.Converted), show(r.Returned),
        show(r.Lapsed), show(r.Residual), show(r.Closing),
    ];

    private static Command Realised() => Verbs.Query("realised", "Results of a period: sales, and contracts that ended.", async (parsed, w, pair, ct) =>
    {
        var (first, wrong) = CostAsked.From(parsed.GetValue(from), pair);
        if (wrong is not null) return Terminal.Refuse(parsed, wrong);
        var rows = await w.Queries.Costs.Realised(pair, first, ct);
        Terminal.Print(parsed, w.Queries.With(pair, rows), to => Terminal.Table(to,
            ["day", "account", "kind", "trade", "product", "quantity", "measure", "proceeds", "cost", "realised", "cur", "lots"],
            rows.Select(r => new[]
            {
                Day(r.Day), r.Account, r.Kind.ToString(), r.Trade, r.Code, Verbs.T(r.Tonnes), w.Units.Of(w.Read.Accounts.Find(r.Account)?.Market ?? ""),
                Verbs.M(r.Proceeds), Verbs.M(r.Cost), Verbs.M(r.Realised), r.Currency,
                string.Join(' ', r.Lots.Select(l => l.Lot)),
            })));
        return Exit.Done;
    }, from);

    private static Command Lines()
    {
        var (account, unit) = (new Argument<string>("account") { Description = "Account key." }, new Argument<string>("unit") { Description = UnitClass.Form });
        return Verbs.Query("lines", "The cost of a unit class of an account, line by line.", async (parsed, w, pair, ct) =>
        {
            var (asked, wrong) = CostAsked.Unit(parsed.GetValue(unit));
            if (wrong is not null) return Terminal.Refuse(parsed, wrong);
            if (await w.Queries.Costs.Lines(pair, parsed.GetValue(account)!, asked, ct) is not { } lines)
                return Terminal.Refuse(parsed, DeskErrors.NotFound("costs", parsed.GetValue(account)!, pair.Known));
            Terminal.Print(parsed, w.Queries.With(pair, lines), to => Terminal.Table(to, ["day", "event", "lot", "to", w.Units.Of(asked.Product.Market), "cost", "method", "after", "cost after"],
                lines.Select(l => new[]
                {
                    Day(l.Day), l.Movement.ToString(CultureInfo.InvariantCulture), l.Lot, l.Lot.Length == 0 ? "" : l.To.ToString(), Verbs.T(l.Quantity), Verbs.M(l.Cost),
                    l.Method.ToString(), Verbs.T(l.PoolQuantity.Value), Verbs.M(l.PoolCost),
                })));
            return Exit.Done;
        }, account, unit);
    }

    private static Command Effect()
    {
        var (account, unit) = (new Argument<string>("account") { Description = "Account key." }, new Argument<string>("unit") { Description = UnitClass.Form });
        var method = new Option<string?>("--method") { Description = "specific, moving-average or fifo.", Required = true };
        return Verbs.Query("effect", "What a change of cost method would do to both sides, without doing it.", async (parsed, w, pair, ct) =>
        {
            var (asked, wrong) = CostAsked.Unit(parsed.GetValue(unit));
            var (to, first, mistake) = CostAsked.Change(parsed.GetValue(method), parsed.GetValue(from));
            if ((wrong ?? mistake) is { } refused) return Terminal.Refuse(parsed, refused);
            if (await w.Queries.Costs.Effect(pair, parsed.GetValue(account)!, asked, to, first, ct) is not { } effect)
                return Terminal.Refuse(parsed, DeskErrors.NotFound("costs", parsed.GetValue(account)!, pair.Known));
            Terminal.Print(parsed, w.Queries.With(pair, effect), text =>
            {
                text.WriteLine($"{effect.Unit}: {effect.Was} to {effect.Method} from {Day(effect.From)}; carrying cost {Verbs.M(effect.CarryingCost)} on both sides.");
                Terminal.Table(text, ["day", "event", "unit", "lot", "to", "cost now", "cost then"], effect.Disposals.Select(d => new[]
                {
                    Day(d.Day), d.Movement.ToString(CultureInfo.InvariantCulture), d.Unit.ToString(), d.Lot, d.To.ToString(), Verbs.M(d.Was), Verbs.M(d.Cost),
                }));
                text.WriteLine($"Held now: {Verbs.M(effect.HeldWas)}, then: {Verbs.M(effect.HeldThen)}.");
                foreach (var other in effect.Carried) text.WriteLine($"{other.Unit} held now: {Verbs.M(other.Was)}, then: {Verbs.M(other.Then)}.");
                if (effect.Residual != 0) text.WriteLine($"More on the residual account: {Verbs.M(effect.Residual)}.");
            });
            return Exit.Done;
        }, account, unit, method, from);
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
