using CarbonTrading.Analytics.Forecast;
using CarbonTrading.Domain.Compliance;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Forecast;

public class SellToCarryTests
{
    [Fact]
    public void It_equals_trying_every_sale_on_1000_random_cases()
    {
        var random = new Random(20260605);
        for (var i = 0; i < 1_000; i++)
        {
            var limit = new CarryOverLimit(random.Next(0, 400), decimal.Round((decimal)(random.NextDouble() * 3), 2));
            Tonnes sold = new(random.Next(0, 800)), bought = new(random.Next(0, 800)), holding = new(random.Next(0, 3_000));
            long x = 0;
            while (holding.Value - x > Math.Floor(limit.Base + (limit.Rate * Math.Max(0, sold.Value + x - bought.Value)))) x++;
            Assert.Equal(x, SellToCarry.Solve(limit, sold, bought, holding).Sell.Value);
        }
    }

    [Fact]
    public void Nothing_held_needs_no_sale() =>
        Assert.Equal(new SellToCarry(new(0), new(0), new(0)), SellToCarry.Solve(new(10_000, 1.5m), new(0), new(0), new(0)));
}
