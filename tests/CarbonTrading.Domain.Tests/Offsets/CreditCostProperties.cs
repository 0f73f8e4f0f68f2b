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
    private static readonly UnitClass[] units = RandomHolding.Units;

    [Fact]
    public void Ten_thousand_random_holdings_agree_with_a_plain_second_implementation() => Seeded.Run(10_000, random =>
    {
        var method = (CostMethod)random.Next(3);
        var (state, plain) = (Ccer.Empty.State, new PlainCost());
        if (method != CostMethod.Specific)
            foreach (var unit in units) state = Enter(state, new ChangeCreditCostMethod(BookDates.First, unit, method, "policy"), plain);
        for (var i = 0; i < 40; i++)
        {
            var before = state.Batches;
            state = Enter(state, random.Next(60) == 0 ? RandomHolding.Change(random) : RandomHolding.Command(random, i), plain);
            AssertSound(state);
            foreach (var (id, batch) in before) Assert.Equal(batch, state.Batches[id]); // a batch stays what it is, wherever its credits stand
        }

        foreach (var unit in units)
        {
            var pool = state.Pool(unit);
            Assert.Equal(plain.Of(unit), (pool.Method, pool.Quantity.Value, pool.Cost, pool.Residual));
            Assert.Equal(plain.Disposals(unit).OrderBy(d => d.Key), state.CostLines(unit).Where(l => l.Quantity < 0).ToDictionary(l => (l.Movement, l.Index), l => -l.Cost).OrderBy(l => l.Key));
        }
    });

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

    private static CcerHolding Enter(CcerHolding state, CcerHoldingCommand command, PlainCost plain)
    {
        foreach (var happened in RandomHolding.Decide(state, command).Events)
        {
            state = CcerHoldingDecider.Evolve(state, happened);
            plain.Add(state.Version, happened);
        }

        return state;
    }
}
