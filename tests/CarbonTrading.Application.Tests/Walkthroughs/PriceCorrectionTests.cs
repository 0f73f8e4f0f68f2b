using CarbonTrading.Application.Checks;
using CarbonTrading.Application.Limits;
using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Trading;
using Xunit;

namespace CarbonTrading.Application.Tests.Walkthroughs;

/// <summary>The price of a purchase turns out wrong after its units were used: the books are as if the right price had been entered at once.</summary>
public class PriceCorrectionTests
{
    private const string Cea25 = "cn-ets/CEA/2025";
    private const string Chp = "QM-CHP-01";
    private const string Batch = """{"project":"PJ-9","methodology":"CCER-01-002-V01","periodFrom":"2024-01-01","periodTo":"2024-12-31","registeredOn":"2025-06-01"}""";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static string Terms(string side, int quantity, string price, string day = "2026-06-05", string product = Cea25) => $$"""
        {"tradeDate":"{{day}}","account":"{{Chp}}","side":"{{side}}","method":"listed","product":"{{product}}","quantity":{{quantity}},"price":{"amount":{{price}},"currency":"CNY"},"fee":20.00}
        """;

    private static string Price(string price, string more = "") => $$"""{"effective":"2026-06-05","price":{"amount":{{price}},"currency":"CNY"},"reason":"statement says so"{{more}} }""";

    private static Trade Of(TestDesk desk, string key) => desk.Workplace.Read.Trades.Find(key)!.State;

    private static async Task Done(TestDesk desk, string key, string terms, params int[] parts)
    {
        await desk.Done("trader", "trades", key, "capture-trade", terms);
        await desk.Done("approver", "trades", key, "approve-trade", "{}");
        foreach (var part in parts)
            await desk.Done("finance", "trades", key, "confirm-settlement", $$"""{"effective":"{{Of(desk, key).Terms!.TradeDate:yyyy-MM-dd}}","evidence":"E {{part}}","quantity":{{part}}}""");
    }

    private static decimal Cost(TestDesk desk) => desk.Workplace.Queries.Costs.Held(desk.Workplace.Queries.Resolve(null, null).AsOf!).Sum(r => r.Cost);

    private static async Task To(TestDesk desk, int days, string day)
    {
        desk.Clock.Advance(TimeSpan.FromDays(days));
        await desk.Done("finance", "business-days", "BOOKS", "advance-business-date", $$"""{"to":"{{day}}"}""");
    }

    /// <summary>Every cost a desk relies on: pool, results, roll-forward.</summary>
    private static async Task<string> Books(TestDesk desk)
    {
        var now = desk.Workplace.Queries.Resolve(null, null).AsOf!;
        var costs = desk.Workplace.Queries.Costs;
        var pools = costs.Held(now).Select(r => $"{r.Unit} {r.Method} {r.Tonnes} {r.Cost} {r.Average} {r.Residual}").Order();
        var results = (await costs.Realised(now, new(2026, 1, 1), Ct)).Select(r => $"{r.Day} {r.Kind} {r.Tonnes} {r.Proceeds} {r.Cost} {r.Realised}").Order();
        var rolled = costs.RollForward(now, new(2026, 6, 6)).Concat(costs.RollForward(now, new(2026, 6, 1))).Select(r => $"{r.Unit} {r.Opening} {r.In} {r.Delivered} {r.Closing}");
        return string.Join('\n', [.. pools, .. results, .. rolled]);
    }

