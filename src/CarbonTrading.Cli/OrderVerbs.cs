using System.CommandLine;
using System.Globalization;
using CarbonTrading.Application;
using CarbonTrading.Application.Orders;
using CarbonTrading.Application.Reports;
using CarbonTrading.Application.Trades;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;

namespace CarbonTrading.Cli;

/// <summary>Orders, executions and confirmations.</summary>
public static class OrderVerbs
{
    /// <summary><c>orders list</c>.</summary>
    public static Command List() => Verbs.Query("list", "Orders with their executions, those that need a look first.", (parsed, w, pair, _) =>
    {
        var rows = w.Queries.Orders.All(pair);
        Terminal.Print(parsed, w.Queries.With(pair, rows), to =>
        {
            foreach (var o in rows)
            {
                var unit = w.Units.Of(o.Terms.Product.Market);
                to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{o.Key} {o.Terms.Side} {LimitFigure.Of(o.Terms.Quantity, unit)} {o.Terms.Product.Code} at {o.Terms.Price}, {o.Status}: "
                    + $"filled {o.Filled:N0} {unit} at {o.AveragePrice?.ToString("0.000000", CultureInfo.InvariantCulture) ?? "-"}, open {o.Open:N0} {unit}{(o.NeedsLook ? ", LOOK" : "")}"));
                Terminal.Table(to, ["execution", "date", unit, "price", "stands", "trade", "status", "problem"], o.Fills.Select(f => new[]
                {
                    f.Execution, f.Fill.TradeDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Verbs.T(f.Fill.Quantity.Value), f.Fill.Price.ToString(),
                    f.Ended ?? "yes", f.Trade ?? "", f.TradeStatus?.ToString() ?? "", f.Problem?.Code ?? (f.IsWorse ? "worse than ordered" : ""),
                }));
            }
        });
        return Task.FromResult(Exit.Done);
    });

    /// <summary><c>orders import FILE</c>.</summary>
    public static Command Import()
    {
        var file = new Argument<FileInfo>("file")
        {
            Description = "CSV UTF-8 or XLSX: order,execution,action[,tradeDate,quantity,price,currency,tradeTime,fee,commission,venueReference,replaces,reason]; "
                + "action is new, replace or bust"
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Says of every line what would become of it; writes nothing." };
        var verb = new Command("import", "Records the executions of a broker's statement. The same statement twice, or in another order, ends the same. "
            + "Exit 1 when lines were left out.") { file, dryRun };
        verb.SetAction((parsed, ct) => Terminal.As(parsed, "import-fills", async (w, person, stop) =>
        {
            var at = parsed.GetValue(file)!;
            if (!at.Exists) return Terminal.Refuse(parsed, TradeImportErrors.NoFile(at.FullName));
            if (at.Length > TradeImport.BytesMax) return Terminal.Refuse(parsed, TradeImportErrors.TooLarge((int)Math.Min(at.Length, int.MaxValue), TradeImport.BytesMax));
            var (lines, refusal) = await new FillImport(w.Desk, w.Read).Import(await File.ReadAllBytesAsync(at.FullName, stop), person, parsed.GetValue(dryRun), stop);
            if (refusal is not null) return Terminal.Refuse(parsed, refusal);
            await w.Tail.CatchUp(stop);
            await w.Processes.RunToEnd(stop);
            Terminal.Print(parsed, lines, to =>
            {
                foreach (var l in lines.Where(l => l.Refusal is not null)) to.WriteLine($"line {l.Line} {l.Order} {l.Execution}: {l.Refusal!.Code}: {l.Refusal.Message}");
                to.WriteLine(string.Join(", ", lines.GroupBy(l => l.State).Select(g => $"{g.Count()} {g.Key}")) + ".");
            });
            return lines.All(l => l.Refusal is null) ? Exit.Done : Exit.Refused;
        }, ct));
        return verb;
    }

    /// <summary><c>trades confirmations</c>.</summary>
    public static Command Confirmations() => Verbs.Query("confirmations", "Confirmations of trades and contracts with their age: what differs first, then the oldest.", (parsed, w, pair, _) =>
    {
        var rows = w.Queries.Confirmations.All(pair);
        Terminal.Print(parsed, w.Queries.With(pair, rows), to => Terminal.Table(to,
            ["of", "key", "counterparty", "date", "t", "product", "stage", "age", "chased", "differs"], rows.Select(r => new[]
            {
                r.Source, r.Key, r.Counterparty ?? "", r.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Verbs.T(r.Quantity.Value), r.Product.Code,
                r.Stage.ToString(), r.AgeDays.ToString(CultureInfo.InvariantCulture), r.Confirmation.Chased.ToString(CultureInfo.InvariantCulture),
                string.Join("; ", r.Confirmation.Differences.Select(d => $"{d.Field}: ours {d.Ours}, theirs {d.Theirs}")),
            })));
        return Task.FromResult(Exit.Done);
    });

    /// <summary><c>funds list</c>.</summary>
    public static Command Funds() => Verbs.Query("list", "Money by account: last balance, settled since, promised to purchases, held by buy orders, available.", (parsed, w, pair, _) =>
    {
        var rows = w.Queries.Funds.All(pair);
        Terminal.Print(parsed, w.Queries.With(pair, rows), to => Terminal.Table(to,
            ["account", "market", "currency", "balance of", "balance", "settled since", "to come for sales", "promised", "held by orders", "available"],
            rows.Select(r => new[]
            {
                r.Account, r.Market, r.Currency, r.On?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "none recorded",
                Cents(r.Balance), Cents(r.Settled), Cents(r.Coming), Cents(r.Open), Cents(r.Orders), r.Available is { } left ? Cents(left) : "not checked",
            })));
        return Task.FromResult(Exit.Done);
    });

    private static string Cents(decimal amount) => amount.ToString("N2", CultureInfo.InvariantCulture);

    /// <summary><c>trades letter KEY</c>.</summary>
    public static Command Letter()
    {
        var key = new Argument<string>("key") { Description = "Trade key." };
        return Verbs.Query("letter", "Writes the confirmation of a trade as HTML to stdout, for the other side.", (parsed, w, pair, _) =>
        {
            var trade = parsed.GetValue(key)!;
            if (w.Read.Trades.Find(trade, pair.Known)?.State is not { Terms: { } terms } state) return Task.FromResult(Terminal.Refuse(parsed, TradeErrors.NotCaptured()));
            if (state.Status is TradeStatus.PendingApproval or TradeStatus.Rejected or TradeStatus.Cancelled or TradeStatus.Corrected)
                return Task.FromResult(Terminal.Refuse(parsed, TradeErrors.NotAtStep("print the confirmation of", state.Status, "Approved or later")));
            Session.Of(parsed).Output.Write(ConfirmationLetter.Of(trade, state, w.Read.TradingAccount(terms.Account, terms.Product.Market), w.Units.Of(terms.Product.Market), pair));
            return Task.FromResult(Exit.Done);
        }, key);
    }
}
