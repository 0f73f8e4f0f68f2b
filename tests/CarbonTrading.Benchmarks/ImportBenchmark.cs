using System.Diagnostics;
using System.Globalization;
using System.Text;
using CarbonTrading.Application.Trades;
using CarbonTrading.Engine.Sql;

namespace CarbonTrading.Benchmarks;

/// <summary>A deal file of 100,000 lines: read, each line checked by venue rules, captured durably, read models at the end of the log. Bound 10 s.</summary>
/// <remarks>
/// SQLite with FULL, books without limits; every other deal is a sale, held against the units its account can sell.
/// Its peers of the same run: the same file as a dry run, and 1,000 lines one after another.
/// </remarks>
public static class ImportBenchmark
{
    private const int OneByOne = 1_000;

    public static async Task Run(int lines)
    {
        var folder = Directory.CreateTempSubdirectory("carbon-import-").FullName;
        try
        {
            await using var books = await LedgerBenchmark.Books(await Store.Open(folder), folder, 16);
            var import = new TradeImport(books.BulkDesk(), books.Read);
            using var stop = new CancellationTokenSource();
            var following = books.Tail.Follow(stop.Token);
            var file = Encoding.UTF8.GetBytes(Lines("B", lines));
            var dry = await Timed(async () => await import.Import(file, "trader", isTrial: true), "would be captured", lines);
            var real = await Timed(async () =>
            {
                var result = await import.Import(file, "trader");
                await books.Tail.WaitFor((await books.Store.Events.Head(default)).Position, TimeSpan.FromSeconds(60));
                return result;
            }, "captured", lines);
            var again = await Timed(async () => await import.Import(file, "trader"), "known already", lines);
            var singly = Stopwatch.StartNew();
            foreach (var line in Lines("S", OneByOne).Split('\n').Skip(1).Where(l => l.Length > 0))
                await import.Import(Encoding.UTF8.GetBytes(Head + line + "\n"), "trader");
            var each = singly.Elapsed.TotalSeconds / OneByOne * lines;
            await stop.CancelAsync();
            await following;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"import of {lines:N0} trades: {real:0.00} s {Bounds.AtMost(real, 10.0 * lines / 100_000, "s")}; dry run {dry:0.00} s, again {again:0.00} s; ")
                + string.Create(CultureInfo.InvariantCulture, $"peer, one at a time: {each:0.0} s (from {OneByOne:N0})"));
        }
        finally { Directory.Delete(folder, recursive: true); }
    }

    private const string Head = "trade,tradeDate,account,side,method,product,quantity,price,currency,fee,counterparty,venueReference\n";

    private static string Lines(string prefix, int count)
    {
        var text = new StringBuilder(Head);
        for (var i = 0; i < count; i++)
            text.Append(CultureInfo.InvariantCulture, $"{prefix}-{i:000000},2026-06-05,BENCH-{i % 16:0000},{(i / 16 % 2 == 0 ? "buy" : "sell")},listed,")
                .Append(CultureInfo.InvariantCulture, $"cn-ets/CEA/2025,{10 + (i % 100)},{70 + ((i % 100) / 10m):0.00},CNY,12.34,,D-{i}\n");
        return text.ToString();
    }

    private static async Task<double> Timed(Func<Task<(IReadOnlyList<TradeImportLine> Lines, Kernel.DomainError? Refusal)>> run, string expected, int lines)
    {
        var clock = Stopwatch.StartNew();
        var (result, refusal) = await run();
        var seconds = clock.Elapsed.TotalSeconds;
        if (refusal is not null || result.Count != lines || result.Any(l => l.State != expected))
            throw new InvalidOperationException($"{refusal?.Message} {result.FirstOrDefault(l => l.State != expected)}");
        return seconds;
    }
}
