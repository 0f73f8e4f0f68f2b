using CarbonTrading.Domain.Limits;
using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Limits;

public class LimitTests
{
    private static readonly DateOnly today = TestRules.Today;
    private static readonly DateOnly last = new(2026, 12, 31);

    private static SetLimit Day100 => new(
        LimitKind.Trader, "li", 100_000m, "t", Hardness.Hard, today, last, "A day", "单日", "policy", LimitCounts.TradedPerDay);

    private static Story<Limit, LimitCommand, LimitEvent> None => new Story<Limit, LimitCommand, LimitEvent>(LimitDecider.Instance, TestRules.Book).By("finance");

    private static Story<Limit, LimitCommand, LimitEvent> Standing => None.And(Day100);

    private static TakeHeadroom Take(string trade, long tonnes, DateOnly? day = null) => new(trade, "li", tonnes, new(tonnes), day ?? today, 0m, 0);

    [Fact]
    public void The_last_tonne_of_headroom_is_given_and_the_first_beyond_waits()
    {
        Standing.When(Take("T-1", 100_000)).Then(new HeadroomTaken("T-1", "li", 100_000m, new(100_000), today, 0m, 100_000m, 0m));
        var refused = Standing.When(Take("T-1", 100_001)).ThenOne<HeadroomRefused>();
        Assert.Contains("100,000 t would pass", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trade_takes_headroom_once_and_gives_back_exactly_what_is_not_settled()
    {
        var held = Standing.And(Take("T-1", 60_000));
        held.When(Take("T-1", 60_000)).ThenRefused("limit.already-taken");
        held.When(Take("T-2", 40_001)).ThenOne<HeadroomRefused>();
        var part = held.And(new ConfirmHeadroom("T-1", new(10_000), 5));
        part.When(new ConfirmHeadroom("T-1", new(50_001), 6)).ThenRefused("limit.more-than-taken", "50,000");
        Assert.Equal(50_000m, part.When(new ReleaseHeadroom("T-1", "cancelled")).ThenOne<HeadroomReleased>().Amount);
        var released = part.And(new ReleaseHeadroom("T-1", "cancelled"));
        released.When(new ReleaseHeadroom("T-1", "again")).ThenRefused("limit.nothing-taken");
        Assert.Equal(10_000m, released.State.UsedOn(today)); // what was settled was traded
        released.When(Take("T-2", 90_000)).ThenOne<HeadroomTaken>();
        released.When(Take("T-2", 90_001)).ThenOne<HeadroomRefused>();
    }

    /// <summary>Cancelled with a part settled, then taken out of the books: the part counts no longer either.</summary>
    [Fact]
    public void What_was_settled_of_a_cancelled_trade_is_given_back_once_it_is_out_of_the_books()
    {
        var cancelled = Standing.And(Take("T-1", 60_000)).And(new ConfirmHeadroom("T-1", new(10_000), 5)).And(new ReleaseHeadroom("T-1", "cancelled"));
        Assert.Equal(10_000m, cancelled.When(new ReleaseHeadroom("T-1", "annulled", Whole: true)).ThenOne<HeadroomReleased>().Amount);
        var annulled = cancelled.And(new ReleaseHeadroom("T-1", "annulled", Whole: true));
        Assert.Equal((0m, 0m), (annulled.State.UsedOn(today), annulled.State.Open));
        annulled.When(new ReleaseHeadroom("T-1", "again", Whole: true)).ThenRefused("limit.nothing-taken");
    }

    [Fact]
    public void What_waits_is_named_when_headroom_comes_free()
    {
        var waits = Standing.And(Take("T-1", 60_000)).And(Take("T-2", 50_000));
        var freed = waits.When(new ReleaseHeadroom("T-1", "rejected")).ThenOne<HeadroomReleased>();
        Assert.Equal("T-2", Assert.Single(freed.Waiting!).Trade);
        waits.When(Take("T-2", 50_000)).ThenRefused("limit.no-headroom", "40,000 t would pass");
        waits.And(new ReleaseHeadroom("T-1", "rejected")).When(Take("T-2", 50_000)).ThenOne<HeadroomTaken>();
    }

    [Theory]
    [InlineData(LimitCounts.TradedPerDay, 100_000, 0)]
    [InlineData(LimitCounts.Open, 0, 100_000)]
    [InlineData(LimitCounts.OpenAndTradedPerDay, 100_000, 0)]
    public void A_settled_trade_counts_for_its_day_or_frees_what_is_open(LimitCounts counts, long usedToday, long free)
    {
        var settled = None.And(Day100 with { Counts = counts }).And(Take("T-1", 100_000)).And(new ConfirmHeadroom("T-1", new(100_000), 5));
        Assert.Equal(usedToday, settled.State.UsedOn(today));
        if (free > 0) settled.When(Take("T-2", free)).ThenOne<HeadroomTaken>();
        else settled.When(Take("T-2", 1)).ThenOne<HeadroomRefused>();
    }

    [Fact]
    public void A_soft_limit_lets_through_and_writes_down_how_far()
    {
        var soft = None.And(Day100 with { Hardness = Hardness.Soft }).And(Take("T-1", 90_000));
        Assert.Equal(15_000m, soft.When(Take("T-2", 25_000) with { Reason = "deadline" }).ThenOne<HeadroomTaken>().Beyond);
        Assert.Equal(0m, soft.When(Take("T-2", 10_000)).ThenOne<HeadroomTaken>().Beyond);
    }

    [Fact]
    public void A_limit_past_its_last_day_gives_nothing_until_it_is_renewed()
    {
        var short1 = None.And(Day100 with { ValidTo = today });
        short1.When(Take("T-1", 1)).ThenOne<HeadroomTaken>();
        short1.On(today.AddDays(1)).When(Take("T-1", 1, today.AddDays(1))).ThenOne<HeadroomRefused>();
        short1.On(today.AddDays(1)).And(Day100).When(Take("T-1", 1, today.AddDays(1))).ThenOne<HeadroomTaken>();
        short1.On(today.AddDays(1)).When(new OverrideLimit(1m, today.AddDays(1), "x")).ThenRefused("limit.over");
        None.When(Day100 with { ValidTo = today.AddDays(-1), ValidFrom = today.AddDays(-9) }).ThenRefused("limit.already-over");
    }

    [Fact]
    public void An_override_counts_for_its_trade_and_until_its_day()
    {
        var beyond = Standing.And(new OverrideLimit(10_000m, today, "deadline", "T-2"));
        beyond.When(Take("T-1", 100_001)).ThenOne<HeadroomRefused>();
        Assert.Equal(10_000m, beyond.When(Take("T-2", 110_000)).ThenOne<HeadroomTaken>().Beyond);
        beyond.When(Take("T-2", 110_001)).ThenOne<HeadroomRefused>();
        beyond.On(today.AddDays(1)).When(Take("T-2", 100_001, today.AddDays(1))).ThenOne<HeadroomRefused>();
        Standing.When(new OverrideLimit(1m, last.AddDays(1), "x")).ThenRefused("limit.until-not-possible");
        Standing.When(new OverrideLimit(1m, last, "x")).ThenOne<LimitOverridden>();
    }

    [Fact]
    public void Nobody_decides_on_the_own_limit()
    {
        None.By("li").When(Day100).ThenRefused("limit.own-limit");
        Standing.By("li").When(new RetireLimit("x")).ThenRefused("limit.own-limit");
        Standing.By("LI").When(Day100 with { Amount = 1_000_000m }).ThenRefused("limit.own-limit");
    }

    [Fact]
    public void What_a_limit_is_on_stays_and_a_retired_one_stays_retired()
    {
        Standing.When(Day100 with { Scope = "wang" }).ThenRefused("limit.kind-fixed", "scope");
        Standing.When(Day100 with { Unit = "CNY" }).ThenRefused("limit.kind-fixed", "unit");
        var retired = Standing.And(new RetireLimit("replaced"));
        retired.When(Day100).ThenRefused("limit.retired");
        retired.When(new OverrideLimit(1m, last, "x")).ThenRefused("limit.retired");
        None.When(new RetireLimit("x")).ThenRefused("limit.not-set");
    }

    [Theory]
    [InlineData("0", "t", "limit.amount-not-possible")]
    [InlineData("0.5", "t", "limit.amount-not-possible")]
    [InlineData("10000000000000001", "t", "limit.amount-not-possible")]
    [InlineData("10000000000000000", "t", null)]
    [InlineData("1", "t", null)]
    [InlineData("0.01", "CNY", null)]
    [InlineData("0.001", "CNY", "limit.amount-not-possible")]
    [InlineData("1", "fraction", "limit.unit-not-possible")]
    [InlineData("1", "XXQ", "limit.unit-not-possible")]
    public void Amounts_and_units_have_their_bounds(string amount, string unit, string? code)
    {
        var asked = None.When(Day100 with { Amount = decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), Unit = unit });
        if (code is null) asked.ThenAccepted();
        else asked.ThenRefused(code);
    }

    [Theory]
    [InlineData(LimitKind.Product, "cn-ets/CEA/2025", true)]
    [InlineData(LimitKind.Product, "cn-ets", true)]
    [InlineData(LimitKind.Product, "*", true)]
    [InlineData(LimitKind.Product, "CEA", false)]
    [InlineData(LimitKind.Trader, "Li Wei", false)]
    [InlineData(LimitKind.Counterparty, "湖北某公司", true)]
    [InlineData(LimitKind.Counterparty, " ", false)]
    public void A_scope_fits_its_kind(LimitKind kind, string scope, bool fits)
    {
        var asked = None.When(Day100 with { Kind = kind, Scope = scope });
        if (fits) asked.ThenAccepted();
        else Assert.Contains(asked.ThenRefused(scope == " " ? "limit.field-missing" : "limit.scope-not-possible").Field!, "scope", StringComparison.Ordinal);
    }

    /// <summary>Against a plain list of trades: what is used is what was not given back, and no trade goes beyond a hard limit.</summary>
    [Fact]
    public void Ten_thousand_random_days_never_use_more_than_allowed_and_give_everything_back() => Seeded.Run(10_000, random =>
    {
        var counts = (LimitCounts)random.Next(3);
        var story = None.And(Day100 with { Counts = counts });
        var state = story.State;
        var plain = new Dictionary<string, (long Quantity, long Settled, bool Released, DateOnly Day)>(StringComparer.Ordinal);
        for (var step = 0; step < 30; step++)
        {
            var trade = $"T-{random.Next(8)}";
            var day = today.AddDays(-random.Next(3));
            var known = plain.GetValueOrDefault(trade);
            LimitCommand command = random.Next(4) switch
            {
                0 or 1 => Take(trade, 1 + random.Next(60_000), day),
                2 => new ConfirmHeadroom(trade, new(1 + random.Next(40_000)), step),
                _ => new ReleaseHeadroom(trade, "x"),
            };
            var decision = LimitDecider.Decide(state, command, new(TestRules.Now, "process:hold-limits", TestRules.Book, today));
            foreach (var happened in decision.Events)
            {
                state = LimitDecider.Evolve(state, happened);
                plain[trade] = happened switch
                {
                    HeadroomTaken e => (e.Quantity.Value, 0, false, e.Day),
                    HeadroomConfirmed e => known with { Settled = known.Settled + e.Quantity.Value },
                    HeadroomReleased when known.Quantity > 0 => known with { Released = true },
                    _ => known,
                };
            }

            foreach (var asked in new[] { today, today.AddDays(-1), today.AddDays(-2) })
            {
                var open = plain.Values.Where(t => !t.Released).Sum(t => t.Quantity - t.Settled);
                var settledOn = plain.Values.Where(t => t.Day == asked).Sum(t => t.Settled);
                var tradedOn = plain.Values.Where(t => t.Day == asked).Sum(t => t.Released ? t.Settled : t.Quantity);
                var used = counts switch { LimitCounts.Open => open, LimitCounts.TradedPerDay => tradedOn, _ => open + settledOn };
                Assert.Equal(used, state.UsedOn(asked));
                // open trades and those settled on a day are held on the trade's day and on the business date, not on other days gone by
                if (counts != LimitCounts.OpenAndTradedPerDay || asked == today) Assert.InRange(state.UsedOn(asked), 0m, 100_000m);
            }
        }
    });
}
