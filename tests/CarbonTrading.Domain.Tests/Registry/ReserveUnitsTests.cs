using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Registry;

public class ReserveUnitsTests
{
    [Fact]
    public void The_oldest_lots_go_first_and_cost_goes_with_the_tonnes() => Account.Stocked
        .When(Account.Reserve(TestRules.Day(6, 1), "T-7", 1_001))
        .Then(new UnitsReserved(
            TestRules.Day(6, 1),
            [
                Account.Move("L-0001", Origin.Free, Bucket.Free, Bucket.Reserved, 1_000, 0m),
                Account.Move("L-0002", Origin.Purchased, Bucket.Free, Bucket.Reserved, 1, 74m),
            ],
            "T-7", "sale"));

    [Fact]
    public void Older_by_day_not_by_entry() => Assert.Equal("L-0003", Account.Stocked
        .And(Account.Free(TestRules.Day(3, 1), 5))
        .When(Account.Reserve(TestRules.Day(6, 1), "T-7", 1)).ThenOne<UnitsReserved>().Moves[0].Lot);

    [Fact]
    public void An_origin_asked_for_is_kept_to() => Account.Stocked
        .When(Account.Reserve(TestRules.Day(6, 1), "T-7", 501) with { Origin = Origin.Purchased })
        .ThenRefused("allowance-account.not-enough-free", "500 tCO2e");

    [Fact]
    public void An_id_is_used_once_even_after_release() => Account.Stocked
        .And(Account.Reserve(TestRules.Day(6, 1), "T-7", 1))
        .And(new ReleaseUnits(TestRules.Day(6, 1), "T-7", "cancelled"))
        .When(Account.Reserve(TestRules.Day(6, 1), "T-7", 1))
        .ThenRefused("allowance-account.reservation-id-reused");

    [Fact]
    public void What_was_bought_today_is_not_for_sale_today() => Account.Stocked
        .And(Account.Bought(TestRules.Day(6, 4), 200, 80m))
        .When(Account.Reserve(TestRules.Day(6, 4), "T-7", 1_501, forSale: true))
        .ThenRefused("allowance-account.not-enough-free", "1,500 tCO2e can be used", "200 tCO2e more");

    [Fact]
    public void What_was_bought_today_is_for_sale_the_next_trading_day() => Account.Stocked
        .And(Account.Bought(TestRules.Day(6, 4), 200, 80m))
        .When(Account.Reserve(TestRules.Day(6, 5), "T-7", 1_700, forSale: true))
        .ThenAccepted();

    [Fact]
    public void What_was_bought_today_may_be_surrendered_today() => Account.Stocked
        .And(Account.Bought(TestRules.Day(6, 4), 200, 80m))
        .When(Account.Surrender(TestRules.Day(6, 4), 1_700))
        .ThenAccepted();

    [Fact]
    public void The_part_taken_has_its_share_of_the_cost_and_the_last_part_the_rest()
    {
        var story = Account.Empty.And(new ReceiveTransfer(TestRules.Day(4, 1), new(Account.Cea25, Origin.Purchased), new(3), "X", "R", 10m));
        Assert.Equal(3.33m, story.When(Account.Reserve(TestRules.Day(4, 2), "A", 1)).ThenOne<UnitsReserved>().Moves[0].Cost);
        Assert.Equal(6.67m, story.And(Account.Reserve(TestRules.Day(4, 2), "A", 1))
            .When(Account.Reserve(TestRules.Day(4, 2), "B", 2)).ThenOne<UnitsReserved>().Moves[0].Cost);
    }

    [Fact]
    public void Half_a_cent_goes_up() => Assert.Equal(0.02m, Account.Empty
        .And(new ReceiveTransfer(TestRules.Day(4, 1), new(Account.Cea25, Origin.Purchased), new(2), "X", "R", 0.03m))
        .When(Account.Reserve(TestRules.Day(4, 2), "A", 1)).ThenOne<UnitsReserved>().Moves[0].Cost);

    [Fact]
    public void Serial_numbers_are_taken_from_the_front()
    {
        var story = Account.Empty.And(Account.Free(TestRules.Day(4, 1), 100, new SerialRange("B", 1, 50), new SerialRange("A", 1, 50)));
        Assert.Equal([new("A", 1, 50), new("B", 1, 10)],
            story.When(Account.Reserve(TestRules.Day(4, 2), "T", 60)).ThenOne<UnitsReserved>().Moves[0].Serials!);
    }
}
