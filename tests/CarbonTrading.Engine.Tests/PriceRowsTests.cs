using System.Security.Cryptography;
using System.Text;
using Xunit;

namespace CarbonTrading.Engine.Tests;

public class PriceRowsTests
{
    [Fact]
    public void The_hash_is_over_sorted_lines_with_plain_figures()
    {
        PriceRow[] rows = [new("b", new(2026, 1, 2), "close", 82.50m), new("B", new(2026, 1, 2), "close", 0.0000m), new("b", new(2025, 12, 31), "low", 1000m)];
        var lines = "B|2026-01-02|close|0\nb|2025-12-31|low|1000\nb|2026-01-02|close|82.5\n";
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lines))), PriceRows.Hash(rows));
    }

    [Fact]
    public void Order_and_trailing_zeros_do_not_matter_and_a_figure_does()
    {
        PriceRow one = new("s", new(2026, 1, 2), "close", 82.5m), two = new("s", new(2026, 1, 3), "close", 83m);
        Assert.Equal(PriceRows.Hash([one, two]), PriceRows.Hash([two with { Value = 83.00m }, one]));
        Assert.NotEqual(PriceRows.Hash([one, two]), PriceRows.Hash([one, two with { Value = 83.01m }]));
    }
}
