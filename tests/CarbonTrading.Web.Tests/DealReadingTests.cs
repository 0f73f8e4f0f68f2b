using System.Text.Json.Nodes;
using CarbonTrading.Domain.Contracts;
using CarbonTrading.Web.Components.Parts;
using Xunit;

namespace CarbonTrading.Web.Tests;

/// <summary>A form is looked at as soon as there is enough in it; what is missing and what cannot be read is named.</summary>
public class DealReadingTests
{
    private static JsonObject Body(params (string Field, string Json)[] more)
    {
        var body = (JsonObject)JsonNode.Parse("""
            {"kind":"forward","agreedOn":"2026-06-05","account":"QM-CHP-01","product":"cn-ets/CEA/2025","quantity":1000,"price":{"amount":80,"currency":"CNY"},"startsOn":"2026-06-05"}
            """)!;
        foreach (var (field, json) in more) body[field] = JsonNode.Parse(json);
        return body;
    }

    private static DealReading<AgreeContract> Read(JsonObject body) => DealReading<AgreeContract>.Of(body, ["side", "endsOn"]);

    [Fact]
    public void A_name_that_is_missing_stops_no_check()
    {
        var read = Read(Body(("side", "\"buy\""), ("endsOn", "\"2026-12-01\"")));
        Assert.NotNull(read.Command);
        Assert.Equal(["counterparty", "document"], read.Missing);
    }

    [Fact]
    public void What_the_kind_needs_is_missing_though_the_record_could_do_without()
    {
        var read = Read(Body(("counterparty", "\"A\""), ("document", "\"D\"")));
        Assert.Null(read.Command);
        Assert.Equal(["endsOn", "side"], read.Missing);
    }

    [Fact]
    public void What_cannot_be_read_is_named()
    {
        var read = Read(Body(("side", "\"buy\""), ("endsOn", "\"2026-12-01\""), ("quantity", "\"1.5\"")));
        Assert.Null(read.Command);
        Assert.Equal("quantity", read.Unread);
    }
}
