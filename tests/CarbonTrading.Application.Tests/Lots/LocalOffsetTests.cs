using CarbonTrading.Application.Tests.Support;
using Xunit;

namespace CarbonTrading.Application.Tests.Lots;

/// <summary>Guangdong: at least 70 % of the credits surrendered are of projects in the province.</summary>
public class LocalOffsetTests
{
    private const string Key = "GD-01-2025";

    /// <summary>10,000 t owed, so 1,000 t of credits; batches of 1,000 t each in Guangdong, elsewhere, and nobody knows where.</summary>
    private static async Task<TestDesk> Open()
    {
        var desk = await TestDesk.Open();
        await desk.Done("compliance", "accounts", "GD-01", "open-account", """{"holder":"QM","market":"guangdong","name":"Home","nameZh":"家电"}""");
        await desk.Done("compliance", "obligations", Key, "open-obligation", """{"account":"GD-01","market":"guangdong","year":2025,"sector":"general"}""");
        await desk.Agreed("compliance", "obligations", Key, "record-verified", """{"effective":"2026-06-01","emissions":10000,"allowancesDue":10000,"reportId":"VR","verifier":"body"}""");
        await desk.Done("compliance", "ccer", "C-01", "open-holding", """{"holder":"QM","name":"Credits","nameZh":"减排量"}""");
        foreach (var region in new[] { ",\"region\":\"guangdong\"", ",\"region\":\"sichuan\"", "" })
            await desk.Done("compliance", "ccer", "C-01", "receive-issued-batch", $$"""
                {"effective":"2025-03-20","quantity":1000,"document":"notice",
                 "batch":{"project":"P","methodology":"CCER-01-002-V01","periodFrom":"2023-01-01","periodTo":"2024-03-31","registeredOn":"2025-03-20"{{region}}} }
                """);
        return desk;
    }

    private static Task Reserve(TestDesk desk, string id, int quantity, string batch) => desk.Done("compliance", "ccer", "C-01", "reserve-credits", $$"""
        {"effective":"2026-06-05","reservation":"{{id}}","quantity":{{quantity}},"purpose":"offset","batch":"{{batch}}","obligation":"{{Key}}","market":"guangdong","complianceYear":2025}
        """);

    private static string Surrender(string id, string? remark = null) =>
        $$"""{"effective":"2026-06-05","holding":"C-01","reservation":"{{id}}","registryReference":"REG"{{(remark is null ? "" : $",\"remark\":\"{remark}\"")}} }""";

    [Theory]
    [InlineData(300, true)]
    [InlineData(301, false)]
    public async Task Seven_of_ten_are_enough_and_a_tonne_less_is_not(int others, bool accepted)
    {
        await using var desk = await Open();
        await Reserve(desk, "R-1", 700 - (others - 300), "C-0001");
        await desk.Agreed("compliance", "obligations", Key, "surrender-offsets", Surrender("R-1"));
        await Reserve(desk, "R-2", others, "C-0002");
        if (accepted) await desk.Agreed("compliance", "obligations", Key, "surrender-offsets", Surrender("R-2", "as planned"));
        else
        {
            var refused = await desk.Refused("desk.too-few-local-offsets", "compliance", "obligations", Key, "surrender-offsets", Surrender("R-2", "as planned"));
            Assert.Equal("reservation", refused.Field);
            Assert.Contains("301 tCO2e of 1,000 tCO2e surrendered for GD-01-2025 would be from outside guangdong; at least 70 %", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Those_from_elsewhere_are_not_surrendered_first()
    {
        await using var desk = await Open();
        await Reserve(desk, "R-2", 1, "C-0002");
        await desk.Refused("desk.too-few-local-offsets", "compliance", "obligations", Key, "surrender-offsets", Surrender("R-2", "the others follow"));
    }

    [Fact]
    public async Task Where_nobody_knows_the_region_the_person_says_it()
    {
        await using var desk = await Open();
        await Reserve(desk, "R-3", 10, "C-0003");
        Assert.Equal("remark", (await desk.Refused("desk.offset-region-unknown", "compliance", "obligations", Key, "surrender-offsets", Surrender("R-3"))).Field);
        await desk.Agreed("compliance", "obligations", Key, "surrender-offsets", Surrender("R-3", "wind farm in Zhanjiang"));
    }
}
