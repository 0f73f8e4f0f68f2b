using CarbonTrading.Domain.Orders;
using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Domain.Tests.Trading;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Orders;

public class OrderTests
{
    private static readonly DateOnly today = TestRules.Today;

    private static PlaceOrder Buy(long quantity, decimal price = 75.00m) =>
        new(today, "BJ-ELEC-01", Side.Buy, TradeMethod.Listed, TestRules.Cea(2025), new(quantity), new(price, "CNY"), Broker: "Broker A");

    private static Story<Order, OrderCommand, OrderEvent> None => new Story<Order, OrderCommand, OrderEvent>(OrderDecider.Instance, TestRules.Book)
        .Quoting(new Dictionary<string, Quote> { [$"{TestRules.Market}/CEA/2025"] = Spot.Close });

    private static Story<Order, OrderCommand, OrderEvent> Placed => None.And(Buy(10_000));

    private static RecordFill Fill(string id, long quantity, decimal price = 74.60m, string? replaces = null) =>
        new(id, today, new(quantity), new(price, "CNY"), Replaces: replaces);

    [Theory]
    [InlineData(99_999, "75.00", null)]
    [InlineData(100_000, "75.00", "trade.too-large-for-listed")]
    [InlineData(1, "75.005", "trade.off-tick")]
    [InlineData(1, "82.09", null)]
    [InlineData(1, "82.10", "trade.outside-price-limit")]
    public void The_venues_rules_hold_when_an_order_is_placed(long quantity, string price, string? code)
    {
        var placed = None.When(Buy(quantity, decimal.Parse(price, System.Globalization.CultureInfo.InvariantCulture)));
        if (code is null) placed.ThenOne<OrderPlaced>();
        else placed.ThenRefused(code);
    }

    [Fact]
    public void Partial_fills_add_up_and_the_average_is_weighted_by_volume()
    {
        // case C16: 500@74.10, 1,200@74.55, 300@75.00 = 149,010 / 2,000
        var filled = None.And(Buy(2_000)).And(Fill("E1", 500, 74.10m)).And(Fill("E2", 1_200, 74.55m));
        Assert.Equal((OrderStatus.PartFilled, 300L, 1_700L), (filled.State.Status, filled.State.Open.Value, filled.State.Filled.Value));
        filled = filled.And(Fill("E3", 300, 75.00m));
        Assert.Equal((OrderStatus.Filled, 74.505m), (filled.State.Status, filled.State.AveragePrice));
        filled.When(new CancelOrder("late")).ThenRefused("order.nothing-open", "Filled");
    }

    [Fact]
    public void Each_execution_asks_for_one_trade_with_its_own_fees()
    {
        var asked = Placed.When(Fill("E1", 4_000) with { Fee = 12.50m, Commission = 3m, TradeTime = new(10, 0) }).ThenAccepted().Events[^1];
        var booking = Assert.IsType<BookingAsked>(asked);
        Assert.Equal(("E1", 1, "trader"), (booking.Execution, booking.Number, booking.PlacedBy));
        Assert.Equal((4_000L, 74.60m, 12.50m, 3m), (booking.Terms.Quantity.Value, booking.Terms.Price.Amount, booking.Terms.Fee, booking.Terms.Commission));
    }

    [Fact]
    public void A_correction_takes_the_first_trade_back_and_books_its_own()
    {
        var corrected = Placed.And(Fill("E1", 4_000)).When(Fill("E2", 3_000, replaces: "E1")).ThenAccepted();
        Assert.Equal(["FillRecorded", "UnbookingAsked"], corrected.Events.Skip(3).Select(e => e.GetType().Name));
        Assert.Equal(3_000L, corrected.State.Filled.Value);
        Assert.Equal(["FillUnbooked", "BookingAsked"], corrected.When(new RecordUnbooked("E1")).ThenAccepted().Events.TakeLast(2).Select(e => e.GetType().Name));
        corrected.When(Fill("E3", 1, replaces: "E1")).ThenRefused("order.fill-replaced", "E2");
    }

    [Fact]
    public void A_correction_that_arrives_first_leaves_nothing_to_book_of_the_original()
    {
        var late = Placed.And(Fill("E2", 3_000, replaces: "E1")).When(Fill("E1", 4_000)).ThenAccepted();
        Assert.IsType<FillRecorded>(late.Events[^1]);
        Assert.Equal(3_000L, late.State.Filled.Value);
    }

