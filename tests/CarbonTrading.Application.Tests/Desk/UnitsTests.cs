using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Domain.Registry;
using Xunit;

namespace CarbonTrading.Application.Tests.Desk;

/// <summary>What the desk knows of units before an account is asked: there are such units, and no other account has them.</summary>
public class UnitsTests
{
    private const string Chp = "QM-CHP-01";

    private static string Received(string product, string more = "", int quantity = 100) => $$"""{"effective":"2026-06-05","product":"{{product}}","quantity":{{quantity}},"document":"AL"{{more}} }""";

    private static string Otc(string product, string currency = "CNY") => $$"""
        {"tradeDate":"2026-06-05","account":"{{Chp}}","side":"buy","method":"otc","product":"{{product}}","quantity":100,"price":{"amount":80,"currency":"{{currency}}"},
         "counterparty":"HB-CARS","settleOn":"2026-06-08"}
        """;

    private static string Contract(string kind, string product, string currency = "CNY", string more = ",\"side\":\"buy\"") => $$"""
        {"kind":"{{kind}}","agreedOn":"2026-06-05","account":"{{Chp}}","product":"{{product}}","quantity":1000,"price":{"amount":60.00,"currency":"{{currency}}"},
         "counterparty":"Bank A","document":"K-7","startsOn":"2026-06-05","endsOn":"2027-12-01"{{more}} }
        """;

    /// <summary>Cost is kept per entity and unit class: the account is the pool, so an entity has one in a market.</summary>
    [Fact]
    public async Task An_entity_has_one_account_in_a_market_and_one_holding_of_credits()
    {
        await using var desk = await TestDesk.Open();
        var second = await desk.Refused("desk.holder-has-one", "compliance", "accounts", "QM-CHP-02", "open-account", """{"holder":"QM","market":"cn-ets","name":"Two","nameZh":"二"}""");
        Assert.Equal("holder", second.Field);
        Assert.Contains("QM-CHP-01", second.Message, StringComparison.Ordinal);
        // A site is of its company; in the EU each installation has an account.
        await desk.Done("admin", "organisation", "ALU-1", "register-unit", """{"kind":"site","name":"Line 1","nameZh":"一线","parent":"QM-ALU"}""");
        await desk.Done("compliance", "accounts", "EU-1", "open-account", """{"holder":"QM-ALU","market":"eu-ets","name":"One","nameZh":"一"}""");
        await desk.Done("compliance", "accounts", "EU-2", "open-account", """{"holder":"ALU-1","market":"eu-ets","name":"Two","nameZh":"二"}""");
        await desk.Done("compliance", "accounts", "QM-HB-01", "open-account", """{"holder":"QM","market":"hubei","name":"Hubei","nameZh":"湖北"}""");
        await desk.Done("compliance", "accounts", "QM-CHP-02", "open-account", """{"holder":"QM-ALU","market":"cn-ets","name":"Two","nameZh":"二"}""");
        await desk.Refused("desk.holder-has-one", "compliance", "accounts", "QM-CHP-03", "open-account", """{"holder":"ALU-1","market":"cn-ets","name":"Line","nameZh":"线"}""");
        await desk.Done("compliance", "ccer", "QM-CCER-01", "open-holding", """{"holder":"QM","name":"QM","nameZh":"集团"}""");
        await desk.Refused("desk.holder-has-one", "compliance", "ccer", "QM-CCER-02", "open-holding", """{"holder":"QM","name":"QM","nameZh":"集团"}""");
        await desk.Done("compliance", "ccer", "QM-CCER-02", "open-holding", """{"holder":"QM-ALU","name":"QM","nameZh":"集团"}""");
    }

