using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Kernel;
using Xunit;
using AccountStory = CarbonTrading.Domain.Tests.Support.Story<
    CarbonTrading.Domain.Registry.AllowanceAccount, CarbonTrading.Domain.Registry.AllowanceAccountCommand, CarbonTrading.Domain.Registry.AllowanceAccountEvent>;

namespace CarbonTrading.Domain.Tests.Registry;

/// <summary>Moving average, first in first out, specific lots: worked cases, and what entering late does.</summary>
public class CostTests
{
    private static readonly UnitClass bought = new(Account.Cea25, Origin.Purchased);

    private static AccountStory By(CostMethod method, DateOnly? from = null) => Account.Empty.And(new ChangeCostMethod(from ?? TestRules.Day(1, 1), bought, method, "policy"));

    private static CancelUnits Out(DateOnly day, long quantity) => new(day, Account.Cea25, new(quantity), "use", "us", "CA");

    /// <summary>Cost of the last disposal, whatever lots it took.</summary>
    private static decimal Last(AccountStory story) => -story.State.CostLines(bought).Where(l => l.Quantity < 0).GroupBy(l => l.Movement).Last().Sum(l => l.Cost);

    [Fact]
    public void C17_moving_average()
    {
        var story = By(CostMethod.MovingAverage)
            .And(Account.Bought(TestRules.Day(2, 2), 30_000, 71.20m)).And(Account.Bought(TestRules.Day(2, 3), 20_000, 74.50m)).And(Out(TestRules.Day(2, 4), 25_000));
        Assert.Equal(1_813_000.00m, Last(story));
        story = story.And(Account.Bought(TestRules.Day(2, 5), 10_000, 80.10m)).And(Out(TestRules.Day(2, 6), 30_000));
        Assert.Equal(2_240_571.43m, Last(story));
        Assert.Equal(new PoolState(CostMethod.MovingAverage, new(5_000), 373_428.57m, 0m), story.State.Pool(bought));
        Assert.Equal(373_428.57m, Last(story.And(Out(TestRules.Day(2, 7), 5_000))));
        Assert.Equal(0m, story.And(Out(TestRules.Day(2, 7), 5_000)).State.Pool(bought).Cost);
    }

    [Theory]
    [InlineData(CostMethod.MovingAverage, 1_107_312.00, 3_875_592.00, 55_365.60, 498_290.40)]
    [InlineData(CostMethod.Fifo, 1_203_600.00, 3_811_400.00, 52_156.00, 469_404.00)]
    public void C18_one_year(CostMethod method, decimal sale, decimal surrender, decimal cancellation, decimal closing)
    {
        var story = By(method).And(Account.Free(TestRules.Day(1, 18), 900_000))
            .And(Account.Bought(TestRules.Day(2, 10), 40_000, 60.00m, 7_200m)).And(Account.Bought(TestRules.Day(3, 22), 60_000, 52.00m, 9_360m))
            .And(new ReserveUnits(TestRules.Day(4, 5), "S", Account.Cea25, new(20_000), "sale", Origin.Purchased))
            .And(new DeliverUnits(TestRules.Day(4, 5), "S", "venue", "S")).And(new ConfirmDelivery(TestRules.Day(4, 5), "S", "ST"));
        Assert.Equal(sale, Last(story));
        story = story.And(new SurrenderUnits(TestRules.Day(5, 15), Account.Cea25, new(900_000), 2025, "SR-1", Origin.Free))
            .And(new SurrenderUnits(TestRules.Day(5, 15), Account.Cea25, new(70_000), 2025, "SR-2", Origin.Purchased));
        Assert.Equal(surrender, -story.State.CostLines(bought).Where(l => l.To == Bucket.Surrendered).Sum(l => l.Cost));
        Assert.Equal(0m, story.State.CostLines(new(Account.Cea25, Origin.Free)).Sum(l => l.Cost));
        story = story.And(new CancelUnits(TestRules.Day(5, 20), Account.Cea25, new(1_000), "event", "city", "CA", Origin.Purchased));
        Assert.Equal(cancellation, Last(story));
        Assert.Equal(closing, story.State.Pool(bought).Cost);
        Assert.Equal(5_536_560m, sale + surrender + cancellation + closing);
    }