    [Theory]
    [InlineData("specific")]
    [InlineData("fifo")]
    [InlineData("moving-average")]
    public async Task The_books_are_as_if_the_right_price_had_been_entered_at_once(string method)
    {
        await using var wrong = await TestDesk.Open();
        await using var right = await TestDesk.Open();
        foreach (var (desk, price) in new[] { (wrong, "80.00"), (right, "79.37") })
        {
            await Done(desk, "T-1", Terms("buy", 1_000, price), 600, 400);
            if (method != "specific")
                await desk.Agreed("finance", "accounts", Chp, "change-cost-method", $$"""{"from":"2026-01-01","unit":"{{Cea25}}/purchased","method":"{{method}}","reason":"policy"}""");
            await Done(desk, "T-2", Terms("buy", 501, "81.00"), 501);
            await To(desk, 3, "2026-06-08");
            await Done(desk, "T-3", Terms("sell", 700, "82.00", "2026-06-08"), 700);
            await desk.Done("compliance", "accounts", Chp, "reserve-units", $$"""{"effective":"2026-06-08","reservation":"R","product":"{{Cea25}}","quantity":100,"purpose":"kept"}""");
        }

        Assert.NotEqual(await Books(right), await Books(wrong));
        await wrong.Refused("trade.used-since", "trader", "trades", "T-9", "rebook-trade", $$"""{"replaces":"T-1","reason":"typed wrong","terms":{{Terms("buy", 1_000, "79.37")}} }""");
        await wrong.Agreed("trader", "trades", "T-1", "correct-price", Price("79.37"));
        Assert.Equal(await Books(right), await Books(wrong));
        Assert.Equal((79.37m, TradeStatus.Settled), (Of(wrong, "T-1").Terms!.Price.Amount, Of(wrong, "T-1").Status));
        Assert.Null(Of(wrong, "T-1").LastProblem);
        Assert.All(await Invariants.Check(wrong.Workplace, Ct), c => Assert.Empty(c.Findings));

        // What is sold afterwards costs the same too, and what was corrected can be corrected again.
        foreach (var desk in new[] { wrong, right }) await Done(desk, "T-4", Terms("sell", 300, "83.00", "2026-06-08"), 300);
        Assert.Equal(await Books(right), await Books(wrong));
        await wrong.Agreed("trader", "trades", "T-1", "correct-price", Price("80.00", ",\"fee\":35.00"));
        await wrong.Agreed("trader", "trades", "T-1", "correct-price", Price("79.37", ",\"fee\":20.00"));
        Assert.Equal(await Books(right), await Books(wrong));
    }

    /// <summary>1,000 at 80.00 and 20.00 of fees paid: 80,020.00. At 79.00 1,000.00 come back; at 80.50 1,500.00 are to be paid.</summary>
    [Fact]
    public async Task Cash_beyond_the_right_amount_comes_back_and_what_lacks_is_still_to_be_paid()
    {
        await using var desk = await TestDesk.Open();
        await Done(desk, "T-1", Terms("buy", 1_000, "80.00"), 1_000);
        Assert.Equal(80_020m, Of(desk, "T-1").SettledCash);
        await desk.Agreed("finance", "trades", "T-1", "correct-price", Price("79.00"));
        Assert.Equal((79_020m, 79_020m), (Of(desk, "T-1").Cash, Of(desk, "T-1").SettledCash));
        await desk.Agreed("finance", "trades", "T-1", "correct-price", Price("80.50"));
        Assert.Equal((80_520m, 79_020m), (Of(desk, "T-1").Cash, Of(desk, "T-1").SettledCash));
        await desk.Refused("trade.more-cash-than-open", "finance", "trades", "T-1", "confirm-cash", """{"effective":"2026-06-05","amount":1500.01,"evidence":"bank"}""");
        await desk.Done("finance", "trades", "T-1", "confirm-cash", """{"effective":"2026-06-05","amount":1500.00,"evidence":"bank"}""");
        Assert.Equal(80_520m, Of(desk, "T-1").SettledCash);
    }

    [Fact]
    public async Task The_rest_of_a_part_settled_purchase_comes_in_at_the_right_price()
    {
        await using var desk = await TestDesk.Open();
        await Done(desk, "T-1", Terms("buy", 1_000, "80.00"), 333);
        await desk.Agreed("trader", "trades", "T-1", "correct-price", Price("81.00"));
        await desk.Done("finance", "trades", "T-1", "confirm-settlement", """{"effective":"2026-06-05","evidence":"rest"}""");
        Assert.Equal(81_020m, Cost(desk));
        // Unused it can still be replaced as a whole, and nothing of its restated cost stays behind.
        await desk.Done("trader", "trades", "T-2", "rebook-trade", $$"""{"replaces":"T-1","reason":"quantity","terms":{{Terms("buy", 900, "81.00")}} }""");
        await desk.Done("approver", "trades", "T-2", "approve-trade", "{}");
        Assert.Equal(72_920m, Cost(desk));
        Assert.All(await Invariants.Check(desk.Workplace, Ct), c => Assert.Empty(c.Findings));
    }

