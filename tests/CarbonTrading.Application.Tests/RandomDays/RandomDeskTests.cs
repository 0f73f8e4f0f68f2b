using System.Collections.Concurrent;
using CarbonTrading.Domain.Tests.Support;
using Xunit;

namespace CarbonTrading.Application.Tests.RandomDays;

public class RandomDeskTests
{
    /// <summary>What must have happened to some desk or other: else nothing of it was tested.</summary>
    private static readonly string[] needed =
    [
        "trade.captured", "trade.approved", "trade.rejected", "trade.cancelled", "trade.settlement-confirmed", "trade.cash-confirmed", "trade.cash-reversed", "trade.settlement-failed",
        "trade.settlement-expired", "trade.replaced", "trade.place-taken", "trade.reinstated", "trade.annulled", "trade.price-corrected", "trade.settlement-problem-recorded",
        "order.placed", "order.cancelled", "order.expired", "order.fill-recorded", "order.fill-busted", "order.booking-asked", "order.unbooking-asked", "order.fill-problem-recorded",
        "order.fill-unbooked", "order.trade-taken-over",
        "contract.agreed", "contract.filed", "contract.leg-instructed", "contract.leg-confirmed", "contract.leg-failed", "contract.leg-split", "contract.leg-problem-recorded",
        "contract.margin-called",
        "contract.settlement-fixed", "contract.option-exercised", "contract.option-lapsed", "contract.extended", "contract.shortened", "contract.defaulted", "contract.cancelled",
        "limit.set", "limit.retired", "limit.overridden", "limit.headroom-taken", "limit.headroom-released", "limit.headroom-confirmed", "limit.trade-refused",
        "fund-account.funds-recorded", "allowance-account.units-surrendered", "allowance-account.transfer-received", "allowance-account.units-encumbered",
        "allowance-account.encumbrance-enforced", "allowance-account.borrowed-received", "allowance-account.borrowed-returned", "allowance-account.movement-reversed",
        "allowance-account.costs-restated", "allowance-account.cost-method-changed", "ccer-holding.credits-encumbered", "ccer-holding.transferred-batch-received",
        "ccer-holding.movement-reversed", "obligation.allowances-surrendered", "business-day.advanced",
    ];

    [Fact]
    public void Ten_thousand_random_sequences_of_the_whole_desk_keep_every_law_after_every_step()
    {
        var happened = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        Seeded.Run(10_000, random =>
        {
            var desk = new RandomDesk(random);
            var laws = new Laws(desk);
            for (var step = 0; step < 20; step++)
            {
                desk.Step();
                laws.AfterStep();
            }

            desk.Drain();
            laws.AtRest(withReplay: random.Next(10) == 0);
            foreach (var name in desk.Happened) happened.AddOrUpdate(name, 1, (_, n) => n + 1);
        });
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', happened.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => $"{a.Value} {a.Key}")));
        if (Seeded.IsWhole) Assert.Empty(needed.Select(n => n + ".v1").Except(happened.Keys));
    }

    /// <summary>The log of a sequence in a store's file, opened by a workplace as after a restart.</summary>
    [Fact]
    public void Random_sequences_opened_from_a_file_are_at_rest_and_tell_the_same() => Seeded.Run(15, random =>
    {
        var desk = new RandomDesk(random);
        for (var step = 0; step < 20; step++) desk.Step();
        desk.Drain();
        desk.OpenFromFile().GetAwaiter().GetResult();
    });
}
