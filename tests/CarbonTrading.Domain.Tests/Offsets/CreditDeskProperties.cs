using System.Globalization;
using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Offsets;

/// <summary>A holding's random days: batches in, sales promised, sent, confirmed in parts, failed, released, back-dated or not.</summary>
public class CreditDeskProperties
{
    private static readonly Bucket[] all = Enum.GetValues<Bucket>();

    [Fact]
    public void Random_sales_keep_every_tonne_and_never_deliver_more_than_was_promised() => Seeded.Run(3_000, random =>
    {
        var holding = Ccer.Empty.State;
        var promised = new Dictionary<string, long>(StringComparer.Ordinal);
        var delivered = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var step = 0; step < 40; step++)
        {
            var (id, day, quantity) = ("S-" + random.Next(8).ToString(CultureInfo.InvariantCulture), TestRules.Day(6, 1 + random.Next(5)), new Tonnes(1 + random.Next(300)));
            CcerHoldingCommand command = random.Next(9) switch
            {
                0 => Ccer.Issued(day, quantity.Value),
                1 => Ccer.Bought(day, quantity.Value, 10m),
                2 or 3 => new ReserveCredits(day, id, quantity, "sale", Product: new("ccer", "CCER", Vintage.Of(2023 + random.Next(2))), ForSale: random.Next(2) == 0),
                4 => new DeliverCredits(day, id, "venue", id),
                5 or 6 => new ConfirmCreditDelivery(day, id, "REG", random.Next(3) == 0 ? null : quantity),
                7 => new FailCreditDelivery(day, id, "x"),
                _ => new ReleaseCredits(day, id, "x"),
            };
            foreach (var happened in CcerHoldingDecider.Decide(holding, command, new(TestRules.Now, "trader", RealRules.Book, TestRules.Day(6, 5))).Events)
            {
                holding = CcerHoldingDecider.Evolve(holding, happened);
                if (happened is CreditsReserved r) promised[r.Reservation] = delivered.GetValueOrDefault(r.Reservation) + r.Quantity.Value; // what failed may go again under its id
                if (happened is CreditDeliveryConfirmed d) delivered[d.Reservation] = delivered.GetValueOrDefault(d.Reservation) + d.Moves.Sum(m => m.Quantity.Value);
            }

            foreach (var lot in holding.Lots)
            {
                Assert.Equal(0L, all.Sum(b => b == Bucket.Outside ? 0 : lot.In(b).Quantity.Value) - lot.Received.Value);
                for (var on = TestRules.Day(6, 1); on <= TestRules.Day(6, 5); on = on.AddDays(1)) if (lot.FreeOn(on) < 0) Assert.Fail($"{lot.Id} {on}");
            }

            foreach (var (key, claim) in holding.Reservations)
            {
                var left = claim.Units.Sum(m => m.Quantity.Value);
                if (left + delivered.GetValueOrDefault(key) > promised[key]) Assert.Fail($"{key}: {left} left, {delivered.GetValueOrDefault(key)} delivered of {promised[key]}");
                if (claim.Status is ClaimStatus.Delivered) Assert.Equal(promised[key], delivered[key]);
            }
        }

        foreach (var unit in holding.CostUnits)
            if (holding.Lots.Where(l => l.Unit == unit).Sum(l => Buckets.Held.Sum(b => l.In(b).Quantity.Value)) == 0) Assert.Equal(0m, holding.Pool(unit).Cost);
    });
}
