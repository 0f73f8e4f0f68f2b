using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Offsets;

/// <summary>Credits that leave one own holding for another.</summary>
public class TransferredBatchTests
{
    private static readonly DateOnly sellable = TestRules.Day(6, 8);

    private static readonly ReceiveTransferredBatch transfer = new(
        TestRules.Day(6, 5), Ccer.Forest, Origin.Purchased, new(200), "QM-CCER-01", "K-1-L1", 14_000.50m, [new("F", 1, 200)], sellable);

    [Fact]
    public void Batch_origin_cost_serial_numbers_and_day_of_sale_come_along()
    {
        Ccer.Empty.When(transfer).Then(new TransferredBatchReceived(
            TestRules.Day(6, 5), [Ccer.Move("C-0001", Ccer.Forest, Origin.Purchased, Bucket.Outside, Bucket.Free, 200, 14_000.50m) with { Serials = [new("F", 1, 200)] }],
            Ccer.Forest, "QM-CCER-01", "K-1-L1", sellable));
        var story = Ccer.Empty.And(transfer);
        var lot = story.State.Lots[0];
        Assert.Equal((sellable, Ccer.Forest, 14_000.50m), (lot.SellableFrom, story.State.Batches["C-0001"], story.State.Pool(lot.Unit).Cost));
        story.When(new ReserveCredits(TestRules.Day(6, 5), "S", new(1), "sale", ForSale: true)).ThenRefused("ccer-holding.not-enough-free");
        story.When(new ReserveCredits(TestRules.Day(6, 5), "S", new(200), "offset")).ThenAccepted();
    }

    [Fact]
    public void What_cannot_have_come_is_refused()
    {
        Ccer.Empty.When(transfer with { Cost = -0.01m }).ThenRefused("ccer-holding.amount-not-possible", "cost -0.01");
        Ccer.Empty.When(transfer with { Quantity = new(201) }).ThenRefused("ccer-holding.serials-do-not-add-up");
        Ccer.Empty.When(transfer with { Quantity = default, Serials = null }).ThenRefused("ccer-holding.quantity-zero");
        Ccer.Empty.When(transfer with { FromHolding = " " }).ThenRefused("ccer-holding.field-missing", "fromHolding");
        Ccer.Empty.When(transfer with { Effective = TestRules.Day(6, 6) }).ThenRefused("ccer-holding.in-the-future");
        Ccer.Empty.When(transfer with { Batch = Ccer.Forest with { RegisteredOn = TestRules.Day(6, 6) } }).ThenRefused("ccer-holding.batch-dates-wrong");
        Ccer.Empty.And(transfer).When(transfer).ThenRefused("ccer-holding.serials-overlap");
        RealRules.Holding.When(transfer).ThenRefused("ccer-holding.not-opened");
    }

    /// <summary>1,000 t issued may be sold at once; 500 t bought the same day only from Monday on.</summary>
    [Fact]
    public void A_delivery_says_of_each_lot_its_batch_and_the_day_it_may_be_sold()
    {
        var gone = Ccer.Empty.And(Ccer.Issued(TestRules.Day(4, 1), 1_000)).And(Ccer.Bought(TestRules.Day(6, 5), 500))
            .And(new ReserveCredits(TestRules.Day(6, 5), "K-1-L1", new(1_200), "contract K-1")).And(new DeliverCredits(TestRules.Day(6, 5), "K-1-L1", "QM-CCER-02", "K-1-L1"))
            .And(new ConfirmCreditDelivery(TestRules.Day(6, 5), "K-1-L1", "ST 1"));
        var delivered = gone.State.Movements.Values.OfType<CreditDeliveryConfirmed>().Single();
        Assert.Equal([new DeliveredBatch("C-0001", Ccer.Wind), new DeliveredBatch("C-0002", Ccer.Forest, sellable)], delivered.Batches!);
    }
}
