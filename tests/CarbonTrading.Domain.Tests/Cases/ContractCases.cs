using CarbonTrading.Domain.Contracts;
using CarbonTrading.Domain.Trading;
using Xunit;

namespace CarbonTrading.Domain.Tests.Cases;

/// <summary>Cases C27 to C29: repo, pledge, derivatives.</summary>
public class ContractCases
{
    [Fact]
    public void C27_A_repo_at_60_00_and_62_10_after_180_days_costs_7_10_percent_a_year() =>
        Assert.Equal(0.070972m, ContractFigures.RepoRate(60.00m, 62.10m, 180));

    [Fact]
    public void C28_A_loan_of_4_500_000_on_100_000_t_is_60_percent_at_75_00_called_below_60_00()
    {
        Assert.Equal(0.60m, ContractFigures.LoanToValue(4_500_000m, new(100_000), 75.00m));
        Assert.Equal(60.00m, ContractFigures.CallPrice(4_500_000m, new(100_000), 0.75m));
        Assert.Equal(0.642857m, ContractFigures.LoanToValue(4_500_000m, new(100_000), 70.00m));
    }

    [Fact]
    public void C29_A_long_forward_at_72_settled_at_80_pays_80_000()
    {
        Assert.Equal(80_000m, ContractFigures.Forward(Side.Buy, new(10_000), 72m, 80m));
        Assert.Equal(-80_000m, ContractFigures.Forward(Side.Sell, new(10_000), 72m, 80m));
    }

    [Fact]
    public void C29_A_swap_of_50_000_t_with_a_difference_of_6_00_pays_160_000() =>
        Assert.Equal(160_000m, ContractFigures.Swap(Side.Buy, new(50_000), 81.50m, 72.30m, 6.00m));

    [Fact]
    public void C29_A_collar_of_85_and_65_pays_6_20_a_tonne_at_92()
    {
        var call = ContractFigures.Option(Side.Buy, OptionRight.Call, new(1_000), 85m, 92m) - 3_200m;
        var put = ContractFigures.Option(Side.Sell, OptionRight.Put, new(1_000), 65m, 92m) + 2_400m;
        Assert.Equal(6_200m, call + put);
    }

    [Theory]
    [InlineData(0, 62.10, 180)]
    [InlineData(60, 62.10, 0)]
    public void A_repo_without_price_or_days_has_no_rate(double first, double back, int days) => Assert.Null(ContractFigures.RepoRate((decimal)first, (decimal)back, days));

    [Fact]
    public void A_pledge_without_a_price_has_no_loan_to_value() => Assert.Null(ContractFigures.LoanToValue(1m, new(1), 0m));
}