    [Fact]
    public async Task Credits_used_for_an_offset_get_the_right_cost_too()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("compliance", "ccer", Chp, "open-holding", """{"holder":"QM","name":"QM","nameZh":"集团"}""");
        await desk.Done("trader", "trades", "T-1", "capture-trade", Terms("buy", 1_000, "60.00", product: "ccer/CCER/2024"));
        await desk.Done("approver", "trades", "T-1", "approve-trade", "{}");
        await desk.Done("finance", "trades", "T-1", "confirm-credit-settlement", $$"""{"effective":"2026-06-05","evidence":"E","batch":{{Batch}} }""");
        await desk.Agreed("compliance", "ccer", Chp, "cancel-voluntarily",
            """{"effective":"2026-06-05","quantity":100,"purpose":"corporate-offset","beneficiary":"B","registryReference":"R-1"}""");
        await desk.Agreed("trader", "trades", "T-1", "correct-price", Price("61.00"));
        Assert.Equal(54_918m, Cost(desk)); // 900 of 1,000 at 61,020.00
        Assert.All(await Invariants.Check(desk.Workplace, Ct), c => Assert.Empty(c.Findings));
    }

    [Fact]
    public async Task It_takes_a_second_person_a_purchase_that_came_in_and_a_price_the_venue_allows()
    {
        await using var desk = await TestDesk.Open();
        await desk.Prices("date,close\n2026-06-04,80.00\n");
        await desk.Done("trader", "trades", "T-1", "capture-trade", Terms("buy", 1_000, "80.00"));
        await desk.Refused("trade.price-not-corrected", "trader", "trades", "T-1", "correct-price", Price("81.00")); // nothing came in: correct the trade
        await desk.Done("approver", "trades", "T-1", "approve-trade", "{}");
        await desk.Done("finance", "trades", "T-1", "confirm-settlement", """{"effective":"2026-06-05","evidence":"E"}""");
        await desk.Refused("trade.correction-day", "trader", "trades", "T-1", "correct-price", Price("81.00").Replace("2026-06-05", "2026-06-04")); // pain 9: neither before
        await desk.Refused("trade.correction-day", "trader", "trades", "T-1", "correct-price", Price("81.00").Replace("2026-06-05", "2026-06-06")); // nor after it
        await desk.Refused("trade.nothing-to-correct", "trader", "trades", "T-1", "correct-price", Price("80.00"));
        await desk.Refused("trade.corrected-in-other-currency", "trader", "trades", "T-1", "correct-price", Price("81.00").Replace("CNY", "EUR", StringComparison.Ordinal));
        await desk.Refused("trade.outside-price-limit", "trader", "trades", "T-1", "correct-price", Price("88.01"));
        await desk.Refused("trade.field-missing", "trader", "trades", "T-1", "correct-price", Price("81.00").Replace("statement says so", " ", StringComparison.Ordinal));
        await desk.Refused("permission.denied", "auditor", "trades", "T-1", "correct-price", Price("81.00"));
        Assert.Equal(80m, Of(desk, "T-1").Terms!.Price.Amount);
        var asked = await desk.Send("trader", "trades", "T-1", "correct-price", Price("88.00")); // the last price allowed
        Assert.Null(asked.Error); // it waits for its second person
        Assert.Equal(80m, Of(desk, "T-1").Terms!.Price.Amount);
    }

    [Fact]
    public async Task A_price_the_other_side_has_not_seen_is_confirmed_anew()
    {
        await using var desk = await TestDesk.Open();
        var terms = Terms("buy", 1_000, "80.00").Replace("listed", "otc", StringComparison.Ordinal)
            .Replace("\"fee\"", "\"counterparty\":\"B\",\"settleOn\":\"2026-06-05\",\"fee\"", StringComparison.Ordinal);
        await Done(desk, "T-1", terms, 1_000);
        string Answer(string price) => $$"""
            {"effective":"2026-06-05","tradeDate":"2026-06-05","product":"{{Cea25}}","quantity":1000,"price":{"amount":{{price}},"currency":"CNY"},"side":"buy","evidence":"letter"}
            """;
        await desk.Done("finance", "trades", "T-1", "issue-confirmation", """{"effective":"2026-06-05","to":"B"}""");
        await desk.Done("finance", "trades", "T-1", "match-confirmation", Answer("80.00"));
        Assert.NotNull(Of(desk, "T-1").Confirmation.MatchedOn);
        await desk.Agreed("trader", "trades", "T-1", "correct-price", Price("79.00"));
        Assert.Null(Of(desk, "T-1").Confirmation.MatchedOn);
        await desk.Done("finance", "trades", "T-1", "issue-confirmation", """{"effective":"2026-06-05","to":"B"}""");
        await desk.Done("finance", "trades", "T-1", "match-confirmation", Answer("79.00"));
        Assert.NotNull(Of(desk, "T-1").Confirmation.MatchedOn);
    }

    /// <summary>Up to 20,000,000.00 an approver decides: 240,000 t at 83.00 are within it, at 84.00 beyond.</summary>
    [Fact]
    public async Task What_the_right_price_makes_of_the_amount_is_within_the_checkers_authority()
    {
        await using var desk = await TestDesk.Open();
        var terms = Terms("buy", 240_000, "83.00").Replace("listed", "block", StringComparison.Ordinal).Replace("\"fee\"", "\"counterparty\":\"B\",\"fee\"", StringComparison.Ordinal);
        await Done(desk, "T-1", terms, 240_000);
        await desk.Agreed("trader", "trades", "T-1", "correct-price", Price("83.20"));
        await desk.Done("trader", "trades", "T-1", "correct-price", Price("84.00"), "beyond");
        await desk.Refused("permission.authority-exceeded", "approver", "proposals", Application.Desk.ProposalKey("trader", "beyond"), "approve-proposal", "{}");
        Assert.Equal(83.20m, Of(desk, "T-1").Terms!.Price.Amount);
    }

    /// <summary>1,000 t at 80.00 are 80,000.00 of 80,500.00 a day, at 79.50 79,500.00; with 12 t at 80.00 the 81,000.00 at 81.00 are 1,460.00 beyond, a line of the breach log.</summary>
    [Fact]
    public async Task A_limit_in_money_counts_the_right_price()
    {
        await using var desk = await TestDesk.Open();
        await desk.Agreed("finance", "limits", "TRADER-CNY", "set-limit", """
            {"kind":"trader","scope":"trader","amount":80500.00,"unit":"CNY","hardness":"hard","validFrom":"2026-06-01","validTo":"2026-12-31","counts":"traded-per-day","name":"T",
             "nameZh":"限","reason":"policy"}
            """);
        var limits = desk.Workplace.Queries.Limits;
        AsOf Now() => desk.Workplace.Queries.Resolve(null, null).AsOf!;
        decimal? Used() => limits.All(Now()).Single().Used;
        await Done(desk, "T-1", Terms("buy", 1_000, "80.00"), 1_000);
        Assert.Equal(80_000m, Used());
        Assert.Equal("trade.limit-exceeded", (await desk.Send("trader", "trades", "T-2", "capture-trade", Terms("buy", 12, "80.00"))).Error?.Code); // a line of the breach log
        await desk.Agreed("trader", "trades", "T-1", "correct-price", Price("79.50"));
        Assert.Equal(79_500m, Used());
        await desk.Done("trader", "trades", "T-2", "capture-trade", Terms("buy", 12, "80.00"));
        Assert.Equal(80_460m, Used());
        await desk.Agreed("trader", "trades", "T-1", "correct-price", Price("81.00"));
        Assert.Equal(81_960m, Used());
        var beyond = limits.Breaches(Now()).Single(b => b.Kind == BreachKind.Corrected);
        Assert.Equal(("T-1", 81_000m, 960m, 1_460m), (beyond.Trade, beyond.Asked, beyond.Used, beyond.Beyond));
        Assert.Empty((await Invariants.Check(desk.Workplace, Ct)).SelectMany(c => c.Findings));
    }
}