    [Fact]
    public void A_disposal_never_moves_the_average()
    {
        var story = By(CostMethod.MovingAverage).And(Account.Bought(TestRules.Day(2, 2), 10, 40m)).And(Account.Bought(TestRules.Day(2, 3), 10, 60m))
            .And(Out(TestRules.Day(2, 4), 10));
        Assert.Equal((10, 500m), (story.State.Pool(bought).Quantity.Value, story.State.Pool(bought).Cost)); // 50 each: the faulty pool has 60
    }

    [Fact]
    public void Specific_takes_the_cost_of_the_units_named()
    {
        var story = By(CostMethod.MovingAverage).Given().And(Account.Bought(TestRules.Day(2, 2), 10, 40m, null, new SerialRange("A", 1, 10)));
        var specific = Account.Empty.And(Account.Bought(TestRules.Day(2, 2), 10, 40m, null, new SerialRange("A", 1, 10)))
            .And(Account.Bought(TestRules.Day(2, 3), 10, 60m, null, new SerialRange("A", 11, 20)))
            .And(new SurrenderUnits(TestRules.Day(2, 4), Account.Cea25, new(4), 2025, "SR", null, [new("A", 13, 16)]));
        Assert.Equal(240m, Last(specific));
        Assert.Equal((SerialRange[])[new("A", 13, 16)], specific.State.Lot("L-0002").In(Bucket.Surrendered).Serials);
        Assert.Equal((SerialRange[])[new("A", 11, 12), new("A", 17, 20)], specific.State.Lot("L-0002").In(Bucket.Free).Serials);
        Assert.Equal(400m, story.State.Pool(bought).Cost);
    }

    [Theory]
    [InlineData(17, 20, null)]
    [InlineData(18, 21, "allowance-account.serials-not-free")]
    [InlineData(17, 19, "allowance-account.serials-do-not-add-up")]
    [InlineData(-1, 2, "allowance-account.serials-not-possible")]
    public void Units_named_must_be_there(long first, long last, string? refusal)
    {
        var story = Account.Empty.And(Account.Bought(TestRules.Day(2, 2), 20, 40m, null, new SerialRange("A", 1, 20)))
            .When(new ReserveUnits(TestRules.Day(2, 4), "R", Account.Cea25, new(4), "sale", null, false, [new("A", first, last)]));
        if (refusal is null) story.ThenAccepted();
        else story.ThenRefused(refusal);
    }

    [Fact]
    public void A_purchase_entered_late_restates_what_later_disposals_cost()
    {
        var story = By(CostMethod.MovingAverage).And(Account.Bought(TestRules.Day(2, 2), 10, 40m)).And(Out(TestRules.Day(2, 10), 5))
            .When(Account.Bought(TestRules.Day(2, 3), 10, 60m)).ThenAccepted();
        var change = Assert.Single(Assert.IsType<CostsRestated>(story.Events[^1]).Changes);
        Assert.Equal((200m, 250m, CostMethod.MovingAverage), (change.Was, change.Cost, change.Book!.Method));
        Assert.Equal((15, 750m), (story.State.Pool(bought).Quantity.Value, story.State.Pool(bought).Cost));
    }

    [Fact]
    public void What_comes_in_on_a_day_stands_before_what_leaves_on_it()
    {
        var day = TestRules.Day(2, 10);
        var first = By(CostMethod.MovingAverage).And(Account.Bought(TestRules.Day(2, 2), 10, 40m));
        Assert.Equal(
            first.And(Out(day, 5)).And(Account.Bought(day, 10, 60m)).State.Pool(bought), first.And(Account.Bought(day, 10, 60m)).And(Out(day, 5)).State.Pool(bought));
    }

    [Fact]
    public void A_corrected_price_restates_what_was_sold_after_it()
    {
        var story = By(CostMethod.Fifo).And(Account.Bought(TestRules.Day(2, 2), 10, 40m)).And(Account.Bought(TestRules.Day(2, 3), 10, 50m)).And(Out(TestRules.Day(2, 4), 8));
        story = story.And(new CorrectMovement(4, TestRules.Day(2, 3), "price", new(TestRules.Day(2, 3), new(10), new(55m, "CNY")))); // the lot nobody has touched
        Assert.Equal(320m, Last(story));
        Assert.Equal(80m + 550m, story.State.Pool(bought).Cost);
    }

