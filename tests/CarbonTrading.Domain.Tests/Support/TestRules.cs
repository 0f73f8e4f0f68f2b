using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Tests.Support;

/// <summary>A small rule book in code: the national market as far as the tests need it, and two markets of test rules.</summary>
public static class TestRules
{
    public const string Market = "cn-ets";

    /// <summary>All rules there are, with no number known for certain.</summary>
    public const string Vague = "vague-ets";

    /// <summary>A market of which only the currency is known.</summary>
    public const string Bare = "bare-ets";

    public static readonly DateOnly Today = new(2026, 6, 5);

    public static readonly DateTimeOffset Now = new(2026, 6, 5, 8, 0, 0, TimeSpan.Zero);

    public static readonly RuleBook Book = new([.. National(), .. Unsure(), Rule(Bare, "currency", Text("EUR"))], [Calendars.ChinaTrading, Calendars.China]);

    /// <summary>The national market with another way to round the ends of the price limit.</summary>
    public static RuleBook Rounding(string way) =>
        new([.. National().Where(r => r.Parameter != "price-limit-rounding"), Rule(Market, "price-limit-rounding", Text(way))], [Calendars.ChinaTrading, Calendars.China]);

    public static Product Cea(int year) => new(Market, "CEA", Vintage.Of(year));

    public static DateOnly Day(int month, int day) => new(2026, month, day);

    private static IEnumerable<Rule> National() =>
    [
        Rule(Market, "currency", Text("CNY")),
        Rule(Market, "calendar", Text("CN-ETS")),
        Rule(Market, "sale-after-purchase-days", Number(1)),
        Rule(Market, "products", Text("CEA19-20,CEA21,CEA22,CEA23,CEA24,CEA25")),
        Rule(Market, "lot-size", Number(1)),
        Rule(Market, "tick-size", Number(0.01m)),
        Rule(Market, "listed-maximum-exclusive", Number(100_000)),
        Rule(Market, "block-minimum", Number(100_000)),
        Rule(Market, "price-limit-listed", Number(0.10m)),
        Rule(Market, "price-limit-block", Number(0.30m)),
        Rule(Market, "price-limit-rounding", Text("half-up", RuleStatus.Unsure)),
        Rule(Market, "auction-price-cap-share", Number(0.10m)),
        Rule(Market, "session-listed", Text("09:30-11:30,13:00-15:00")),
        Rule(Market, "session-block", Text("13:00-15:00")),
        Rule(Market, "fee-rate", new RuleValue(BookDates.First, null, BookDates.First, null, null, null, RuleStatus.Unknown, "not found")),
        Years("vintage-usable-from", (2023, 2019, RuleStatus.InForce), (2024, 2019, RuleStatus.InForce), (2025, 2025, RuleStatus.InForce), (2026, 2025, RuleStatus.Draft)),
        Years("vintage-usable-to", (2023, 2023, RuleStatus.InForce), (2024, 2024, RuleStatus.InForce), (2025, 2025, RuleStatus.InForce), (2026, 2026, RuleStatus.Draft)),
    ];

    private static IEnumerable<Rule> Unsure() =>
    [
        Rule(Vague, "currency", Text("CNY")),
        Rule(Vague, "calendar", Text("CN-ETS", RuleStatus.Unsure)),
        Rule(Vague, "products", Text("VEA25", RuleStatus.Expected)),
        Rule(Vague, "lot-size", Number(10, RuleStatus.Unsure)),
        Rule(Vague, "tick-size", Number(0.05m, RuleStatus.Unsure)),
        Rule(Vague, "listed-maximum-exclusive", Number(1_000, RuleStatus.Draft)),
        Rule(Vague, "block-minimum", Number(1_000, RuleStatus.Draft)),
        Rule(Vague, "price-limit-listed", Number(0.10m, RuleStatus.Unsure)),
        Rule(Vague, "price-limit-block", new RuleValue(BookDates.First, null, BookDates.First, null, null, null, RuleStatus.Unknown, "not found")),
        Rule(Vague, "session-listed", Text("09:30-11:30", RuleStatus.Unsure)),
        Rule(Vague, "fee-rate", Number(0.0025m, RuleStatus.Unsure)),
    ];

    private static Rule Rule(string market, string parameter, RuleValue value) => new(market, parameter, false, "", [value]);

    private static Rule Years(string parameter, params (int Year, int Value, RuleStatus Status)[] years) => new(Market, parameter, true, "year",
        [.. years.Select(y => new RuleValue(
            new(y.Year, 1, 1), new(y.Year, 12, 31), new(2024, 10, 16), y.Value, null, null, y.Status, $"allocation plan {y.Year}"))]);

    private static RuleValue Number(decimal value, RuleStatus status = RuleStatus.InForce) =>
        new(BookDates.First, null, BookDates.First, value, null, null, status, "test rules");

    private static RuleValue Text(string value, RuleStatus status = RuleStatus.InForce) =>
        new(BookDates.First, null, BookDates.First, null, value, null, status, "test rules");
}