    [Fact]
    public void What_is_taken_back_before_it_arrives_never_counts()
    {
        var busted = Placed.And(new BustFill("E1", "wrong account")).When(Fill("E1", 4_000)).ThenAccepted();
        Assert.IsType<FillRecorded>(busted.Events[^1]);
        Assert.Equal((OrderStatus.Open, 0L), (busted.State.Status, busted.State.Filled.Value));
        busted.When(new BustFill("E1", "again")).ThenRefused("order.fill-ended", "wrong account");
    }

    [Fact]
    public void More_than_was_ordered_books_nothing_until_the_correction_arrives()
    {
        var over = Placed.And(Fill("E1", 10_000)).When(Fill("E2", 1)).ThenAccepted();
        Assert.IsType<FillRecorded>(over.Events[^1]);
        Assert.Equal(OrderStatus.Overfilled, over.State.Status);
        var right = over.When(new BustFill("E1", "doubled")).ThenAccepted();
        Assert.Equal(["FillBusted", "UnbookingAsked"], right.Events.TakeLast(2).Select(e => e.GetType().Name)); // with the first still in the books there is no room
        Assert.Equal((OrderStatus.PartFilled, 1L), (right.State.Status, right.State.Filled.Value));
        Assert.IsType<BookingAsked>(right.When(new RecordUnbooked("E1")).ThenAccepted().Events[^1]);
    }

    [Fact]
    public void A_trade_that_cannot_be_cancelled_any_more_gives_its_place_to_that_of_the_correction()
    {
        var asked = Placed.And(Fill("E1", 4_000)).And(Fill("E2", 9_000, replaces: "E1"));
        Assert.Single(asked.Events.OfType<BookingAsked>()); // as long as it may be cancelled yet
        var settled = asked.And(new RecordFillProblem("E1", "trade.not-at-step", "settled"));
        var booking = Assert.IsType<BookingAsked>(settled.Events[^1]);
        Assert.Equal((2, 1, "→ E2", 9_000L), (booking.Number, booking.Replaces, booking.Reason, booking.Terms.Quantity.Value));
        Assert.IsType<FillRecorded>(settled.When(Fill("E3", 1_001)).ThenAccepted().Events[^1]); // 9,000 + 1,001 are too many
        Assert.IsType<BookingAsked>(settled.When(Fill("E3", 1_000)).ThenAccepted().Events[^1]); // the place counts once
        // A second correction before the first is approved: its trade is cancelled, and the place is that of the settled one still.
        var second = settled.And(Fill("E3", 5_000, replaces: "E2")).And(new RecordUnbooked("E2"));
        booking = Assert.IsType<BookingAsked>(second.Events[^1]);
        Assert.Equal((3, 1), (booking.Number, booking.Replaces));
        // Its place taken, it is out of the books.
        var done = second.And(new RecordUnbooked("E1"));
        Assert.Equal(5_000, done.State.Fills.Values.Where(f => f.IsInBooks).Sum(f => f.Reported.Quantity.Value));
    }

    /// <summary>E1 is settled; the trade of its correction E2 is rejected, which is told only after E3 came in the place of E2. The place is that of E1, and counts once.</summary>
    [Fact]
    public void A_rejection_told_late_is_not_taken_for_a_trade_that_cannot_be_cancelled()
    {
        var settled = Placed.And(Fill("E1", 9_000)).And(Fill("E2", 8_000, replaces: "E1")).And(new RecordFillProblem("E1", "trade.not-at-step", "settled"));
        var late = settled.And(Fill("E3", 7_000, replaces: "E2")).And(new RecordFillProblem("E2", "trade.rejected-stands", "rejected"));
        Assert.IsType<FillProblemRecorded>(late.Events[^1]); // nothing is booked yet
        var booking = Assert.IsType<BookingAsked>(late.And(new RecordUnbooked("E2")).Events[^1]);
        Assert.Equal(("E3", 3, 1), (booking.Execution, booking.Number, booking.Replaces));
        Assert.Equal(9_000, late.And(new RecordUnbooked("E2")).State.InBooks); // the larger of both, within the 10,000 ordered
    }

    [Fact]
    public void What_is_taken_back_after_it_settled_holds_its_room_until_it_is_out_of_the_books()
    {
        var settled = Placed.And(Fill("E1", 4_000)).And(new BustFill("E1", "error trade")).And(new RecordFillProblem("E1", "trade.not-at-step", "settled"));
        Assert.Single(settled.Events.OfType<BookingAsked>());
        Assert.IsType<BookingAsked>(settled.When(Fill("E2", 6_000)).ThenAccepted().Events[^1]);
        var waits = settled.And(Fill("E2", 6_001));
        Assert.IsType<FillRecorded>(waits.Events[^1]);
        Assert.IsType<BookingAsked>(waits.When(new RecordUnbooked("E1")).ThenAccepted().Events[^1]);
        settled.When(new RecordUnbooked("E9")).ThenRefused("order.fill-unknown");
    }