    [Fact]
    public void A_change_of_method_alters_nothing_before_it_and_keeps_the_carrying_amount()
    {
        var story = By(CostMethod.MovingAverage).And(Account.Bought(TestRules.Day(2, 2), 10, 40m)).And(Account.Bought(TestRules.Day(2, 3), 20, 60m)).And(Out(TestRules.Day(2, 4), 15));
        var effect = story.State.EffectOf(bought, CostMethod.Fifo, TestRules.Day(3, 1));
        Assert.Equal((800m, 800m), (effect.CarryingCost, effect.HeldThen));
        var change = story.When(new ChangeCostMethod(TestRules.Day(3, 1), bought, CostMethod.Fifo, "group policy")).ThenOne<CostMethodChanged>();
        Assert.Equal((CostMethod.MovingAverage, 15L, 800m), (change.Was, change.Quantity.Value, change.CarryingCost));
        story = story.And(new ChangeCostMethod(TestRules.Day(3, 1), bought, CostMethod.Fifo, "group policy")).And(Out(TestRules.Day(3, 2), 3));
        Assert.Equal(160m, Last(story)); // at the average of the moment of change, 53.33
        Assert.Equal(640m, story.State.Pool(bought).Cost);
    }

    [Fact]
    public void A_change_dated_back_shows_both_sides_before_and_restates_from_its_day_on()
    {
        var story = By(CostMethod.MovingAverage).And(Account.Bought(TestRules.Day(2, 2), 10, 40m)).And(Out(TestRules.Day(2, 3), 2))
            .And(Account.Bought(TestRules.Day(3, 2), 8, 60m)).And(Out(TestRules.Day(3, 3), 8));
        var effect = story.State.EffectOf(bought, CostMethod.Fifo, TestRules.Day(3, 1));
        var disposal = Assert.Single(effect.Disposals);
        Assert.Equal((400m, 320m, 400m, 480m), (disposal.Was, disposal.Cost, effect.HeldWas, effect.HeldThen));
        story = story.And(new ChangeCostMethod(TestRules.Day(3, 1), bought, CostMethod.Fifo, "policy"));
        Assert.Equal((320m, 480m), (Last(story), story.State.Pool(bought).Cost));
        Assert.Equal(-80m, story.State.CostLines(bought).First(l => l.Quantity < 0).Cost);
    }

    [Fact]
    public void Cost_that_belongs_to_what_is_closed_goes_to_the_residual_account()
    {
        var story = By(CostMethod.MovingAverage).And(Account.Bought(TestRules.Day(2, 2), 10, 40m)).And(Account.Bought(TestRules.Day(2, 3), 10, 40m)).And(Out(TestRules.Day(2, 4), 20))
            .And(new ChangeCostMethod(TestRules.Day(3, 1), bought, CostMethod.Fifo, "policy")).And(Account.Bought(TestRules.Day(3, 2), 5, 50m));
        story = story.When(new ReceivePurchase(TestRules.Day(2, 3), Account.Cea25, new(1), new(45m, "CNY"))).ThenAccepted()
            .When(new CancelUnits(TestRules.Day(2, 5), Account.Cea25, new(1), "event", "us", "CA")).ThenAccepted();
        Assert.Equal((5, 250m, 0m), (story.State.Pool(bought).Quantity.Value, story.State.Pool(bought).Cost, story.State.Pool(bought).Residual));
        Assert.Equal(400m + 400m, -story.State.CostLines(bought).Where(l => l.Quantity < 0 && l.Day == TestRules.Day(2, 4)).Sum(l => l.Cost)); // closed: as it was booked
        Assert.Equal(45m, -story.State.CostLines(bought).Last(l => l.Quantity < 0).Cost);
    }

    [Fact]
    public void The_method_of_a_day_before_the_last_change_is_fixed()
    {
        var story = By(CostMethod.MovingAverage);
        story.When(new ChangeCostMethod(TestRules.Day(1, 1), bought, CostMethod.Fifo, "again")).ThenRefused("allowance-account.cost-method-fixed", "2026-01-01");
        story.When(new ChangeCostMethod(TestRules.Day(1, 2), bought, CostMethod.Fifo, "again")).ThenAccepted();
        story.When(new ChangeCostMethod(TestRules.Day(1, 2), bought, CostMethod.MovingAverage, "again")).ThenRefused("allowance-account.cost-method-unchanged");
        story.When(new ChangeCostMethod(TestRules.Day(1, 2), new(new("beijing", "BEA", Vintage.None), Origin.Purchased), CostMethod.Fifo, "x")).ThenRefused("allowance-account.other-market");
        story.When(new ChangeCostMethod(TestRules.Day(1, 2), bought, CostMethod.Fifo, " ")).ThenRefused("allowance-account.field-missing", "reason");
        story.When(new ChangeCostMethod(new(2012, 12, 31), bought, CostMethod.Fifo, "x")).ThenRefused("allowance-account.date-out-of-range");
    }

