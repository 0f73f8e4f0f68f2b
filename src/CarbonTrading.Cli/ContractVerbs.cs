using System.CommandLine;
using System.Globalization;
using CarbonTrading.Application.Reports;
using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Contracts;
using CarbonTrading.Kernel;

namespace CarbonTrading.Cli;

/// <summary>Term contracts.</summary>
public static class ContractVerbs
{
    /// <summary><c>contracts list</c>.</summary>
    public static Command List() => Verbs.Query("list", "Term contracts with their legs and figures, those that need a look first.", (parsed, w, pair, _) =>
    {
        var rows = w.Queries.Contracts.All(pair);
        Terminal.Print(parsed, w.Queries.With(pair, rows), to =>
        {
            foreach (var c in rows)
            {
                to.WriteLine($"{c.Key} {c.Terms.Kind} {Of(c.Terms.Quantity, c.Terms.Product)} {c.Terms.Product.Code} at {c.Terms.Price} "
                    + $"with {c.Terms.Counterparty}, {c.Status}{(c.NeedsLook ? ", LOOK" : "")}");
                if (c.MissingSteps.Count > 0) to.WriteLine($"  not on record: {string.Join(", ", c.MissingSteps)}{(c.FilingWaits ? "; the filing waits for them" : "")}");
                foreach (var f in c.Figures)
                    to.WriteLine($"  {f.Code} {(f.Value is not { } v ? "not known" : f.Unit == "fraction" ? LimitFigure.Of(v, LimitFigure.Fraction) : $"{Verbs.M(v)} {f.Unit}")} = {f.Operands}");
                Terminal.Table(to, ["leg", "phase", "what", "way", "quantity", "amount", "due", "status", "problem"], c.Legs.Select(l => new[]
                {
                    l.Leg.Number.ToString(CultureInfo.InvariantCulture), l.Leg.Phase.ToString(), l.Leg.Action.ToString(), l.Leg.IsIn ? "in" : "out",
                    l.Leg.Quantity is { } q ? Of(q, l.Leg.Product ?? c.Terms.Product) : "", Verbs.M(l.Leg.Amount), l.Leg.Due.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                    l.Status.ToString(), l.Problem?.Code ?? "",
                }));
            }

            string Of(Tonnes quantity, Product product) => LimitFigure.Of(quantity, w.Units.Of(product.Market));
        });
        return Task.FromResult(Exit.Done);
    });

    /// <summary><c>contracts letter KEY</c>.</summary>
    public static Command Letter()
    {
        var key = new Argument<string>("key") { Description = "Contract key." };
        return Verbs.Query("letter", "Writes the confirmation of a contract as HTML to stdout, for the other side.", (parsed, w, pair, _) =>
        {
            var contract = parsed.GetValue(key)!;
            if (w.Read.Contracts.Find(contract, pair.Known)?.On(pair.Date) is not { Terms: { } terms } state) return Task.FromResult(Terminal.Refuse(parsed, ContractErrors.NotAgreed()));
            if (ContractDecider.NotConfirmed(state, terms) is { } no) return Task.FromResult(Terminal.Refuse(parsed, no));
            Session.Of(parsed).Output.Write(ConfirmationLetter.Of(contract, state, w.Read.TradingAccount(terms.Account, terms.Product.Market), w.Units, pair));
            return Task.FromResult(Exit.Done);
        }, key);
    }
}