    [Fact]
    public void A_trade_that_got_the_price_of_the_correction_is_that_of_the_correction()
    {
        var settled = Placed.And(Fill("E1", 4_000)).And(Fill("E2", 4_000, 79.00m, replaces: "E1")).And(new RecordFillProblem("E1", "trade.not-at-step", "settled"));
        var booked = settled.Events.OfType<BookingAsked>().Last().Terms;
        settled.When(new RecordRepriced("E1", booked with { Price = new(79.01m, "CNY") })).ThenRefused("order.not-its-price");
        settled.When(new RecordRepriced("E1", booked with { Commission = 1m })).ThenRefused("order.not-its-price");
        settled.When(new RecordRepriced("E2", booked)).ThenRefused("order.not-its-price");
        settled.When(new RecordRepriced("E9", booked)).ThenRefused("order.fill-unknown");
        var taken = settled.And(new RecordRepriced("E1", booked));
        Assert.Equal(new TradeTakenOver("E2", "E1", 1, 2), taken.Events[^1]);
        Assert.Equal(("E2", "E2"), (taken.State.OwnerOf("E1"), taken.State.OwnerOf("E2")));
        Assert.Equal(4_000, taken.State.Fills.Values.Where(f => f.IsInBooks).Sum(f => f.Reported.Quantity.Value));
        // Corrected once more, the same trade gets that price too.
        var again = taken.And(Fill("E3", 4_000, 79.50m, replaces: "E2")).And(new RecordFillProblem("E2", "trade.not-at-step", "settled"));
        Assert.Equal((3, 1), (again.Events.OfType<BookingAsked>().Last().Number, again.Events.OfType<BookingAsked>().Last().Replaces));
        Assert.Equal(new TradeTakenOver("E3", "E2", 1, 3), again.And(new RecordRepriced("E1", booked with { Price = new(79.50m, "CNY") })).Events[^1]);
        // Taken back later, it is that trade that goes; and nothing of it is left.
        var gone = taken.And(new BustFill("E2", "neither"));
        Assert.Equal(1, Assert.IsType<UnbookingAsked>(gone.Events[^1]).Number);
        Assert.DoesNotContain(gone.And(new RecordUnbooked("E1")).State.Fills.Values, f => f.IsInBooks);
    }

    [Fact]
    public void The_process_of_an_execution_is_told_who_entered_it()
    {
        Assert.Equal("trader", Assert.IsType<BookingAsked>(Placed.When(Fill("E1", 1)).ThenAccepted().Events[^1]).RecordedBy);
    }

    [Fact]
    public void The_same_report_is_known_and_another_under_its_id_is_refused()
    {
        var once = Placed.And(Fill("E1", 4_000));
        once.When(Fill("E1", 4_000)).ThenRefused("order.fill-known");
        once.When(Fill("E1", 4_001)).ThenRefused("order.fill-differs", "replaces");
    }

    [Fact]
    public void An_execution_belongs_to_the_days_of_its_order()
    {
        var two = None.And(Buy(10_000) with { TradeDate = TestRules.Day(6, 4), Until = today });
        two.When(Fill("E1", 1) with { TradeDate = TestRules.Day(6, 3) }).ThenRefused("order.fill-outside-days", "2026-06-04");
        two.When(Fill("E1", 1) with { TradeDate = TestRules.Day(6, 4) }).ThenAccepted();
        two.When(Fill("E1", 1)).ThenAccepted();
        two.On(TestRules.Day(6, 8)).When(Fill("E1", 1) with { TradeDate = TestRules.Day(6, 8) }).ThenRefused("order.fill-outside-days");
        two.When(Fill("E1", 1) with { TradeDate = TestRules.Day(6, 8) }).ThenRefused("order.in-the-future");
    }

    [Fact]
    public void A_refused_trade_can_be_tried_again_and_one_that_was_booked_cannot()
    {
        var refused = Placed.And(Fill("E1", 4_000)).And(new RecordFillProblem("E1", "trade.off-tick", "off"));
        Assert.IsType<BookingAsked>(refused.When(new BookFill("E1")).ThenAccepted().Events[^1]);
        Placed.And(Fill("E1", 4_000)).When(new BookFill("E1")).ThenRefused("order.fill-no-problem");
        Placed.When(new BookFill("E9")).ThenRefused("order.fill-unknown");
    }

