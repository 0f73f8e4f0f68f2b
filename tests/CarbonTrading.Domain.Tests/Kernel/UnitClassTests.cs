using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Kernel;

public class UnitClassTests
{
    [Theory]
    [InlineData("2025", "25"), InlineData("2019-2020", "19-20"), InlineData("none", "")]
    public void A_vintage_has_a_text_and_a_code(string text, string code)
    {
        Assert.True(Vintage.TryParse(text, out var vintage));
        Assert.Equal((text, code), (vintage.ToString(), vintage.Code));
    }

    [Theory]
    [InlineData("25"), InlineData("2004"), InlineData("2101"), InlineData("2020-2019"), InlineData("2020-2020"), InlineData("２０２５"), InlineData("")]
    public void These_are_no_vintages(string text) => Assert.False(Vintage.TryParse(text, out _));

    [Fact]
    public void A_product_reads_and_writes_the_same()
    {
        Assert.True(Product.TryParse("cn-ets/CEA/2019-2020", out var product));
        Assert.Equal(("cn-ets/CEA/2019-2020", "CEA19-20"), (product.ToString(), product.Code));
    }

    [Theory]
    [InlineData("cn-ets/CEA"), InlineData("CN/CEA/2025"), InlineData("cn-ets/cea/2025"), InlineData("../CEA/2025"), InlineData("cn-ets/CEA/2025/x")]
    public void These_are_no_products(string text) => Assert.False(Product.TryParse(text, out _));

    [Theory]
    [InlineData("cn-ets/CEA/2025/free", Origin.Free)]
    [InlineData("cn-ets/CEA/2025/purchased", Origin.Purchased)]
    [InlineData("cn-ets/CEA/2025/carried-over", Origin.CarriedOver)]
    [InlineData("cn-ccer/CCER/none/issued", Origin.Issued)]
    public void A_unit_class_reads_and_writes_the_same(string text, Origin origin)
    {
        Assert.True(UnitClass.TryParse(text, out var unit));
        Assert.Equal((text, origin), (unit.ToString(), unit.Origin));
    }

    [Theory]
    [InlineData("cn-ets/CEA/2025/Free"), InlineData("cn-ets/CEA/2025/"), InlineData("free"), InlineData("cn-ets/CEA/2025/stolen")]
    public void These_are_no_unit_classes(string text) => Assert.False(UnitClass.TryParse(text, out _));

    [Theory]
    [InlineData("A"), InlineData("BJ-ELEC-01"), InlineData("0123456789012345678901234567890123456789")]
    public void These_are_keys(string key) => Assert.True(EntityKey.IsValid(key));

    [Theory]
    [InlineData(null), InlineData(""), InlineData("-A"), InlineData("a"), InlineData("A/B"), InlineData("A\n")]
    [InlineData("01234567890123456789012345678901234567890")]
    public void These_are_no_keys(string? key) => Assert.False(EntityKey.IsValid(key));
}
