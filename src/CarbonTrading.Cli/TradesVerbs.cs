using System.CommandLine;
using System.Globalization;
using CarbonTrading.Application.Trades;
using CarbonTrading.Kernel;

namespace CarbonTrading.Cli;

/// <summary>Verbs on many trades.</summary>
public static class TradesVerbs
{
    /// <summary><c>settlement</c>.</summary>
    public static Command Settlement() => Verbs.Query("settlement", "Legs of settlements, units and cash: the late ones first.", (parsed, w, pair, _) =>
    {
        var legs = w.Queries.Settlement.Legs(pair);
        Terminal.Print(parsed, w.Queries.With(pair, legs), to => Terminal.Table(to,
            ["trade", "leg", "way", "account", "other side", "product", "quantity", "settled", "amount", "settled", "cur", "due", "late", "status", "problem"],
            legs.Where(l => l.IsOpen).Select(l => new[]
            {
                l.Key, l.Kind.ToString(), l.IsIn ? "in" : "out", l.Account, l.Counterparty, l.Code, l.Quantity is { } q ? Verbs.T(q) : "",
                l.Settled is { } s ? Verbs.T(s) : "", Verbs.M(l.Amount), Verbs.M(l.SettledAmount), l.Currency,
                l.Due.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), l.LateDays == 0 ? "" : l.LateDays.ToString(CultureInfo.InvariantCulture),
                l.Status.ToString(), l.Problem?.Code ?? "",
            })));
        return Task.FromResult(Exit.Done);
    });

    /// <summary><c>trades import FILE</c>.</summary>
    public static Command Import()
    {
        var file = new Argument<FileInfo>("file")
        {
            Description = "CSV UTF-8 or XLSX: trade,tradeDate,account,side,method,product,quantity,price,currency"
                + "[,tradeTime,fee,counterparty,venueReference,remark,book,commission,invoice,floor,settleOn,appliedOn,frozenOn,origin,lot]"
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Says of every line what would become of it; writes nothing." };
        var verb = new Command("import", "Captures the deals of a CSV or XLSX file: good lines go in, the others are reported. "
            + "The same file twice changes nothing. Exit 1 when lines were left out.") { file, dryRun };
        verb.SetAction((parsed, ct) => Terminal.As(parsed, "import-trades", async (w, person, stop) =>
        {
            var at = parsed.GetValue(file)!;
            if (!at.Exists) return Terminal.Refuse(parsed, TradeImportErrors.NoFile(at.FullName));
            if (at.Length > TradeImport.BytesMax) return Terminal.Refuse(parsed, TradeImportErrors.TooLarge((int)Math.Min(at.Length, int.MaxValue), TradeImport.BytesMax));
            var import = new TradeImport(w.BulkDesk(), w.Read, w.Processes.RunToEnd);
            var (lines, refusal) = await import.Import(await File.ReadAllBytesAsync(at.FullName, stop), person, parsed.GetValue(dryRun), null, stop);
            if (refusal is not null && lines.Count == 0) return Terminal.Refuse(parsed, refusal);
            Terminal.Print(parsed, lines, to =>
            {
                foreach (var l in lines.Where(l => l.Refusal is not null)) to.WriteLine($"line {l.Line} {l.Trade}: {l.Refusal!.Code}: {l.Refusal.Message}");
                foreach (var l in lines.Where(l => l.Waits is not null))
                    to.WriteLine($"line {l.Line} {l.Trade}: {l.State}, waits: {string.Join("; ", l.Waits!.Select(w => $"{w.Limit}: {w.Message}"))}");
                to.WriteLine(string.Join(", ", lines.GroupBy(l => l.State).Select(g => $"{g.Count()} {g.Key}")) + ".");
            });
            if (refusal is not null) await Session.Of(parsed).Error.WriteLineAsync(refusal.Message);
            return refusal is null && lines.All(l => l.Refusal is null) ? Exit.Done : Exit.Refused;
        }, ct));
        return verb;
    }
}
