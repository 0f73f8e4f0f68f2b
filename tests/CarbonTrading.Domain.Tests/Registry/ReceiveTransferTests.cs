using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Registry;

public class ReceiveTransferTests
{
    private static readonly ReceiveTransfer transfer =
        new(TestRules.Day(5, 7), new(Account.Cea25, Origin.CarriedOver), new(100), "SZ-ELEC-01", "TR-1", 7_200.50m);

    [Fact]
    public void Origin_and_cost_come_along() => Account.Empty.When(transfer).Then(new TransferReceived(
        TestRules.Day(5, 7), [Account.Move("L-0001", Origin.CarriedOver, Bucket.Outside, Bucket.Free, 100, 7_200.50m)], "SZ-ELEC-01", "TR-1"));

    [Fact]
    public void A_negative_cost_is_refused() => Account.Empty
        .When(transfer with { Cost = -0.01m }).ThenRefused("allowance-account.amount-not-possible", "cost -0.01");

    [Fact]
    public void A_cost_beyond_all_books_is_refused() => Account.Empty
        .When(transfer with { Cost = decimal.MaxValue }).ThenRefused("allowance-account.amount-not-possible");

    [Fact]
    public void Units_that_were_delivered_may_come_back_with_their_numbers() => Account.Empty
        .And(Account.Free(TestRules.Day(4, 1), 100, new SerialRange("CN25", 1, 100)))
        .And(Account.Reserve(TestRules.Day(4, 2), "T-1", 40))
        .And(new DeliverUnits(TestRules.Day(4, 2), "T-1", "HB-CARS-01", "DL-1"))
        .And(new ConfirmDelivery(TestRules.Day(4, 3), "T-1", "ST-1"))
        .When(transfer with { Quantity = new(40), Serials = [new("CN25", 1, 40)] })
        .ThenAccepted();

    [Fact]
    public void Units_that_were_surrendered_never_come_back() => Account.Empty
        .And(Account.Free(TestRules.Day(4, 1), 100, new SerialRange("CN25", 1, 100)))
        .And(Account.Surrender(TestRules.Day(4, 2), 40))
        .When(transfer with { Quantity = new(40), Serials = [new("CN25", 1, 40)] })
        .ThenRefused("allowance-account.serials-overlap");
}
