using CarbonTrading.Application.Tests.Support;
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
