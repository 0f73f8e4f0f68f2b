using System.Buffers;
using System.Text;
using System.Text.Json;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Engine.Tests;

public class ContractTests
{
    private static readonly UnitClass unit = new(new Product("cn-ets", "CEA", Vintage.Of(2025)), Origin.CarriedOver);

    [Fact]
    public void A_value_with_a_text_form_reads_the_same_the_first_time_and_again()
    {
        for (var i = 0; i < 2; i++) Assert.Equal(unit, Contract.Decode<UnitClass>("\"cn-ets/CEA/2025/carried-over\""u8));
        Assert.Equal(unit, Contract.Decode<UnitClass>("\"cn-ets\\/CEA/2025/carried-over\""u8)); // escaped
    }

    [Theory]
    [InlineData("\"cn-ets/CEA/2025/stolen\"")]
    [InlineData("\"CN-ETS/CEA/2025/free\"")]
    [InlineData("\"\"")]
    [InlineData("5")]
    [InlineData("\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"")]
    public void Text_without_the_form_is_refused_the_first_time_and_again(string json)
    {
        for (var i = 0; i < 2; i++) Assert.Throws<JsonException>(() => Contract.Decode<UnitClass>(Encoding.UTF8.GetBytes(json)));
    }

    [Fact]
    public void A_text_that_arrives_in_two_pieces_reads_the_same()
    {
        var whole = "\"cn-ets/CEA/2025/carried-over\""u8.ToArray();
        var last = new Piece(whole.AsMemory(9), null, 9);
        var reader = new Utf8JsonReader(new ReadOnlySequence<byte>(new Piece(whole.AsMemory(0, 9), last, 0), 0, last, last.Memory.Length));
        Assert.Equal(unit, JsonSerializer.Deserialize<UnitClass>(ref reader, Contract.Strict));
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory, Piece? next, long index) => (Memory, Next, RunningIndex) = (memory, next, index);
    }
}
