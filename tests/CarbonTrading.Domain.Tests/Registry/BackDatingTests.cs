using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Registry;

/// <summary>Commands dated before what is booked already.</summary>
public class BackDatingTests
{
    /// <summary>1,000 t from 1 April, 800 of them surrendered on 10 May, 500 more from 20 May.</summary>
    private static Story<AllowanceAccount, AllowanceAccountCommand, AllowanceAccountEvent> Booked => Account.Empty
        .And(Account.Free(TestRules.Day(4, 1), 1_000))
        .And(Account.Surrender(TestRules.Day(5, 10), 800))
        .And(Account.Free(TestRules.Day(5, 20), 500));

    [Fact]
    public void What_every_later_day_bears_is_accepted() => Booked.When(Account.Surrender(TestRules.Day(4, 15), 200)).ThenAccepted();

    [Fact]
    public void One_tonne_more_is_refused_with_the_first_day_that_would_go_negative() => Booked
        .When(Account.Surrender(TestRules.Day(4, 15), 201))
        .ThenRefused("allowance-account.would-go-negative", "2026-05-10", "201 tCO2e", "only 200 tCO2e", "cn-ets/CEA/2025");

    [Fact]
    public void What_came_later_was_not_there_yet() => Booked
        .When(Account.Surrender(TestRules.Day(5, 19), 201))
        .ThenRefused("allowance-account.not-enough-free", "200 tCO2e can be used on 2026-05-19");

    [Fact]
    public void Before_the_first_receipt_there_was_nothing() => Booked
        .When(Account.Surrender(TestRules.Day(3, 31), 1)).ThenRefused("allowance-account.not-enough-free", "0 tCO2e");

    [Fact]
    public void Within_a_day_in_comes_before_out() => Booked.When(Account.Surrender(TestRules.Day(5, 20), 700)).ThenAccepted();

    [Fact]
    public void A_lot_that_is_used_up_today_is_named_by_the_day_it_was_used_up() => Account.Empty
        .And(Account.Free(TestRules.Day(4, 1), 100))
        .And(Account.Surrender(TestRules.Day(4, 10), 100))
        .When(Account.Surrender(TestRules.Day(4, 5), 1))
        .ThenRefused("allowance-account.would-go-negative", "2026-04-10");

    [Fact]
    public void Units_reserved_for_a_while_were_not_free_meanwhile() => Account.Empty
        .And(Account.Free(TestRules.Day(4, 1), 100))
        .And(Account.Reserve(TestRules.Day(4, 10), "T", 100))
        .And(new ReleaseUnits(TestRules.Day(4, 20), "T", "off"))
        .When(Account.Surrender(TestRules.Day(4, 5), 1))
        .ThenRefused("allowance-account.would-go-negative", "2026-04-10");

    [Fact]
    public void Two_lots_that_were_never_free_together_do_not_add_up() => Account.Empty
        .And(Account.Free(TestRules.Day(4, 1), 100))
        .And(Account.Free(TestRules.Day(4, 1), 100))
        .And(Account.Reserve(TestRules.Day(4, 10), "A", 100))
        .And(new ReleaseUnits(TestRules.Day(4, 11), "A", "off"))
        .And(Account.Surrender(TestRules.Day(4, 12), 100))
        .When(Account.Surrender(TestRules.Day(4, 5), 101))
        .ThenRefused("allowance-account.would-go-negative", "2026-04-10", "only 100 tCO2e");

    [Fact]
    public void A_back_dated_receipt_is_always_possible() => Booked.When(Account.Free(TestRules.Day(3, 1), 5)).ThenAccepted();
}