    [Fact]
    public void A_cancelled_order_still_takes_what_was_executed_before()
    {
        var cancelled = Placed.And(Fill("E1", 4_000)).And(new CancelOrder("price moved"));
        Assert.Equal((OrderStatus.Cancelled, 0L), (cancelled.State.Status, cancelled.State.Open.Value));
        Assert.Equal(5_000L, cancelled.And(Fill("E2", 1_000)).State.Filled.Value);
        cancelled.When(new CancelOrder("again")).ThenRefused("order.nothing-open", "Cancelled");
    }

    [Fact]
    public void An_order_ends_after_its_last_day_and_not_before()
    {
        var open = Placed.And(Fill("E1", 4_000));
        open.When(new ExpireOrder()).ThenRefused("order.still-stands", "2026-06-05");
        var expired = open.On(TestRules.Day(6, 8)).And(new ExpireOrder());
        Assert.Equal((OrderStatus.Expired, 0L, 4_000L), (expired.State.Status, expired.State.Open.Value, expired.State.Filled.Value));
        expired.When(new ExpireOrder()).ThenRefused("order.nothing-open", "Expired");
        expired.When(new CancelOrder("late")).ThenRefused("order.nothing-open", "Expired");
        var whole = expired.And(Fill("E2", 6_000)); // of its day, reported late
        Assert.Equal((OrderStatus.Filled, 2), (whole.State.Status, whole.Events.OfType<BookingAsked>().Count()));
        var busted = whole.And(new BustFill("E2", "wrong account"));
        Assert.Equal((OrderStatus.Expired, 0L, 4_000L), (busted.State.Status, busted.State.Open.Value, busted.State.Filled.Value));
    }

    [Fact]
    public void What_a_take_back_or_a_late_entry_leaves_open_past_the_last_day_ends_with_it()
    {
        var filled = Placed.And(Fill("E1", 10_000)).On(TestRules.Day(6, 8));
        filled.When(new ExpireOrder()).ThenRefused("order.nothing-open", "Filled");
        var busted = filled.When(new BustFill("E1", "wrong account")).ThenAccepted();
        Assert.Equal(["FillBusted", "UnbookingAsked", "OrderExpired"], busted.Events.TakeLast(3).Select(e => e.GetType().Name));
        Assert.Equal((OrderStatus.Expired, 0L), (busted.State.Status, busted.State.Open.Value));
        var late = None.On(TestRules.Day(6, 8)).And(Buy(10_000));
        Assert.Equal((OrderStatus.Expired, 0L), (late.State.Status, late.State.Open.Value));
        Assert.Equal(OrderStatus.Filled, late.And(Fill("E1", 10_000)).State.Status);
        Assert.Equal(OrderStatus.Open, None.On(TestRules.Day(6, 8)).And(Buy(10_000) with { Until = TestRules.Day(6, 8) }).State.Status);
    }

    [Theory]
    [InlineData("", 1, 74.60, "order.field-missing")]
    [InlineData(" E1", 1, 74.60, "order.id-not-possible")]
    [InlineData("E1", 0, 74.60, "order.quantity-zero")]
    [InlineData("E1", 1, 0, "order.price-zero")]
    public void A_report_that_cannot_be_one_is_refused(string id, long quantity, double price, string code) =>
        Placed.When(Fill(id, quantity, (decimal)price)).ThenRefused(code);

    [Fact]
    public void Other_bad_reports_are_refused_with_their_field()
    {
        Placed.When(Fill("E1", 1, replaces: "E1")).ThenRefused("order.fill-replaces-itself");
        Assert.Equal("commission", Placed.When(Fill("E1", 1) with { Commission = -0.01m }).ThenRefused("order.amount-not-possible").Field);
        Placed.When(Fill("E1", 1) with { Fee = 0.001m }).ThenRefused("order.amount-not-possible");
        Placed.When(Fill("E1", 1) with { Price = new(74.60m, "EUR") }).ThenRefused("order.other-currency");
        None.When(Fill("E1", 1)).ThenRefused("order.not-placed");
        Placed.When(Buy(1)).ThenRefused("order.already-placed");
        None.When(Buy(1) with { Until = TestRules.Day(6, 4) }).ThenRefused("order.until-not-possible");
    }

    /// <summary>Pain 14: originals, corrections, take-backs and doubles in any order of arrival end in one position.</summary>
    [Fact]
    public void Ten_thousand_random_arrivals_net_to_one_position() => Seeded.Run(10_000, random =>
    {
        var reports = Reports(random);
        var (first, second) = (Arrive(random, reports), Arrive(random, reports));
        Assert.Equal(Net(first), Net(second));
        Assert.Equal(Net(first), Plain(reports));
    });

