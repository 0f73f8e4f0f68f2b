using System.Reflection;
using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Tests.Offsets;
using CarbonTrading.Domain.Tests.Registry;
using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Trading;

/// <summary>
/// Pain 28: refusals with cryptic errors. Whatever a rule of a venue, a limit, lots or the money at the venue refuse names four things together: the field, the value that
/// was asked, what stands against it and where that is from, and what to do.
/// </summary>
public class RefusalPartsTests
{
    private sealed record Parts(Func<DomainError?> Refusal, string Field, string Asked, string[] Rule, string Remedy);

    private static readonly Quote close = Spot.Close;

    /// <summary>By the method that makes the refusal.</summary>
    private static readonly Dictionary<string, Parts> refusals = new(StringComparer.Ordinal)
    {
        [nameof(TradeErrors.ProductNotListed)] = new(() => Of(Spot.Listed(1, 74.63m) with { Product = TestRules.Cea(2026) }), "product", "CEA26", ["CEA24,CEA25", "(test rules)"], "Choose one"),
        [nameof(TradeErrors.NotATradingDay)] = new(() => Of(Spot.Listed(1, 74.63m) with { TradeDate = TestRules.Day(5, 31) }), "tradeDate", "2026-05-31", ["CN-ETS"], "give the day"),
        [nameof(TradeErrors.VenueClosed)] = new(OnSaturday, "effective", "2026-05-30", ["CN-ETS", "(test rules)"], "give the day the venue settled"),
        [nameof(TradeErrors.OutsideSession)] = new(() => Of(Spot.Listed(1, 74.63m) with { TradeTime = new(12, 0) }), "tradeTime", "12:00:00",
            ["09:30-11:30,13:00-15:00", "(test rules)"], "give the time"),
        [nameof(TradeErrors.OtherCurrency)] = new(() => Of(Spot.Listed(1, 74.63m) with { Price = new(74.63m, "EUR") }), "price", "EUR", ["CNY", "(test rules)"], "Give the price in that currency"),
        [nameof(TradeErrors.NotInLots)] = new(() => Of(Spot.Listed(150, 74.63m), Number("lot-size", 100)), "quantity", "150 tCO2e", ["100 t", "(notice on lots)"], "enter a multiple"),
        [nameof(TradeErrors.TooLargeForListed)] = new(() => Of(Spot.Listed(100_000, 74.63m)), "quantity", "100,000 tCO2e asked", ["below 100,000 t", "(test rules)"], "Capture it as a block trade"),
        [nameof(TradeErrors.TooSmallForBlock)] = new(() => Of(Spot.Block(99_999, 74.63m)), "quantity", "99,999 tCO2e", ["from 100,000 t", "(test rules)"], "Capture it as a listed trade"),
        [nameof(TradeErrors.OffTick)] = new(() => Of(Spot.Listed(1, 74.635m)), "price", "74.635 CNY/t", ["tick of 0.01", "(test rules)"], "enter a multiple"),
        [nameof(TradeErrors.OutsidePriceLimit)] = new(() => Of(Spot.Listed(1, 82.10m)), "price", "82.10 CNY/t",
            ["67.17 to 82.09", "10 %", "74.63", "2026-06-04", "(test rules)"], "Give a price within"),
        [nameof(TradeErrors.AboveAuctionCap)] = new(() => Of(Spot.Listed(1, 82.10m) with { Method = TradeMethod.Auction }), "price", "82.10 CNY/t",
            ["82.09", "10 %", "74.63", "2026-06-04", "(test rules)"], "Bid at most"),
        [nameof(TradeErrors.AccountsFrozen)] = new(() => Of(Spot.Listed(1, 74.63m), new("accounts-frozen-from", null, "2026-06-01")), "tradeDate", "2026-06-05", ["2026-06-01", "(notice on freezing)"],
            "wait for the release"),
        [nameof(TradeErrors.AuctionTooLate)] = new(() => Of(Spot.Listed(200_000, 74.63m) with { Method = TradeMethod.Auction, Side = Side.Sell, FrozenOn = TestRules.Day(6, 1) },
            Number("auction-freeze-working-days", 5)), "frozenOn", "2026-06-01", ["5 working days", "(notice on auctions)", "2026-05-29"], "Take a later auction"),
        [nameof(TradeErrors.LimitExceeded)] = new(() => Under(Reading("L-1", LimitState.Exceeded, 700_000m, 746_300m)), "quantity", "asked CNY 746,300.00",
            ["L-1 (Day of Zhang)", "used CNY 700,000.00", "allowed CNY 1,000,000.00", "CNY 300,000.00 would pass"], "Ask for less, or for an override"),
        [nameof(TradeErrors.LimitExpired)] = new(() => Under(Reading("L-1", LimitState.Expired, null, 746_300m)), "quantity", "CNY 746,300.00",
            ["L-1 (Day of Zhang)", "2026-06-04"], "Have it renewed"),
        [nameof(TradeErrors.LimitNotKnown)] = new(() => Under(Reading("L-1", LimitState.NotKnown, null, null) with { WouldPass = "no rate of EUR on 2026-06-05" }), "quantity",
            "no rate of EUR on 2026-06-05", ["L-1 (Day of Zhang)"], "Import what is missing"),
        [nameof(TradeErrors.LimitReasonMissing)] = new(() => Under(Reading("L-2", LimitState.Exceeded, 700_000m, 746_300m) with { Hard = false }), "remark", "asked CNY 746,300.00",
            ["L-2 (Day of Zhang)", "used CNY 700,000.00", "allowed CNY 1,000,000.00"], "Give the reason"),
        [nameof(TradeErrors.ApprovalReasonMissing)] = new(OfOrder, "note", "asked CNY 746,300.00", ["L-2 (Day of Zhang)", "used CNY 700,000.00", "allowed CNY 1,000,000.00"], "Give it as note"),
        [nameof(TradeErrors.NotEnoughAvailable)] = new(() => Under(Available("available-units", "t", "Provisions art. 12", 9_000, 2_000, 10_000)), "quantity", "10,000 t of CEA25",
            ["9,000 t are free", "Provisions art. 12", "2,000 t of them", "7,000 t would pass"], "Sell that much, or later"),
        [nameof(TradeErrors.NotEnoughMoney)] = new(() => Under(Available("available-money", "CNY", "statement ST-7 of 2026-06-04", 500_000m, 100_000m, 746_300m)), "quantity", "CNY 746,300.00 asked",
            ["CNY 500,000.00 are in the fund account", "statement ST-7 of 2026-06-04", "CNY 100,000.00 of them", "CNY 400,000.00 would pass"], "Buy less, or pay in"),
        [nameof(AllowanceAccountErrors.NotEnoughFree)] = new(() => Ask(Account.Reserve(TestRules.Day(5, 7), "R", 1_001, forSale: true)), "quantity", "1,001 tCO2e",
            ["1,000 tCO2e can be used on 2026-05-07", "500 tCO2e more", "sale-after-purchase-days"], "Ask for less"),
        [nameof(AllowanceAccountErrors.WouldGoNegative)] = new(() => Ask(Account.Reserve(TestRules.Day(5, 8), "R", 600), Account.Surrender(TestRules.Day(6, 1), 1_000)), "quantity", "600 tCO2e",
            ["on 2026-06-01 only 500 tCO2e"], "Ask for less, or correct the later"),
        [nameof(AllowanceAccountErrors.MoreThanHeld)] = new(() => Ask(new EnforceEncumbrance(TestRules.Day(5, 9), "E", "notice", new(201)),
            new EncumberUnits(TestRules.Day(5,
            8), "E", EncumbranceKind.Pledge, Account.Cea25, new(200), "bank", "contract")), "quantity", "201 tCO2e", ["200 tCO2e stand under 'E'"], "give at most that"),
        [nameof(AllowanceAccountErrors.MoreThanInTransit)] = new(() => Ask(new ConfirmDelivery(TestRules.Day(5, 9), "R", "ST", new(201)),
            Account.Reserve(TestRules.Day(5,
            8), "R", 200), new DeliverUnits(TestRules.Day(5, 8), "R", "venue", "DL")), "quantity", "201 tCO2e", ["200 tCO2e are in transit under 'R'"], "confirm at most that"),
        [nameof(AllowanceAccountErrors.SerialsNotFree)] = new(() => Ask(Account.Surrender(TestRules.Day(5, 9), 10) with { Serials = [new("CN25", 1, 10)] }), "serials", "CN25 1-10",
            ["not free in lots", "2026-05-09"], "name units that are"),
        [nameof(AllowanceAccountErrors.VintageNotUsable)] = new(() => Ask(Account.Surrender(TestRules.Day(5, 9), 10, 2024)), "product", "CEA25 asked for compliance year 2024",
            ["2019 to 2024", "(allocation plan 2024)"], "Surrender another vintage"),
        [nameof(CcerHoldingErrors.NotEnoughFree) + " of credits"] = new(() => Asked(Ccer.Reserve("R", 1_501)), "quantity", "1,501 tCO2e", ["1,500 tCO2e can be used on 2026-06-01"], "Ask for less"),
        [nameof(CcerHoldingErrors.BatchNotUsable)] = new(() => Asked(new ReserveCredits(TestRules.Day(6, 1), "R", new(1), "offset", "C-0001", "EU-1", "eu-ets", 2021)), "batch", "Batch C-0001",
            ["no credits count in eu-ets for 2021", "("], "Use another batch"),
    };

