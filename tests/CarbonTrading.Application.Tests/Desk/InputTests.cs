using System.Text.Json;
using System.Text.Json.Nodes;
using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Application.Words;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Application.Tests.Desk;

public class InputTests
{
    private const string Good = """{"effective":"2026-06-05","product":"cn-ets/CEA/2025","quantity":1000,"document":"D-1"}""";

    [Theory]
    [InlineData("""{}""", "input.invalid")]
    [InlineData("""null""", "input.invalid")]
    [InlineData("""[]""", "input.invalid")]
    [InlineData("""{"effective":"2026-02-30","product":"cn-ets/CEA/2025","quantity":1000,"document":"D"}""", "input.invalid")]
    [InlineData("""{"effective":"2012-12-31","product":"cn-ets/CEA/2025","quantity":1000,"document":"D"}""", "input.invalid")]
    [InlineData("""{"effective":"2026-06-05","product":"cn-ets/CEA/2025","quantity":-1,"document":"D"}""", "input.invalid")]
    [InlineData("""{"effective":"2026-06-05","product":"cn-ets/CEA/2025","quantity":1.5,"document":"D"}""", "input.invalid")]
    [InlineData("""{"effective":"2026-06-05","product":"cn-ets/CEA/2025","quantity":10000000001,"document":"D"}""", "input.invalid")]
    [InlineData("""{"effective":"2026-06-05","product":"cn-ets/CEA/2025","quantity":9223372036854775807,"document":"D"}""", "input.invalid")]
    [InlineData("""{"effective":"2026-06-05","product":"cn-ets/CEA/2025","quantity":1e400,"document":"D"}""", "input.invalid")]
    [InlineData("""{"effective":"2026-06-05","product":"cn-ets/CEA/2025","quantity":"1000","document":"D"}""", "input.invalid")]
    [InlineData("""{"effective":"2026-06-05","product":"cn-ets/CEA/2025","quantity":"１０００","document":"D"}""", "input.invalid")]
    [InlineData("""{"effective":"2026-06-05","product":"../CEA/2025","quantity":1000,"document":"D"}""", "input.invalid")]
    [InlineData("""{"effective":"2026-06-05","product":"cn-ets/CEA/2025","quantity":1000,"document":"a\u0000b"}""", "input.invalid")]
    [InlineData("""{"effective":"2026-06-05","product":"cn-ets/CEA/2025","quantity":1000,"document":"D","extra":1}""", "input.invalid")]
    [InlineData("""{"effective":"2026-06-05","product":"cn-ets/CEA/2025","quantity":1000,"quantity":2000,"document":"D"}""", "input.invalid")]
    [InlineData("""{"effective":"2026-06-05","product":"cn-ets/CEA/2025","quantity":1000,"document":null}""", "input.invalid")]
    [InlineData("""{"effective":"2026-06-06","product":"cn-ets/CEA/2025","quantity":1000,"document":"D"}""", "allowance-account.in-the-future")]
    public async Task What_is_not_the_command_is_refused_with_a_code_and_changes_nothing(string json, string code)
    {
        await using var desk = await TestDesk.Open();
        var refused = await desk.Refused(code, "trader", "accounts", "QM-CHP-01", "receive-free-allocation", json);
        Assert.DoesNotContain("CarbonTrading.", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"extra":1}""", "it has no field extra; leave it out", "没有字段“extra”，请去掉", "extra")]
    [InlineData("""{"quantity":"1000"}""", "the field quantity is given as \"1000\"; a quantity is a whole number from 0", "字段“quantity”的值为 \"1000\"：数量须为 0 至", "quantity")]
    [InlineData("""{"effective":"2026-02-30"}""", "the field effective is given as \"2026-02-30\"; a date is yyyy-MM-dd", "字段“effective”的值为 \"2026-02-30\"：日期须为", "effective")]
    [InlineData("""{"product":"../CEA"}""", "a product is market/code/vintage", "产品须写作 市场/代码/年份", "product")]
    [InlineData("""{"document":null}""", "the field document is null; give it a value", "字段“document”为 null", "document")]
    [InlineData("""{"document":5}""", "the field document is given as 5; a text is expected", "字段“document”的值为 5：此处须为文本", "document")]
    [InlineData("""{"complianceYear":"x"}""", "it is a number without quotes", "字段“complianceYear”的值为 \"x\"：须为数字，不加引号", "complianceYear")]
    [InlineData("""{"complianceYear":1.5}""", "it is a whole number without quotes", "字段“complianceYear”的值为 1.5：须为整数，不加引号", "complianceYear")]
    [InlineData("""{"serials":[{"block":"B","first":"1","last":2}]}""", "the field serials[0].first is given as \"1\"", "字段“serials[0].first”的值为 \"1\"", "serials[0].first")]
    [InlineData("""{"serials":5}""", "it is a list in brackets", "须为方括号中的列表", "serials")]
    public async Task Field_value_rule_and_remedy_are_said_in_both_languages(string wrong, string english, string chinese, string field)
    {
        await using var desk = await TestDesk.Open();
        var whole = JsonNode.Parse(Good)!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(wrong)!.AsObject()) whole[name] = value?.DeepClone();
        var refused = await desk.Refused("input.invalid", "trader", "accounts", "QM-CHP-01", "receive-free-allocation", whole.ToJsonString());
        Assert.Contains(english, refused.Message, StringComparison.Ordinal);
        Assert.Equal(field, refused.Field);
        var said = Chinese.Say(refused, _ => null)!;
        Assert.Contains(chinese, said, StringComparison.Ordinal);
        Assert.DoesNotMatch("[a-z]{3,} [a-z]{2,} [a-z]{2,}", said); // no English sentence is left in it
    }

    [Fact]
    public async Task A_field_that_lacks_one_twice_a_choice_that_is_none_and_what_is_no_object_are_said_too()
    {
        await using var desk = await TestDesk.Open();
        async Task Says(string plural, string command, string json, string english, string chinese)
        {
            var refused = await desk.Refused("input.invalid", "trader", plural, "QM-CHP-01", command, json);
            Assert.Contains(english, refused.Message, StringComparison.Ordinal);
            Assert.Contains(chinese, Chinese.Say(refused, _ => null)!, StringComparison.Ordinal);
        }

        await Says("accounts", "receive-free-allocation", """{"product":"cn-ets/CEA/2025","quantity":1}""", "it lacks effective, document; give it a value", "缺少字段“effective, document”");
        await Says("accounts", "receive-free-allocation", Good.Replace("{", """{"quantity":1,""", StringComparison.Ordinal),
            "the field quantity stands in it twice", "字段“quantity”出现两次");
        await Says("accounts", "receive-free-allocation", "[]", "it is no object", "不是对象");
        await Says("accounts", "receive-free-allocation", "null", "it is no object", "不是对象");
        const string trade = """
            {"tradeDate":"2026-06-05","account":"A","side":"bye","method":"otc","product":"cn-ets/CEA/2025","quantity":1,"price":{"amount":80,"currency":"CNY"}}
            """;
        await Says("trades", "capture-trade", trade, "the field side is given as \"bye\"; it is one of buy, sell", "字段“side”的值为 \"bye\"，须为以下之一：buy, sell");
        await Says("trades", "capture-trade", trade.Replace("bye", "buy", StringComparison.Ordinal).Replace("80", "\"80\"", StringComparison.Ordinal),
            "the field price is given as {\"amount\":\"80\"", "字段“price”的值为 {");
    }

    [Fact]
    public void What_is_no_JSON_says_where()
    {
        var wrong = Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse("{\n  \"a\": 1,\n}"));
        var refused = DeskErrors.BadInput(wrong);
        Assert.Contains("it is no JSON at line 3, character 1; check quotes", refused.Message, StringComparison.Ordinal);
        Assert.StartsWith("输入与该命令的字段不符：第 3 行第 1 个字符处不是 JSON", Chinese.Say(refused, _ => null), StringComparison.Ordinal);
        Assert.Contains("nested too deep", DeskErrors.BadInput(Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(new string('[', 70)))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quantity_zero_is_refused_and_one_tonne_and_the_largest_quantity_are_taken()
    {
        await using var desk = await TestDesk.Open();
        var zero = await desk.Send("trader", "accounts", "QM-CHP-01", "receive-free-allocation", Good.Replace("1000", "0", StringComparison.Ordinal));
        Assert.Equal(ErrorKind.Invalid, zero.Error!.Kind);
        await desk.Done("trader", "accounts", "QM-CHP-01", "receive-free-allocation", Good.Replace("1000", "1", StringComparison.Ordinal));
        await desk.Done("trader", "accounts", "QM-CHP-01", "receive-free-allocation", Good.Replace("1000", "10000000000", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("../../etc")]
    [InlineData("qm-chp-01")]
    [InlineData("")]
    [InlineData("-A")]
    [InlineData("A\n")]
    [InlineData("ABCDEFGHIJABCDEFGHIJABCDEFGHIJABCDEFGHIJK")]
    public async Task A_key_without_the_form_is_refused(string key)
    {
        await using var desk = await TestDesk.Open();
        await desk.Refused("input.key-invalid", "trader", "accounts", key, "receive-free-allocation", Good);
    }

    [Fact]
    public async Task The_same_command_id_does_it_once_and_another_input_under_it_is_a_conflict()
    {
        await using var desk = await TestDesk.Open();
        var first = await desk.Done("trader", "accounts", "QM-CHP-01", "receive-free-allocation", Good, "id-1");
        var again = await desk.Done("trader", "accounts", "QM-CHP-01", "receive-free-allocation", Good, "id-1");
        Assert.Equal((first.Position, first.Version), (again.Position, again.Version));
        var other = await desk.Send("trader", "accounts", "QM-CHP-01", "receive-free-allocation", Good.Replace("1000", "2000", StringComparison.Ordinal), "id-1");
        Assert.Equal("engine.command-id-reused", other.Error!.Code);
        Assert.Equal(1000, desk.In("QM-CHP-01", "cn-ets/CEA/2025", Domain.Registry.Bucket.Free));
    }

    [Fact]
    public async Task An_unknown_command_is_refused_with_the_ones_there_are()
    {
        await using var desk = await TestDesk.Open();
        var refused = await desk.Refused("input.unknown-command", "trader", "accounts", "QM-CHP-01", "steal", "{}");
        Assert.Contains("receive-purchase", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_of_2000_characters_is_taken_and_one_of_2001_is_not()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("trader", "accounts", "QM-CHP-01", "receive-free-allocation", Good.Replace("D-1", new string('甲', 2000), StringComparison.Ordinal));
        await desk.Refused("input.invalid", "trader", "accounts", "QM-CHP-01", "receive-free-allocation", Good.Replace("D-1", new string('甲', 2001), StringComparison.Ordinal));
    }
}
