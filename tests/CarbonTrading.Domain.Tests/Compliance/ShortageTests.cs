using CarbonTrading.Domain.Compliance;
using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Compliance;

public class ShortageTests
{
    private static readonly DateOnly deadline = RealRules.Day("2026-12-31");

    private static readonly ObligationEvent[] verified =
    [
        new ObligationOpened("A", "cn-ets", 2025, Sector.Power),
        new EmissionsVerified(RealRules.Day("2026-05-29"), new(12_000), new(12_000), "VR-1", "body A"),
    ];

    private static readonly RuleBook thirtyDays = new([new Rule("cn-ets", "penalty-correction-days", false, "days",
        [new(new(2026, 8, 15), null, new(2026, 8, 15), 30m, null, null, RuleStatus.InForce, "order")])], []);

    private static Shortage? On(string day, RuleBook rules, params ObligationEvent[] more)
    {
        ObligationEvent[] events = [.. verified, .. more];
        return Shortage.Of(events.Aggregate(Obligation.Unopened, ObligationDecider.Evolve), events, deadline, RealRules.Day(day), rules);
    }

    private static AllowancesSurrendered Surrendered(string day, int movement, long quantity) => new(RealRules.Day(day), movement, new(quantity), "R");

    [Fact]
    public void Before_the_deadline_what_remains_is_missing() =>
        Assert.Equal(new Shortage(new(9_000), Tonnes.Zero, null), On("2026-06-05", thirtyDays, Surrendered("2026-06-01", 1, 3_000)));

    [Fact]
    public void On_the_day_of_the_deadline_it_is_in_time() =>
        Assert.Equal(new Shortage(new(2_000), Tonnes.Zero, RealRules.Day("2027-01-30")), On("2027-03-01", thirtyDays, Surrendered("2026-12-31", 1, 10_000)));

    [Fact]
    public void What_comes_within_the_correction_period_is_delivered_later_and_still_was_missing() =>
        Assert.Equal(new Shortage(new(12_000), new(9_000), RealRules.Day("2027-01-30")), On("2027-03-01", thirtyDays,
            Surrendered("2027-01-01", 1, 8_000), Surrendered("2027-01-30", 2, 1_000), Surrendered("2027-01-31", 3, 500)));

    [Fact]
    public void Where_the_period_is_not_known_all_that_came_later_counts_and_no_last_day_is_named() =>
        Assert.Equal(new Shortage(new(12_000), new(9_500), null), On("2027-03-01", RealRules.Book,
            Surrendered("2027-01-01", 1, 9_000), Surrendered("2027-02-28", 2, 500)));

    [Fact]
    public void Reversed_surrenders_and_refused_credits_cover_nothing() =>
        Assert.Equal(new Shortage(new(12_000), Tonnes.Zero, RealRules.Day("2027-01-30")), On("2027-03-01", thirtyDays,
            Surrendered("2026-12-01", 1, 5_000), new SurrenderReversed(RealRules.Day("2026-12-01"), 1, new(5_000), "wrong"),
            new OffsetsReserved(RealRules.Day("2026-12-01"), "H", "R", new(100), null, "S", RuleStatus.InForce),
            new OffsetsSurrendered(RealRules.Day("2026-12-02"), "H", "R", new(100), "cn-ets", 2025, "REG"),
            new OffsetsFailed(RealRules.Day("2026-12-02"), "H", "R", "c", "m")));

    [Fact]
    public void Credits_count_from_the_day_they_were_surrendered() =>
        Assert.Equal(new Shortage(new(11_900), Tonnes.Zero, RealRules.Day("2027-01-30")), On("2027-03-01", thirtyDays,
            new OffsetsReserved(RealRules.Day("2026-12-01"), "H", "R", new(100), null, "S", RuleStatus.InForce),
            new OffsetsSurrendered(RealRules.Day("2026-12-02"), "H", "R", new(100), "cn-ets", 2025, "REG"),
            new OffsetsConfirmed(RealRules.Day("2027-01-05"), "H", "R", new(100))));

    [Fact]
    public void Before_verification_nothing_is_known_to_be_missing() => Assert.Null(Shortage.Of(
        ObligationDecider.Evolve(Obligation.Unopened, verified[0]), [verified[0]], deadline, RealRules.Day("2026-06-05"), thirtyDays));
}
