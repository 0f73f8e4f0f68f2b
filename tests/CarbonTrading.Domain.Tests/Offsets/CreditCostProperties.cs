using System.Globalization;
using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Tests.Registry;
using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Offsets;

/// <summary>Random holdings with everything contracts do to them: positions and cost against a second, plain implementation, batches against what came in.</summary>
public class CreditCostProperties
{
    private static readonly UnitClass[] units = [.. from year in new[] { 2023, 2024 } from origin in new[] { Origin.Issued, Origin.Purchased, Origin.Borrowed }
                                                     select new UnitClass(new("ccer", "CCER", Vintage.Of(year)), origin)];

    [Fact]
    public void Ten_thousand_random_holdings_agree_with_a_plain_second_implementation() => Seeded.Run(10_000, random =>
    {
        var method = (CostMethod)random.Next(3);
        var state = Ccer.Empty.State;
        if (method != CostMethod.Specific)
            foreach (var unit in units) state = Enter(state, new ChangeCreditCostMethod(BookDates.First, unit, method, "policy"));
        for (var i = 0; i < 40; i++)
        {
            var before = state.Batches;
            state = Enter(state, Command(random, i));
            AssertSound(state);
            foreach (var (id, batch) in before) Assert.Equal(batch, state.Batches[id]); // a batch stays what it is, wherever its credits stand
        }

        foreach (var unit in units)
        {
            var (disposals, held, tonnes) = PlainCost.Of(state, unit, method);
            Assert.Equal((tonnes, held, 0m), (state.Pool(unit).Quantity.Value, state.Pool(unit).Cost, state.Pool(unit).Residual));
            Assert.Equal(disposals.OrderBy(d => d.Key), state.CostLines(unit).Where(l => l.Quantity < 0).ToDictionary(l => (l.Movement, l.Index), l => -l.Cost).OrderBy(l => l.Key));
        }
    });

    private static CcerHoldingCommand Command(Random random, int serial)
    {
        var (day, quantity) = (TestRules.Day(5, 1).AddDays(random.Next(30)), new Tonnes(1 + random.Next(60)));
        var id = random.Next(8).ToString(CultureInfo.InvariantCulture);
        var (batch, first) = (random.Next(2) == 0 ? Ccer.Wind : Ccer.Forest, 1 + (serial * 1_000L));
        SerialRange[]? serials = random.Next(2) == 0 ? null : [new("S", first, first + quantity.Value - 1)];
        return random.Next(15) switch
        {
            0 => new ReceiveIssuedBatch(day, batch, quantity, "notice", random.Next(900) / 100m, serials),
            1 or 2 or 3 => new ReceivePurchasedBatch(day, batch, quantity, new(40 + (random.Next(6_000) / 100m), "CNY"), random.Next(900) / 100m, Serials: serials),
            4 => new ReserveCredits(day, "S" + id, quantity, "sale", Product: batch.Product, ForSale: random.Next(2) == 0),
            5 => new DeliverCredits(day, "S" + id, "venue", id),
            6 => new ConfirmCreditDelivery(day, "S" + id, "ST", random.Next(2) == 0 ? null : quantity),
            7 => new CancelVoluntarily(day, quantity, CancellationPurpose.EventNeutrality, "us", "CA"),
            8 or 9 => new EncumberCredits(day, "E" + id, (EncumbranceKind)random.Next(3), batch.Product, quantity, "bank", "contract"),
            10 => random.Next(3) == 0 ? new EnforceCreditEncumbrance(day, "E" + id, "notice", random.Next(2) == 0 ? null : quantity) : new ReleaseCreditEncumbrance(day, "E" + id, "paid"),
            11 => new ReceiveBorrowedBatch(day, "B" + id, batch, quantity, "lender", "contract", Serials: serials),
            12 => new ReturnBorrowedCredits(day, "B" + id, "R"),
            13 => new ReceiveTransferredBatch(day, batch, (Origin)(1 + (2 * random.Next(2))), quantity, "other", "K" + id, random.Next(100_000) / 100m, serials, day.AddDays(random.Next(4))),
            _ => new KeepBorrowedCredits(day, "B" + id, random.Next(100_000) / 100m, "court"),
        };
    }

    private static void AssertSound(CcerHolding state)
    {
        Assert.Equal(state.Lots.Count, state.Batches.Count);
        foreach (var lot in state.Lots)
        {
            Assert.Equal(lot.Unit.Product, state.Batches[lot.Id].Product);
            Assert.Equal(lot.Received.Value, lot.Buckets.Values.Sum(b => b.Quantity.Value));
            var free = 0L;
            foreach (var (day, change) in lot.FreeChanges)
                if ((free += change) < 0) Assert.Fail($"{lot.Id} {day}");
        }

        foreach (var (bucket, status) in new[] { (Bucket.Pledged, ClaimStatus.Pledged), (Bucket.Lent, ClaimStatus.Lent), (Bucket.SoldInRepo, ClaimStatus.SoldInRepo) })
            Assert.Equal(state.In(bucket), state.Holds.Values.Where(h => h.Status == status).Sum(h => h.Units.Sum(u => u.Quantity.Value)));
        foreach (var (id, loan) in state.Loans.Where(l => l.Value.ReturnedOn is not null))
            Assert.Equal(loan.Quantity.Value, state.Movements.Values.OfType<BorrowedCreditsReturned>().Single(r => r.Loan == id).Moves.Sum(m => m.Quantity.Value));
    }

    private static CcerHolding Enter(CcerHolding state, CcerHoldingCommand command) =>
        CcerHoldingDecider.Decide(state, command, new(TestRules.Now, "trader", RealRules.Book, TestRules.Day(6, 5))).Events.Aggregate(state, CcerHoldingDecider.Evolve);
}
