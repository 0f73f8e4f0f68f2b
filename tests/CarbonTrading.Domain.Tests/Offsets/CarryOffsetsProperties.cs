using CarbonTrading.Domain.Compliance;
using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Offsets;

/// <summary>Random reserving, using and releasing with lost, late and doubled messages between a holding and an obligation.</summary>
public class CarryOffsetsProperties
{
    private readonly List<object> inbox = [];
    private CcerHolding holding = CcerHoldingDecider.Instance.Initial;
    private Obligation obligation = ObligationDecider.Instance.Initial;

    [Fact]
    public void No_credit_is_used_twice_and_credits_stay_within_the_limit_on_300_random_runs()
    {
        for (var seed = 1; seed <= 300; seed++) new CarryOffsetsProperties().Run(seed);
    }

    private void Run(int seed)
    {
        var random = new Random(seed);
        Ask(new OpenHolding("H", "H", "H"));
        Ask(new OpenObligation("A", "cn-ets", 2025, Sector.Power));
        Ask(new RecordVerified(TestRules.Day(5, 1), new(2_000), new(2_000), "VR", "body"));
        long received = 0, serial = 1;
        for (var step = 0; step < 60; step++)
        {
            var id = $"R-{random.Next(8)}";
            switch (random.Next(6))
            {
                case 0:
                    var quantity = random.Next(1, 60);
                    if (Ask(Ccer.Issued(TestRules.Day(5, 2), quantity, new SerialRange("S", serial, serial + quantity - 1)))) received += quantity;
                    serial += quantity;
                    break;
                case 1:
                    Ask(new ReserveCredits(TestRules.Day(6, 1), id, new(random.Next(1, 70)), "offset", null, "A-2025", "cn-ets", 2025));
                    break;
                case 2: Ask(new ReleaseCredits(TestRules.Day(6, 1), id, "changed plans")); break;
                case 3: Ask(new SurrenderOffsets(TestRules.Day(6, 1), "A", id, "REG")); break;
                case 4: Ask(new CancelVoluntarily(TestRules.Day(6, 1), new(random.Next(1, 20)), CancellationPurpose.CorporateOffset, "B", "REG")); break;
                default: Deliver(random); break;
            }

            Holds(seed, step, received);
        }

        while (inbox.Count > 0) DeliverFirst();
        Holds(seed, -1, received);
        Assert.DoesNotContain(obligation.Offsets.Values, o => o.Status == OffsetStatus.Surrendered);
    }

    /// <summary>One message out of turn; now and then it comes again later. A lost one is one that comes again: the log keeps it.</summary>
    private void Deliver(Random random)
    {
        if (inbox.Count == 0) return;
        var at = random.Next(inbox.Count);
        var message = inbox[at];
        if (random.Next(3) > 0) inbox.RemoveAt(at);
        React(message);
    }

    private void DeliverFirst()
    {
        var message = inbox[0];
        inbox.RemoveAt(0);
        React(message);
    }

    private void React(object message)
    {
        switch (message)
        {
            case CreditsReserved e:
                if (!Ask(new ReserveOffsets(e.Effective, "A", e.Reservation, e.Quantity), out var code) && code != "obligation.offsets-known")
                    Ask(new ReleaseCredits(e.Effective, e.Reservation, "refused"));
                break;
            case CreditsReleased e: Ask(new ReleaseOffsets(e.Effective, "A", e.Reservation, e.Reason)); break;
            case OffsetsSurrendered e:
                if (!Ask(new UseForOffset(e.Effective, e.Reservation, CancellationPurpose.NationalCompliance, "REG", e.Market, e.Year), out code)
                    && holding.Reservations[e.Reservation].Status != ClaimStatus.Used)
                    Ask(new FailOffsets(e.Effective, "A", e.Reservation, code!, "refused"));
                break;
            case UsedForOffset e: Ask(new ConfirmOffsets(e.Effective, "A", e.Reservation)); break;
            case OffsetsFailed e: Ask(new ReleaseCredits(e.Effective, e.Reservation, "failed")); break;
        }
    }

    private bool Ask(object command) => Ask(command, out _);

    private bool Ask(object command, out string? code)
    {
        var context = new Context(TestRules.Now, "test", RealRules.Book, TestRules.Today);
        if (command is CcerHoldingCommand c)
        {
            var decision = CcerHoldingDecider.Decide(holding, c, context);
            holding = decision.Events.Aggregate(holding, CcerHoldingDecider.Evolve);
            inbox.AddRange(decision.Events);
            code = decision.Error?.Code;
        }
        else
        {
            var decision = ObligationDecider.Decide(obligation, (ObligationCommand)command, context);
            obligation = decision.Events.Aggregate(obligation, ObligationDecider.Evolve);
            inbox.AddRange(decision.Events);
            code = decision.Error?.Code;
        }

        return code is null;
    }

    private void Holds(int seed, int step, long received)
    {
        var at = $"seed {seed}, step {step}";
        Assert.True(received == holding.In(Bucket.Free) + holding.In(Bucket.Reserved) + holding.In(Bucket.Cancelled), at);
        Assert.True(obligation.OffsetsCounted.Value <= 100, $"{at}: {obligation.OffsetsCounted} of 100 t");
        var serials = holding.Lots.SelectMany(l => l.Buckets.Values).SelectMany(b => b.Serials ?? []).ToList();
        Assert.True(serials.Sum(s => s.Count) == received, at);
        Assert.True(Serials.Count(Serials.Join(serials, [])) == received && !serials.Any(a => serials.Any(b => !ReferenceEquals(a, b) && Serials.Overlap(a, b))), at);
        var used = holding.Reservations.Where(r => r.Value.Status == ClaimStatus.Used).Select(r => r.Key).ToHashSet();
        Assert.True(obligation.Offsets.Values.Where(o => o.Status == OffsetStatus.Confirmed).All(o => used.Contains(o.Reservation)), at);
    }
}
