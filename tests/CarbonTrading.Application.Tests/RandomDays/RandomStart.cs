using CarbonTrading.Application.Planning;
using CarbonTrading.Application.Prices;
using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Domain.Prices;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Tests.RandomDays;

/// <summary>Where every random sequence begins: books set up once in a real store, by the desk, with two accounts, two holdings, prices, money and limits.</summary>
/// <param name="Method">Cost method of everything from the first day on.</param>
public sealed record RandomStart(CostMethod Method, IReadOnlyList<StoredEvent> Events, MemoryPrices Prices, PriceCatalogue Catalogue, RuleBook Rules, DefaultAuthority Authority)
{
    public const string Chp = "QM-CHP-01";
    public const string Alu = "QM-ALU-01";
    public const string ChpCredits = "QM-CCER-01";
    public const string AluCredits = "QM-CCER-02";
    public static readonly Product Cea25 = new("cn-ets", "CEA", Vintage.Of(2025));
    public static readonly Product Cea24 = new("cn-ets", "CEA", Vintage.Of(2024));
    public static readonly Product Ccer24 = new("ccer", "CCER", Vintage.Of(2024));

    /// <summary>Unit classes whose cost is run by <see cref="Method"/>.</summary>
    public static readonly IReadOnlyList<UnitClass> Units =
        [.. from product in new[] { Cea24, Cea25 } from origin in new[] { Origin.Free, Origin.Purchased, Origin.Borrowed, Origin.CarriedOver } select new UnitClass(product, origin)];

    private static readonly Lazy<RandomStart>[] all = [.. Enum.GetValues<CostMethod>().Select(m => new Lazy<RandomStart>(() => Task.Run(() => Make(m)).GetAwaiter().GetResult()))];

    /// <summary>The start with a cost method.</summary>
    public static RandomStart Of(CostMethod method) => all[(int)method].Value;

    private static async Task<RandomStart> Make(CostMethod method)
    {
        await using var desk = await TestDesk.Open();
        await desk.Prices("date,close\n2026-06-04,80.00\n");
        await desk.Done("compliance", "accounts", Alu, "open-account", """{"holder":"QM-ALU","market":"cn-ets","name":"ALU","nameZh":"铝业"}""");
        await desk.Done("compliance", "ccer", ChpCredits, "open-holding", """{"holder":"QM","name":"QM","nameZh":"集团"}""");
        await desk.Done("compliance", "ccer", AluCredits, "open-holding", """{"holder":"QM-ALU","name":"ALU","nameZh":"铝业"}""");
        if (method != CostMethod.Specific)
            foreach (var (account, unit) in from account in new[] { Chp, Alu } from unit in Units select (account, unit))
                await desk.Agreed("finance", "accounts", account, "change-cost-method",
                    $$"""{"from":"2013-01-01","unit":"{{unit}}","method":"{{(method == CostMethod.Fifo ? "fifo" : "moving-average")}}","reason":"policy"}""");
        await desk.Done("compliance", "obligations", $"{Chp}-2025", "open-obligation", $$"""{"account":"{{Chp}}","market":"cn-ets","year":2025,"sector":"power"}""");
        await desk.Done("finance", "funds", Chp, "record-funds", """{"market":"cn-ets","effective":"2026-06-02","amount":60000.00,"currency":"CNY","evidence":"ST"}""");
        foreach (var (account, quantity) in new[] { (Chp, 600), (Alu, 300) })
            await desk.Done("compliance", "accounts", account, "receive-free-allocation", $$"""{"effective":"2026-06-01","product":"{{Cea25}}","quantity":{{quantity}},"document":"AL"}""");
        await desk.Done("compliance", "ccer", ChpCredits, "receive-issued-batch", """
            {"effective":"2026-06-01","batch":{"project":"PJ-9","methodology":"CCER-01-002-V01","periodFrom":"2024-01-01","periodTo":"2024-12-31","registeredOn":"2025-06-01"},
             "quantity":400,"document":"N"}
            """);
        var log = desk.Workplace.Store.Events;
        var events = await log.ReadAll(0, 10_000);
        var rows = new Dictionary<string, IReadOnlyList<PriceRow>>(StringComparer.Ordinal);
        foreach (var import in events.Where(e => e.Name == PriceRows.RecordedEvent).Select(e => (PriceImportRecorded)e.As<PriceImportEvent>()))
            rows[import.ImportId] = await desk.Workplace.Store.Prices.Read(import.ImportId);
        // Who agreed to the methods does not matter to any sequence, and would be read ten thousand times.
        var kept = events.Where(e => !e.Stream.StartsWith("proposal/", StringComparison.Ordinal)).Select((e, i) => e with { Position = i + 1 });
        return new(method, [.. kept], new(rows), desk.Workplace.Read.Prices.Catalogue, desk.Workplace.Rules, desk.Workplace.Planning.Authority);
    }
}