    [Fact]
    public async Task A_product_the_rules_do_not_name_is_refused_at_every_door_and_so_is_a_year_to_come()
    {
        await using var desk = await TestDesk.Open();
        var refused = await desk.Refused("desk.product-unknown", "compliance", "accounts", Chp, "receive-free-allocation", Received("cn-ets/ZZZ/none"));
        Assert.Contains("CEA", refused.Message, StringComparison.Ordinal);
        await desk.Refused("desk.vintage-to-come", "compliance", "accounts", Chp, "receive-free-allocation", Received("cn-ets/CEA/2027"));
        await desk.Done("compliance", "accounts", Chp, "receive-free-allocation", Received("cn-ets/CEA/2026"));
        await desk.Refused("desk.product-unknown", "trader", "trades", "T-1", "capture-trade", Otc("cn-ets/ZZZ/none"));
        await desk.Refused("desk.vintage-to-come", "trader", "trades", "T-1", "capture-trade", Otc("cn-ets/CEA/2055"));
        await desk.Refused("desk.market-not-open", "trader", "trades", "T-1", "capture-trade", Otc("cn-ets/CEA/2020").Replace("2026-06-05", "2021-07-15", StringComparison.Ordinal));
        await desk.Refused("trade.other-currency", "trader", "trades", "T-1", "capture-trade", Otc("cn-ets/CEA/2025", "EUR"));
        await desk.Done("trader", "trades", "T-1", "capture-trade", Otc("cn-ets/CEA/2025"));
        await desk.Refused("desk.product-unknown", "trader", "contracts", "K-1", "agree-contract", Contract("forward", "cn-ets/ZZZ/2025"));
        await desk.Refused("desk.vintage-to-come", "trader", "contracts", "K-1", "agree-contract", Contract("forward", "cn-ets/CEA/2028"));
        await desk.Refused("trade.other-currency", "trader", "contracts", "K-1", "agree-contract", Contract("forward", "cn-ets/CEA/2027", "EUR"));
        await desk.Done("trader", "contracts", "K-1", "agree-contract", Contract("forward", "cn-ets/CEA/2027")); // of a year to come, and delivered in it
        await desk.Refused("desk.vintage-to-come", "trader", "contracts", "K-2", "agree-contract", Contract("pledge", "cn-ets/CEA/2027", more: ",\"amount\":1000.00"));
    }

    [Fact]
    public async Task Serial_numbers_one_account_has_are_refused_in_another_until_they_are_delivered()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("compliance", "accounts", "QM-ALU-01", "open-account", """{"holder":"QM-ALU","market":"cn-ets","name":"ALU","nameZh":"铝"}""");
        string Range(int first, int last) => $$""","serials":[{"block":"2025-A","first":{{first}},"last":{{last}}}]""";
        await desk.Done("compliance", "accounts", Chp, "receive-free-allocation", Received("cn-ets/CEA/2025", Range(0, 99))); // registries count from 0 too
        var refused = await desk.Refused("desk.serials-elsewhere", "compliance", "accounts", "QM-ALU-01", "receive-free-allocation", Received("cn-ets/CEA/2025", Range(99, 198)));
        Assert.Contains(Chp, refused.Message, StringComparison.Ordinal);
        await desk.Done("compliance", "accounts", "QM-ALU-01", "receive-free-allocation", Received("cn-ets/CEA/2025", Range(100, 199)));
        await desk.Refused("allowance-account.serials-overlap", "compliance", "accounts", "QM-ALU-01", "receive-free-allocation", Received("cn-ets/CEA/2025", Range(150, 249)));