    [Fact]
    public void A_carry_over_takes_the_cost_along_and_follows_when_it_is_restated()
    {
        var old = new UnitClass(Account.Cea24, Origin.Purchased);
        var carried = new UnitClass(Account.Cea25, Origin.CarriedOver);
        ReceivePurchase Buy(DateOnly day, long quantity, decimal price) => new(day, Account.Cea24, new(quantity), new(price, "CNY"));
        var story = Account.Empty.And(new ChangeCostMethod(TestRules.Day(1, 1), old, CostMethod.MovingAverage, "policy")).And(Buy(TestRules.Day(2, 2), 10, 40m))
            .And(new ConvertUnits(TestRules.Day(2, 10), Account.Cea24, new(4), Account.Cea25, "decision 7"));
        Assert.Equal((4, 160m), (story.State.Pool(carried).Quantity.Value, story.State.Pool(carried).Cost));
        story = story.And(Buy(TestRules.Day(2, 3), 10, 60m));
        Assert.Equal((4, 200m), (story.State.Pool(carried).Quantity.Value, story.State.Pool(carried).Cost));
        Assert.Equal(800m, story.State.Pool(old).Cost);
    }

    /// <summary>Of 10 t at 40 and 10 t at 60 four were carried over at the average, 200; first in first out they cost 160, and so do the two of them that left since.</summary>
    [Fact]
    public void The_effect_of_a_change_reaches_what_was_carried_over()
    {
        var (old, carried) = (new UnitClass(Account.Cea24, Origin.Purchased), new UnitClass(Account.Cea25, Origin.CarriedOver));
        ReceivePurchase Buy(DateOnly day, long quantity, decimal price) => new(day, Account.Cea24, new(quantity), new(price, "CNY"));
        var story = Account.Empty.And(new ChangeCostMethod(TestRules.Day(1, 1), old, CostMethod.MovingAverage, "policy")).And(Buy(TestRules.Day(2, 2), 10, 40m)).And(Buy(TestRules.Day(2, 3), 10, 60m))
            .And(new ConvertUnits(TestRules.Day(2, 10), Account.Cea24, new(4), Account.Cea25, "decision 7"))
            .And(new CancelUnits(TestRules.Day(2, 12), Account.Cea25, new(2), "event", "us", "CA"));
        var effect = story.State.EffectOf(old, CostMethod.Fifo, TestRules.Day(2, 1));
        Assert.Equal([(old, 200m, 160m), (carried, 100m, 80m)], effect.Disposals.Select(d => (d.Unit, d.Was, d.Cost)));
        Assert.Equal([new HeldCost(carried, 100m, 80m)], effect.Carried);
        Assert.Equal((800m, 840m, 0m), (effect.HeldWas, effect.HeldThen, effect.Residual));
        story = story.And(new ChangeCostMethod(TestRules.Day(2, 1), old, CostMethod.Fifo, "policy"));
        Assert.Equal((840m, 80m), (story.State.Pool(old).Cost, story.State.Pool(carried).Cost));
    }

    /// <summary>A year that is over keeps the cost of what left in it: a change counts from the day after the last disposal of it.</summary>
    [Fact]
    public void A_change_of_method_leaves_the_disposals_of_a_year_that_is_over()
    {
        DateOnly Last(int day) => new(2025, 12, day);
        var story = By(CostMethod.MovingAverage, new(2025, 1, 1)).And(Account.Bought(Last(1), 10, 40m)).And(Account.Bought(Last(2), 10, 60m)).And(Out(Last(15), 5)).And(Out(TestRules.Day(2, 4), 5));
        story.When(new ChangeCostMethod(Last(15), bought, CostMethod.Fifo, "policy")).ThenRefused("allowance-account.cost-method-year-over", "2025-12-15", "2026-01-01");
        story = story.And(new ChangeCostMethod(Last(16), bought, CostMethod.Fifo, "policy"));
        Assert.Equal([-250m, -250m], story.State.CostLines(bought).Where(l => l.Quantity < 0).Select(l => l.Cost)); // of this year by the layers of the change, at the average
    }
}
