using System.Net;
using System.Text.Json;
using CarbonTrading.Domain.People;
using Xunit;

namespace CarbonTrading.Web.Tests.Http;

/// <summary>What a deal would be told, asked by REST: the same as beside its form, and nothing is written.</summary>
public sealed class DealPreviewApiTests(SampleServer server) : IClassFixture<SampleServer>
{
    private const string Spot = """
        {"tradeDate":"2026-06-05","account":"QM-CHP-01","side":"buy","method":"listed","product":"cn-ets/CEA/2025","quantity":100,"price":{"amount":83.10,"currency":"CNY"}}
        """;

    private const string Forward = """
        {"kind":"forward","agreedOn":"2026-06-05","account":"QM-CHP-01","product":"cn-ets/CEA/2025","quantity":100,"price":{"amount":83.10,"currency":"CNY"},"counterparty":"HB-CARS",
         "document":"D","startsOn":"2026-06-05","endsOn":"2026-09-01","side":"buy"}
        """;

    private async Task<JsonElement> Ask(string path, string body)
    {
        var before = (await server.Workplace.Store.Events.Head(TestContext.Current.CancellationToken)).Position;
        using var answer = await RunningServer.Post(server.As[Role.Trader], path, body);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(before, (await server.Workplace.Store.Events.Head(TestContext.Current.CancellationToken)).Position);
        return JsonElement.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static JsonElement Check(JsonElement answer, string code) => answer.GetProperty("checks").EnumerateArray().Single(c => c.GetProperty("code").GetString() == code);

    [Theory]
    [InlineData("/api/trades/preview")]
    [InlineData("/api/orders/preview")]
    [InlineData("/api/trades/preview?key=T-PREVIEW")]
    public async Task A_deal_at_the_venue_is_told_every_check_every_limit_and_its_effect(string path)
    {
        var answer = await Ask(path, Spot);
        Assert.False(answer.TryGetProperty("refusal", out _), answer.ToString());
        var band = Check(answer, "price-limit-listed");
        Assert.True(band.GetProperty("passed").GetBoolean());
        Assert.Contains("83.10", band.GetProperty("operands").GetString(), StringComparison.Ordinal);
        Assert.NotEmpty(band.GetProperty("source").GetString()!);
        Assert.Equal(JsonValueKind.String, band.GetProperty("status").ValueKind);
        var session = Check(answer, "session-listed"); // no time is given
        Assert.Equal(("unknown", "trade-time", "? ∈ 09:30-11:30,13:00-15:00"),
            (session.GetProperty("status").GetString(), session.GetProperty("missing").GetString(), session.GetProperty("operands").GetString()));
        var limits = answer.GetProperty("limits").EnumerateArray().ToList();
        Assert.Contains(limits, l => l.GetProperty("kind").GetString() == "trader" || l.GetProperty("kind").GetString() == "product");
        Assert.All(limits.Where(l => l.GetProperty("holds").GetBoolean()), l =>
            Assert.Equal(l.GetProperty("used").GetDecimal() + l.GetProperty("asked").GetDecimal(), l.GetProperty("after").GetDecimal()));
        var effect = answer.GetProperty("effect").EnumerateArray().ToDictionary(e => e.GetProperty("kind").GetString()!, e => e.GetProperty("change").GetDecimal());
        Assert.Equal((100m, 100m), (effect["held"], effect["free"]));
        Assert.True(effect.GetValueOrDefault("money", effect.GetValueOrDefault("cash")) <= -8_310m);
    }

    [Fact]
    public async Task A_refusal_stands_beside_all_that_was_looked_at()
    {
        var answer = await Ask("/api/trades/preview", Spot.Replace("83.10", "93.10", StringComparison.Ordinal));
        Assert.Equal("trade.outside-price-limit", answer.GetProperty("refusal").GetProperty("code").GetString());
        Assert.False(Check(answer, "price-limit-listed").GetProperty("passed").GetBoolean());
        Assert.True(Check(answer, "tick-size").GetProperty("passed").GetBoolean());
        Assert.NotEmpty(answer.GetProperty("limits").EnumerateArray());
    }

    [Fact]
    public async Task A_contract_is_told_its_checks_limits_and_what_each_day_brings()
    {
        var answer = await Ask("/api/contracts/preview", Forward);
        Assert.False(answer.TryGetProperty("refusal", out _), answer.ToString());
        Assert.Contains(answer.GetProperty("effect").EnumerateArray(), e => e.GetProperty("on").GetString() == "2026-09-01" && e.GetProperty("change").GetDecimal() == 100m);
        Assert.Equal("trade.unknown-account", (await Ask("/api/orders/preview", Spot.Replace("QM-CHP-01", "NOBODY", StringComparison.Ordinal))).GetProperty("refusal").GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("trades")]
    [InlineData("orders")]
    [InlineData("contracts")]
    public async Task What_cannot_be_read_is_an_error(string plural)
    {
        using var answer = await RunningServer.Post(server.As[Role.Trader], $"/api/{plural}/preview", """{"quantity":-1}""");
        Assert.Equal((400, "input.invalid"), await RunningServer.Problem(answer));
        using var key = await RunningServer.Post(server.As[Role.Trader], $"/api/{plural}/preview?key=a%20b", Spot);
        Assert.Equal(400, (await RunningServer.Problem(key)).Item1);
    }
}
