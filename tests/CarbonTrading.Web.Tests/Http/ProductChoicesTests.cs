using CarbonTrading.Web.Components;
using Xunit;

namespace CarbonTrading.Web.Tests.Http;

/// <summary>Products are picked by name; what is held, priced or listed by the rules is offered.</summary>
public sealed class ProductChoicesTests(SampleServer server) : IClassFixture<SampleServer>
{
    private static readonly DateOnly day = new(2026, 6, 5);

    private IEnumerable<string> Of(string market) => ProductChoices.Of(server.Workplace, market, day).Select(p => p.ToString());

    [Fact]
    public void The_newest_vintage_stands_first_and_the_listed_two_year_vintage_is_there()
    {
        var offered = Of("cn-ets").ToList();
        Assert.Equal("cn-ets/CEA/2026", offered[0]); // allocated already, though not traded yet
        Assert.Contains("cn-ets/CEA/2019-2020", offered);
        Assert.Equal(offered.Distinct(), offered);
    }

    [Fact]
    public void A_product_without_vintages_is_offered_without() => Assert.Equal(["eu-ets/EUA/none", "eu-ets/EUAA/none"], Of("eu-ets"));

    [Fact]
    public void Only_markets_of_the_account_are_offered()
    {
        Assert.Equal(["eu-ets"], ProductChoices.Markets(server.Workplace, "EU-AUTO-01"));
        Assert.Contains("cn-ets", ProductChoices.Markets(server.Workplace, "NOBODY"));
    }

    [Fact]
    public void Every_product_that_is_offered_has_its_name_in_both_languages()
    {
        var codes = ProductChoices.Markets(server.Workplace, "").SelectMany(m => ProductChoices.Of(server.Workplace, m, day)).Select(p => p.Name).Distinct();
        Assert.All(codes, code => Assert.True(Texts.All.ContainsKey($"product-name.{code}"), code));
    }

    [Fact]
    public void A_name_has_code_and_year() =>
        Assert.Equal("CEA25 · 全国碳配额 2025", ProductChoices.Name(new Texts(Language.Zh), new("cn-ets", "CEA", Kernel.Vintage.Of(2025))));

    [Fact]
    public void Quantities_of_a_form_are_in_the_unit_of_the_entitys_market()
    {
        Assert.Equal("gec", ProductChoices.MarketOf(server.Workplace.Read, "trades", "T-20260605-GEC"));
        Assert.Equal("cn-ets", ProductChoices.MarketOf(server.Workplace.Read, "accounts", "QM-CHP-01"));
        Assert.Null(ProductChoices.MarketOf(server.Workplace.Read, "people", "TRADER"));
    }
}
