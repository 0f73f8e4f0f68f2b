using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Cases;

/// <summary>Case C19: value-added tax of 6 % that is in the amounts. Rate from the repository's rules.</summary>
public class TaxCases
{
    private static readonly DateOnly day = new(2025, 11, 14);

    private static TradeCaptured Capture(Side side, long quantity, decimal price, InvoiceKind? invoice, decimal? fee = null)
    {
        var terms = new CaptureTrade(
            day, "A", side, TradeMethod.Listed, new("cn-ets", "CEA", Vintage.Of(2024)), new(quantity), new(price, "CNY"), Fee: fee, Invoice: invoice);
        var decision = TradeDecider.Decide(Trade.NotCaptured, terms, new(TestRules.Now, "trader", RealRules.Book, day));
        Assert.True(decision.Error is null, decision.Error?.Message);
        return (TradeCaptured)decision.Events[0];
    }

    [Fact]
    public void A_purchase_of_2_400_000_with_a_special_invoice_is_2_264_150_94_net()
    {
        var tax = Capture(Side.Buy, 32_000, 75.00m, InvoiceKind.Special, fee: 7_200m).Tax!;
        Assert.Equal((135_849.06m, 407.55m), (tax.OnPrice, tax.OnFee));
        Assert.Equal((2_264_150.94m, 6_792.45m), (2_400_000m - tax.OnPrice, 7_200m - tax.OnFee));
    }

    [Fact]
    public void A_sale_of_1_160_000_owes_65_660_38_and_is_1_094_339_62_net()
    {
        var sale = Capture(Side.Sell, 16_000, 72.50m, InvoiceKind.Special, fee: 0m);
        Assert.Equal((65_660.38m, 1_094_339.62m), (sale.Tax!.OnPrice, (sale.Terms.Price * sale.Terms.Quantity).RoundedHalfUp().Amount - sale.Tax.OnPrice));
    }

    [Fact]
    public void Without_a_special_invoice_the_tax_stays_in_the_cost()
    {
        Assert.Null(Capture(Side.Buy, 32_000, 75.00m, null).Tax);
        Assert.Null(Capture(Side.Buy, 32_000, 75.00m, InvoiceKind.None).Tax);
    }

    [Fact]
    public void Parts_settled_share_the_tax_without_a_cent_lost()
    {
        var whole = TradeDecider.Evolve(Trade.NotCaptured, Capture(Side.Buy, 32_000, 75.00m, InvoiceKind.Special, fee: 7_200m));
        var parts = new[] { 1L, 10_000, 7, 21_992 };
        var (sum, before) = (0m, Tonnes.Zero);
        foreach (var part in parts)
        {
            sum += whole.TaxOf(before + new Tonnes(part))!.Value - whole.TaxOf(before)!.Value;
            before += new Tonnes(part);
        }

        Assert.Equal(135_849.06m + 407.55m, sum);
    }

    [Fact]
    public void The_deducted_tax_is_no_cost_and_a_correction_keeps_its_share()
    {
        var account = new Story<AllowanceAccount, AllowanceAccountCommand, AllowanceAccountEvent>(AllowanceAccountDecider.Instance, RealRules.Book)
            .And(new OpenAccount("QM", "cn-ets", "A", "甲"));
        var product = new Product("cn-ets", "CEA", Vintage.Of(2025));
        var bought = new ReceivePurchase(day, product, new(32_000), new(75.00m, "CNY"), 7_200m, DeductibleTax: 136_256.61m);
        var received = account.When(bought).ThenOne<PurchaseReceived>();
        Assert.Equal(2_264_150.94m + 6_792.45m, received.Moves[0].Cost);
        account.When(bought with { DeductibleTax = 2_407_200.01m }).ThenRefused("allowance-account.tax-beyond-cost");
        account.When(bought with { DeductibleTax = 0.001m }).ThenRefused("allowance-account.amount-not-possible");
        var corrected = account.And(bought).When(new CorrectMovement(2, day, "half", new ReceiptCorrection(day, new(16_000), Fee: 3_600m))).ThenAccepted();
        Assert.Equal(68_128.31m, ((PurchaseReceived)corrected.Events[^1]).DeductibleTax); // 136,256.61 / 2, half-up
    }
}