        await desk.Done("trader", "accounts", Chp, "reserve-units", """{"effective":"2026-06-05","reservation":"R","product":"cn-ets/CEA/2025","quantity":60,"purpose":"transfer"}""");
        await desk.Agreed("trader", "accounts", Chp, "deliver-units", """{"effective":"2026-06-05","reservation":"R","toAccount":"QM-ALU-01","reference":"X"}""");
        string In(int first, int last) => $$"""
            {"effective":"2026-06-05","unit":"cn-ets/CEA/2025/free","quantity":{{last - first + 1}},"fromAccount":"{{Chp}}","reference":"X"{{Range(first, last)}} }
            """;
        await desk.Refused("desk.serials-elsewhere", "compliance", "accounts", "QM-ALU-01", "receive-transfer", In(0, 59)); // still on its way
        await desk.Done("finance", "accounts", Chp, "confirm-delivery", """{"effective":"2026-06-05","reservation":"R","evidence":"E"}""");
        await desk.Agreed("compliance", "accounts", "QM-ALU-01", "receive-transfer", In(0, 59));
        await desk.Refused("desk.serials-elsewhere", "compliance", "accounts", Chp, "receive-free-allocation", Received("cn-ets/CEA/2025", Range(59, 59), 1)); // gone there
        Assert.Equal(160, desk.In("QM-ALU-01", "cn-ets/CEA/2025", Bucket.Free));
    }

    /// <summary>Bought on Friday they are sold from Monday on, in the other own account too; what comes from somebody else has no such day.</summary>
    [Theory]
    [InlineData("R", "2026-06-08")]
    [InlineData("registry 4711", "2026-06-08")]
    [InlineData("R", null, "SOMEBODY-01")]
    public async Task What_is_entered_as_a_transfer_from_an_own_account_keeps_its_first_day_of_sale(string reference, string? first, string from = Chp)
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("compliance", "accounts", "QM-ALU-01", "open-account", """{"holder":"QM-ALU","market":"cn-ets","name":"ALU","nameZh":"铝"}""");
        await desk.Agreed("trader", "accounts", Chp, "receive-purchase", """{"effective":"2026-06-05","product":"cn-ets/CEA/2025","quantity":100,"price":{"amount":60.00,"currency":"CNY"}}""");
        await desk.Done("trader", "accounts", Chp, "reserve-units", """{"effective":"2026-06-05","reservation":"R","product":"cn-ets/CEA/2025","quantity":60,"purpose":"transfer"}""");
        await desk.Agreed("trader", "accounts", Chp, "deliver-units", """{"effective":"2026-06-05","reservation":"R","toAccount":"QM-ALU-01","reference":"R"}""");
        await desk.Done("finance", "accounts", Chp, "confirm-delivery", """{"effective":"2026-06-05","reservation":"R","evidence":"E"}""");
        await desk.Agreed("compliance", "accounts", "QM-ALU-01", "receive-transfer", $$"""
            {"effective":"2026-06-05","unit":"cn-ets/CEA/2025/purchased","quantity":60,"fromAccount":"{{from}}","reference":"{{reference}}","cost":3600}
            """);
        var (_, events) = await desk.Workplace.Queries.Account("QM-ALU-01", desk.Workplace.Queries.Resolve(null, null).AsOf!, TestContext.Current.CancellationToken);
        var body = events.Single(e => e.Name == "allowance-account.transfer-received.v1").Body;
        Assert.Equal(first, body.TryGetProperty("sellableFrom", out var day) ? day.GetString() : null);
        const string Sale = """{"effective":"2026-06-05","reservation":"S","product":"cn-ets/CEA/2025","quantity":60,"purpose":"sale","forSale":true}""";
        if (first is null) await desk.Done("trader", "accounts", "QM-ALU-01", "reserve-units", Sale);
        else await desk.Refused("allowance-account.not-enough-free", "trader", "accounts", "QM-ALU-01", "reserve-units", Sale);
    }

    /// <summary>Base 10,000 t and nothing net sold: 10,000 t in all, in one conversion or in two; more takes a reason.</summary>
    [Fact]
    public async Task A_carry_over_beyond_the_rule_takes_a_reason_and_keeps_it()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("compliance", "obligations", $"{Chp}-2025", "open-obligation", $$"""{"account":"{{Chp}}","market":"cn-ets","year":2025,"sector":"power"}""");
        await desk.Done("compliance", "accounts", Chp, "receive-free-allocation", """{"effective":"2025-12-31","product":"cn-ets/CEA/2024","quantity":50000,"document":"AL"}""");
        string Convert(int quantity, string more = "") => $$"""{"effective":"2026-06-05","product":"cn-ets/CEA/2024","quantity":{{quantity}},"into":"cn-ets/CEA/2025","document":"CO"{{more}} }""";
        var most = (int)desk.Workplace.Rules.Find("carry-over-base", "cn-ets", 2025).Value;
        await desk.Refused("desk.carry-over-beyond", "compliance", "accounts", Chp, "convert-units", Convert(most + 1));
        await desk.Agreed("compliance", "accounts", Chp, "convert-units", Convert(most - 1_000));
        var refused = await desk.Refused("desk.carry-over-beyond", "compliance", "accounts", Chp, "convert-units", Convert(1_001));
        Assert.Equal("quantity", refused.Field);
        await desk.Agreed("compliance", "accounts", Chp, "convert-units", Convert(1_000));
        await desk.Agreed("compliance", "accounts", Chp, "convert-units", Convert(500, ",\"remark\":\"net sales of our other broker\""));
        Assert.Equal(most + 500, desk.In(Chp, "cn-ets/CEA/2025", Bucket.Free));
        var converted = (await desk.Workplace.Store.Events.Read($"allowance-account/{Chp}", 0, TestContext.Current.CancellationToken))
            .Select(e => e.As<AllowanceAccountEvent>()).OfType<UnitsConverted>().Last();
        Assert.Equal("net sales of our other broker", converted.Remark);
    }

    /// <summary>Held at the end of 2025: 1,000 t. What came later is not carried over, though the base would allow 10,000 t.</summary>
    [Fact]
    public async Task No_more_is_carried_over_than_was_held_on_the_day_of_the_rule()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("compliance", "obligations", $"{Chp}-2025", "open-obligation", $$"""{"account":"{{Chp}}","market":"cn-ets","year":2025,"sector":"power"}""");
        await desk.Done("compliance", "accounts", Chp, "receive-free-allocation", """{"effective":"2025-12-31","product":"cn-ets/CEA/2024","quantity":1000,"document":"AL"}""");
        await desk.Done("compliance", "accounts", Chp, "receive-free-allocation", """{"effective":"2026-01-01","product":"cn-ets/CEA/2024","quantity":50000,"document":"AL"}""");
        string Convert(int quantity) => $$"""{"effective":"2026-06-05","product":"cn-ets/CEA/2024","quantity":{{quantity}},"into":"cn-ets/CEA/2025","document":"CO"}""";
        await desk.Refused("desk.carry-over-beyond", "compliance", "accounts", Chp, "convert-units", Convert(1_001));
        await desk.Agreed("compliance", "accounts", Chp, "convert-units", Convert(1_000));
    }

    /// <summary>Case C09: a sale of 2023-12-28 does not count, one of 2024-01-02 does: 10,000 t + 1.5 x 20,000 t.</summary>
    [Fact]
    public async Task C09_a_sale_before_the_window_does_not_count()
    {
        await using var desk = await WithObligations(("2023-06-01", 2022, 50_000), ("2025-06-01", 2024, 100_000));
        foreach (var (key, day, quantity) in new[] { ("T-1", "2023-12-28", 30_000), ("T-2", "2024-01-02", 20_000) })
        {
            await desk.Done("trader", "trades", key, "capture-trade", $$"""
                {"tradeDate":"{{day}}","account":"{{Chp}}","side":"sell","method":"otc","product":"cn-ets/CEA/2022","quantity":{{quantity}},
                 "price":{"amount":70.00,"currency":"CNY"},"counterparty":"HB-CARS"}
                """);
            await desk.Done("approver", "trades", key, "approve-trade", "{}");
            await desk.Done("finance", "trades", key, "confirm-settlement", $$"""{"effective":"{{day}}","evidence":"ST"}""");
        }

        Assert.Equal(40_000, Most(desk));
    }

    /// <summary>Case C10: 12,000 t in the registry at 23:59 of the day, 5,000 t of them applied for to be surrendered: 7,000 t are held.</summary>
    [Theory]
    [InlineData("2025-12-31", 7_000)]
    [InlineData("2026-01-01", 10_000)]
    public async Task C10_what_is_applied_for_is_held_no_more(string applied, int most)
    {
        await using var desk = await WithObligations(("2025-06-01", 2024, 12_000));
        await desk.Done("compliance", "obligations", $"{Chp}-2024", "record-estimate", """{"effective":"2025-08-01","emissions":5000,"basis":"plan"}""");
        string Surrender(string day) => $$"""
            {"effective":"2026-01-05","product":"cn-ets/CEA/2024","quantity":5000,"complianceYear":2024,"registryReference":"S","appliedOn":"{{day}}"}
            """;
        Assert.Equal("appliedOn", (await desk.Refused("allowance-account.applied-afterwards", "compliance", "accounts", Chp, "surrender-units", Surrender("2026-01-06"))).Field);
        await desk.Agreed("compliance", "accounts", Chp, "surrender-units", Surrender(applied));
        Assert.Equal(most, Most(desk));
    }

    private static long? Most(TestDesk desk) => desk.Workplace.Queries.Compliance.Obligation($"{Chp}-2025", desk.Workplace.Queries.Resolve(null, null).AsOf!)!.CarryOver?.Most;

    private static async Task<TestDesk> WithObligations(params (string Day, int Vintage, int Quantity)[] received)
    {
        var desk = await TestDesk.Open();
        foreach (var year in new[] { 2024, 2025 })
            await desk.Done("compliance", "obligations", $"{Chp}-{year}", "open-obligation", $$"""{"account":"{{Chp}}","market":"cn-ets","year":{{year}},"sector":"power"}""");
        foreach (var (day, vintage, quantity) in received)
            await desk.Done("compliance", "accounts", Chp, "receive-free-allocation", $$"""
                {"effective":"{{day}}","product":"cn-ets/CEA/{{vintage}}","quantity":{{quantity}},"document":"AL"}
                """);
        return desk;
    }

    /// <summary>Who missed the deadline of 2024 carries nothing over, whatever was surrendered since; on the last day it was in time.</summary>
    [Theory]
    [InlineData("2025-12-31", 10_000)]
    [InlineData("2026-01-01", 0)]
    public async Task A_deadline_that_was_missed_and_met_late_is_still_missed(string surrendered, int most)
    {
        await using var desk = await TestDesk.Open();
        foreach (var year in new[] { 2024, 2025 })
            await desk.Done("compliance", "obligations", $"{Chp}-{year}", "open-obligation", $$"""{"account":"{{Chp}}","market":"cn-ets","year":{{year}},"sector":"power"}""");
        await desk.Done("compliance", "accounts", Chp, "receive-free-allocation", """{"effective":"2025-06-01","product":"cn-ets/CEA/2024","quantity":50000,"document":"AL"}""");
        await desk.Agreed("compliance", "obligations", $"{Chp}-2024", "record-verified", """{"effective":"2025-08-01","emissions":5000,"allowancesDue":5000,"reportId":"VR","verifier":"body"}""");
        await desk.Agreed("compliance", "accounts", Chp, "surrender-units", $$"""{"effective":"{{surrendered}}","product":"cn-ets/CEA/2024","quantity":5000,"complianceYear":2024,"registryReference":"S"}""");
        string Convert(int quantity) => $$"""{"effective":"2026-06-05","product":"cn-ets/CEA/2024","quantity":{{quantity}},"into":"cn-ets/CEA/2025","document":"CO"}""";
        await desk.Refused("desk.carry-over-beyond", "compliance", "accounts", Chp, "convert-units", Convert(most + 1));
        if (most > 0) await desk.Agreed("compliance", "accounts", Chp, "convert-units", Convert(most));
    }
}
