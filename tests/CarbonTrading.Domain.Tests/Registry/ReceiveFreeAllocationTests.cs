using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Registry;

public class ReceiveFreeAllocationTests
{
    [Fact]
    public void It_is_a_lot_of_origin_free_without_cost() => Account.Empty
        .When(Account.Free(TestRules.Day(4, 1), 1_000))
        .Then(new FreeAllocationReceived(
            TestRules.Day(4, 1), [Account.Move("L-0001", Origin.Free, Bucket.Outside, Bucket.Free, 1_000, 0m)], "AL-2025"));

    [Fact]
    public void Zero_tonnes_are_refused() => Account.Empty
        .When(Account.Free(TestRules.Day(4, 1), 0)).ThenRefused("allowance-account.quantity-zero");

    [Fact]
    public void The_business_date_is_the_last_day_accepted() => Account.Empty.When(Account.Free(TestRules.Today, 1)).ThenAccepted();

    [Fact]
    public void The_day_after_the_business_date_is_refused() => Account.Empty
        .When(Account.Free(TestRules.Day(6, 6), 1)).ThenRefused("allowance-account.in-the-future", "2026-06-06", "2026-06-05");

    [Fact]
    public void The_first_day_of_the_books_is_accepted() => Account.Empty.When(Account.Free(new(2013, 1, 1), 1)).ThenAccepted();

    [Fact]
    public void A_day_before_the_books_is_refused() => Account.Empty
        .When(Account.Free(new(2012, 12, 31), 1)).ThenRefused("allowance-account.date-out-of-range");

    [Fact]
    public void A_product_of_another_market_is_refused() => Account.Empty
        .When(new ReceiveFreeAllocation(TestRules.Day(4, 1), new(TestRules.Vague, "VEA", Vintage.Of(2025)), new(1), "AL"))
        .ThenRefused("allowance-account.other-market");

    [Fact]
    public void Serial_ranges_include_their_last_number() => Account.Empty
        .When(Account.Free(TestRules.Day(4, 1), 100, new SerialRange("CN25", 1, 60), new SerialRange("CN25", 61, 100)))
        .Then(new FreeAllocationReceived(
            TestRules.Day(4, 1), [Account.Move("L-0001", Origin.Free, Bucket.Outside, Bucket.Free, 100, 0m, new SerialRange("CN25", 1, 100))],
            "AL-2025"));

    [Fact]
    public void Serial_ranges_one_short_of_the_quantity_are_refused() => Account.Empty
        .When(Account.Free(TestRules.Day(4, 1), 100, new SerialRange("CN25", 1, 99)))
        .ThenRefused("allowance-account.serials-do-not-add-up", "99 tCO2e", "100 tCO2e");

    [Theory]
    [InlineData(-1, 98), InlineData(5, 4), InlineData(1, 1_000_000_000_000_001), InlineData(long.MinValue, long.MaxValue)]
    public void Numbers_that_make_no_range_are_refused(long first, long last) => Account.Empty
        .When(Account.Free(TestRules.Day(4, 1), 100, new SerialRange("CN25", first, last)))
        .ThenRefused("allowance-account.serials-not-possible");

    [Fact]
    public void Ranges_that_overlap_in_the_command_are_refused() => Account.Empty
        .When(Account.Free(TestRules.Day(4, 1), 100, new SerialRange("CN25", 1, 50), new SerialRange("CN25", 50, 99)))
        .ThenRefused("allowance-account.serials-overlap");

    [Fact]
    public void Ranges_that_overlap_what_the_account_has_are_refused() => Account.Empty
        .And(Account.Free(TestRules.Day(4, 1), 100, new SerialRange("CN25", 1, 100)))
        .When(Account.Free(TestRules.Day(4, 2), 10, new SerialRange("CN25", 100, 109)))
        .ThenRefused("allowance-account.serials-overlap", "CN25 100-109", "CN25 1-100");

    [Fact]
    public void The_next_number_and_another_block_do_not_overlap() => Account.Empty
        .And(Account.Free(TestRules.Day(4, 1), 100, new SerialRange("CN25", 1, 100)))
        .And(Account.Free(TestRules.Day(4, 2), 10, new SerialRange("CN25", 101, 110)))
        .When(Account.Free(TestRules.Day(4, 2), 10, new SerialRange("CN26", 1, 10)))
        .ThenAccepted();

    [Theory]
    [InlineData(2024)]
    [InlineData(2026)]
    public void Units_with_a_vintage_are_those_of_its_year(int year) => Account.Empty
        .When(new ReceiveFreeAllocation(TestRules.Day(4, 1), TestRules.Cea(2025), new(1), "AL", ComplianceYear: year))
        .ThenRefused("allowance-account.year-is-not-the-vintage");

    [Fact]
    public void Units_without_a_vintage_keep_the_year_they_are_for() => Assert.Equal(2024, Account.Empty
        .When(new ReceiveFreeAllocation(TestRules.Day(4, 1), new(TestRules.Market, "CEA", Vintage.None), new(1), "AL", ComplianceYear: 2024))
        .ThenOne<FreeAllocationReceived>().ComplianceYear);

    [Theory]
    [InlineData(2012)]
    [InlineData(2101)]
    public void A_year_outside_the_books_is_refused(int year) => Account.Empty
        .When(new ReceiveFreeAllocation(TestRules.Day(4, 1), new(TestRules.Market, "CEA", Vintage.None), new(1), "AL", ComplianceYear: year))
        .ThenRefused("allowance-account.year-out-of-range");
}
