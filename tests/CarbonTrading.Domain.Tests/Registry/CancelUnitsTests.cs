using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Registry;

public class CancelUnitsTests
{
    private static readonly CancelUnits cancel = new(TestRules.Day(6, 1), Account.Cea25, new(1_500), "event", "city run", "CA-1");

    [Fact]
    public void Free_units_are_cancelled_oldest_first() => Account.Stocked.When(cancel).Then(new UnitsCancelled(
        TestRules.Day(6, 1),
        [
            Account.Move("L-0001", Origin.Free, Bucket.Free, Bucket.Cancelled, 1_000, 0m),
            Account.Move("L-0002", Origin.Purchased, Bucket.Free, Bucket.Cancelled, 500, 37_000m),
        ],
        "event", "city run", "CA-1"));

    [Fact]
    public void One_tonne_more_is_refused() => Account.Stocked
        .When(cancel with { Quantity = new(1_501) }).ThenRefused("allowance-account.not-enough-free");

    [Fact]
    public void Reserved_units_are_not_cancelled() => Account.Stocked
        .And(Account.Reserve(TestRules.Day(5, 20), "T", 1))
        .When(cancel).ThenRefused("allowance-account.not-enough-free", "1,499 tCO2e");

    [Fact]
    public void Without_a_beneficiary_it_is_refused() => Account.Stocked
        .When(cancel with { Beneficiary = "" }).ThenRefused("allowance-account.field-missing", "beneficiary");
}