    public static TheoryData<string> Names => [.. refusals.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_refusal_names_field_value_rule_with_its_source_and_remedy(string name)
    {
        var parts = refusals[name];
        var error = parts.Refusal();
        Assert.NotNull(error);
        Assert.Equal(ErrorKind.Refused, error.Kind);
        Assert.Equal(Kebab(name.Split(' ')[0]), error.Code.Split('.')[1].Replace("-", "", StringComparison.Ordinal));
        Assert.Equal(parts.Field, error.Field);
        foreach (var said in parts.Rule.Append(parts.Asked)) Assert.Contains(said, error.Message, StringComparison.Ordinal);
        var remedy = error.Message.IndexOf(parts.Remedy, StringComparison.Ordinal);
        Assert.True(remedy > error.Message.IndexOf(parts.Asked, StringComparison.Ordinal), error.Message); // first what is wrong, then what to do
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
    }

    /// <summary>A new refusal by a rule, a limit or the money at a venue has to come here.</summary>
    [Fact]
    public void No_refusal_of_a_deal_by_a_rule_or_a_limit_is_missing()
    {
        var byRule = typeof(TradeErrors).GetMethods(BindingFlags.Public | BindingFlags.Static).Where(m => m.ReturnType == typeof(DomainError)
            && m.GetParameters().Any(p => p.ParameterType == typeof(RuleValue) || p.ParameterType == typeof(LimitReading) || p.Name == "source")).Select(m => m.Name).ToList();
        Assert.True(byRule.Count >= 19, $"only {byRule.Count}");
        Assert.Empty(byRule.Except(refusals.Keys));
    }

    private static string Kebab(string name) => name.ToLowerInvariant();

    private static Rule Number(string parameter, decimal value) => new(parameter, value, null);

    /// <summary>A rule of the national market beside, or in place of, those of the test rules.</summary>
    private sealed record Rule(string Parameter, decimal? Value, string? Text);

    private static DomainError? Of(CaptureTrade trade, Rule? rule = null)
    {
        var rules = TestRules.Book;
        if (rule is { } other)
        {
            var source = other.Parameter switch { "lot-size" => "notice on lots", "accounts-frozen-from" => "notice on freezing", _ => "notice on auctions" };
            rules = new([.. rules.All.Where(r => r.Market != TestRules.Market || r.Parameter != other.Parameter),
                new(TestRules.Market,
            other.Parameter, false, "", [new RuleValue(BookDates.First, null, BookDates.First, other.Value, other.Text, null, RuleStatus.InForce, source)])], rules.Calendars);
        }

        return TradeDecider.Decide(Trade.NotCaptured, trade, Context(rules)).Error;
    }

    private static Context Context(RuleBook rules) => new(TestRules.Now, "trader", rules, TestRules.Today, Quotes: new Dictionary<string, Quote> { [$"{TestRules.Market}/CEA/2025"] = close });

    private static DomainError? Under(LimitReading reading) => TradeDecider.Decide(Trade.NotCaptured, Spot.Listed(10_000, 74.63m), Context(TestRules.Book) with { Limits = [reading] }).Error;

    private static LimitReading Reading(string key, LimitState state, decimal? used, decimal? asked) => new(
        key, "Day of Zhang", "张的日限额", "trader", "CNY", true, true, state, used, asked, used + asked, 1_000_000m, "CNY 300,000.00", TestRules.Day(6, 4), 0m, 7);

    private static LimitReading Available(string kind, string unit, string source, decimal allowed, decimal used, decimal asked) => new(
        kind, source, source, kind, unit, true, false, LimitState.Exceeded, used, asked, used + asked, allowed, LimitFigure.Of(allowed - used, unit), TestRules.Day(12, 31), 0m, 7);

    /// <summary>An execution of an order that gave no reason, beyond a soft limit when it is approved.</summary>
    private static DomainError? OfOrder()
    {
        var soft = Reading("L-2", LimitState.Exceeded, 700_000m, 746_300m) with { Hard = false };
        var captured = TradeDecider.Decide(Trade.NotCaptured, Spot.Listed(10_000, 74.63m), Context(TestRules.Book)).Events.Cast<TradeCaptured>().Single();
        var trade = TradeDecider.Evolve(Trade.NotCaptured, captured with { Order = "O-1", Execution = "E-1", Limits = [soft with { Holds = false }] });
        return TradeDecider.Decide(trade, new ApproveTrade(), Context(TestRules.Book) with { Actor = "approver" }).Error;
    }

    /// <summary>A purchase of Friday 2026-05-29 whose statement came on Saturday.</summary>
    private static DomainError? OnSaturday()
    {
        var terms = Spot.Listed(10, 74.63m) with { TradeDate = TestRules.Day(5, 29) };
        TradeEvent[] happened =
        [
            new TradeCaptured(terms, 0m, null, [], "trader"), new TradeApproved(terms.TradeDate, "approver", terms.Account, terms.Side, terms.Product, terms.Quantity),
            new SettlementInstructed(terms.TradeDate, terms.Account, terms.Side, terms.Product, terms.Quantity),
        ];
        var trade = happened.Aggregate(Trade.NotCaptured, TradeDecider.Evolve);
        return TradeDecider.Decide(trade, new ConfirmSettlement(TestRules.Day(5, 30), "ST"), Context(TestRules.Book) with { Actor = "finance" }).Error;
    }

    private static DomainError? Ask(AllowanceAccountCommand command, params AllowanceAccountCommand[] before) =>
        AllowanceAccountDecider.Decide(before.Aggregate(Account.Stocked, (story, c) => story.And(c)).State, command, Context(TestRules.Book)).Error;

    private static DomainError? Asked(CcerHoldingCommand command, params CcerHoldingCommand[] before) =>
        CcerHoldingDecider.Decide(before.Aggregate(Ccer.Stocked, (story, c) => story.And(c)).State, command, new(TestRules.Now, "trader", RealRules.Book, TestRules.Today)).Error;
}
