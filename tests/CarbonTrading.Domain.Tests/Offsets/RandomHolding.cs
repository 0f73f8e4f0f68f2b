using System.Globalization;
using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Tests.Offsets;

/// <summary>Random commands for a holding of credits, dated anyhow, with everything contracts do to them.</summary>
public static class RandomHolding
{
    /// <summary>Unit classes the commands are about.</summary>
    public static readonly UnitClass[] Units = [.. from year in new[] { 2023, 2024 } from origin in new[] { Origin.Issued, Origin.Purchased, Origin.Borrowed }
                                                     select new UnitClass(new("ccer", "CCER", Vintage.Of(year)), origin)];

    /// <summary>What the holding answers; without events where it refuses.</summary>
    public static Decision<CcerHoldingEvent> Decide(CcerHolding state, CcerHoldingCommand command) =>
        CcerHoldingDecider.Decide(state, command, new(TestRules.Now, "trader", RealRules.Book, TestRules.Day(6, 5)));

    /// <summary>Another cost method from some day on, for one of the unit classes.</summary>
    public static ChangeCreditCostMethod Change(Random random) =>
        new(TestRules.Day(5, 1).AddDays(random.Next(30)), Units[random.Next(Units.Length)], (CostMethod)random.Next(3), "policy");

    /// <summary>Any command that moves credits.</summary>
    /// <param name="serial">Number of the command: serial numbers of a batch are its own.</param>
    public static CcerHoldingCommand Command(Random random, int serial)
    {
        var (day, quantity) = (TestRules.Day(5, 1).AddDays(random.Next(30)), new Tonnes(1 + random.Next(60)));
        var id = random.Next(4).ToString(CultureInfo.InvariantCulture);
        var (batch, first) = (random.Next(2) == 0 ? Ccer.Wind : Ccer.Forest, 1 + (serial * 1_000L));
        SerialRange[]? serials = random.Next(2) == 0 ? null : [new("S", first, first + quantity.Value - 1)];
        return random.Next(16) switch
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
            14 => random.Next(2) == 0 ? new ReleaseCredits(day, "S" + id, "off") : new FailCreditDelivery(day, "S" + id, "closed"),
            12 => new ReturnBorrowedCredits(day, "B" + id, "R"),
            13 => new ReceiveTransferredBatch(day, batch, (Origin)(1 + (2 * random.Next(2))), quantity, "other", "K" + id, random.Next(100_000) / 100m, serials, day.AddDays(random.Next(4))),
            _ => new KeepBorrowedCredits(day, "B" + id, random.Next(100_000) / 100m, "court"),
        };
    }
}