    /// <summary>Executions, some corrected, some corrected twice, some taken back: at the end no more than was ordered stands.</summary>
    private static List<OrderCommand> Reports(Random random)
    {
        var reports = new List<OrderCommand>();
        var left = 10_000L;
        for (var i = 0; i < random.Next(1, 6); i++)
        {
            var id = $"E{i}";
            reports.Add(Fill(id, random.Next(1, 9_000), 74.00m + random.Next(100) / 100m));
            var last = id;
            for (var c = random.Next(3); c > 0; c--)
            {
                reports.Add(Fill($"{last}R", random.Next(1, 9_000), replaces: last));
                last += "R";
            }

            var standing = reports.OfType<RecordFill>().Single(f => f.Execution == last).Quantity.Value;
            if (standing > left || random.Next(4) == 0) reports.Add(new BustFill(last, "taken back"));
            else left -= standing;
        }

        return reports;
    }

    /// <summary>In random order, some twice; after each step no trade of what stands no longer is left in the book.</summary>
    private static Story<Order, OrderCommand, OrderEvent> Arrive(Random random, List<OrderCommand> reports)
    {
        var story = Placed;
        var arrivals = reports.Concat(reports.Where(_ => random.Next(3) == 0)).OrderBy(_ => random.Next()).ToList();
        foreach (var arrival in arrivals)
        {
            var decided = OrderDecider.Decide(story.State, arrival, new(TestRules.Now, "trader", TestRules.Book, today));
            if (decided.Error is { } error)
            {
                Assert.True(error.Code is "order.fill-known" or "order.fill-ended", error.Message);
                continue;
            }

            story = story.Given([.. decided.Events]);
            if (random.Next(2) == 0) story = Undone(random, story);
            foreach (var fill in story.State.Fills.Values)
                Assert.False(fill is { IsBooked: true, IsUnbooked: false } && !story.State.Stands(fill.Reported.Execution));
        }

        return Undone(random, story, all: true);
    }

    /// <summary>Trades asked to be cancelled are, some now, in the end all.</summary>
    private static Story<Order, OrderCommand, OrderEvent> Undone(Random random, Story<Order, OrderCommand, OrderEvent> story, bool all = false)
    {
        while (story.State.Fills.Values.FirstOrDefault(f => f is { IsUnbooked: true, IsGone: false } && (all || f.Problem is null)) is { } fill && (all || random.Next(3) > 0))
            story = fill.Problem is null && random.Next(3) == 0 ? story.And(new RecordFillProblem(fill.Reported.Execution, "trade.not-at-step", "settled"))
                : story.And(new RecordUnbooked(fill.Reported.Execution)); // cancelled, or its place taken, or annulled by persons
        var given = story.Events.OfType<BookingAsked>().Where(e => e.Replaces is not null).Select(e => (Right: e.Number, Wrong: e.Replaces!.Value)).ToList();
        var booked = story.State.Fills.Values.Where(f => f.IsInBooks).ToDictionary(f => f.Number, f => f.Reported.Quantity.Value);
        foreach (var (right, wrong) in given.Where(g => booked.ContainsKey(g.Right) && booked.ContainsKey(g.Wrong)).ToList())
        {
            booked[right] = Math.Max(booked[right], booked[wrong]); // one of them will stand
            booked.Remove(wrong);
        }

        var inBooks = booked.Values.Sum();
        Assert.True(inBooks <= 10_000, $"{inBooks} t in the books of an order of 10,000 t");
        return story;
    }

    /// <summary>What the trades say: asked for and not taken back.</summary>
    private static (long Tonnes, decimal Amount) Net(Story<Order, OrderCommand, OrderEvent> story)
    {
        var booked = story.Events.OfType<BookingAsked>().ToDictionary(e => e.Number, e => e.Terms);
        foreach (var back in story.Events.OfType<UnbookingAsked>()) Assert.True(booked.Remove(back.Number));
        return (booked.Values.Sum(t => t.Quantity.Value), booked.Values.Sum(t => (t.Price * t.Quantity).Amount));
    }

    /// <summary>The same from the reports alone.</summary>
    private static (long Tonnes, decimal Amount) Plain(List<OrderCommand> reports)
    {
        var gone = reports.OfType<BustFill>().Select(b => b.Execution).Concat(reports.OfType<RecordFill>().Select(f => f.Replaces)).ToHashSet();
        var stand = reports.OfType<RecordFill>().Where(f => !gone.Contains(f.Execution)).ToList();
        return (stand.Sum(f => f.Quantity.Value), stand.Sum(f => (f.Price * f.Quantity).Amount));
    }
}
