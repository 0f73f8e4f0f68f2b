using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Tests.Registry;

/// <summary>Words the account tests share.</summary>
public static class Account
{
    public static readonly AccountOpened Opened = new("BJ-ELEC", TestRules.Market, "Beijing electronics", "北京电子", null, "CNY");

    public static readonly Product Cea25 = TestRules.Cea(2025);

    public static readonly Product Cea24 = TestRules.Cea(2024);

    public static Story<AllowanceAccount, AllowanceAccountCommand, AllowanceAccountEvent> Unopened => new(AllowanceAccountDecider.Instance, TestRules.Book);

    /// <summary>An open account with nothing in it.</summary>
    public static Story<AllowanceAccount, AllowanceAccountCommand, AllowanceAccountEvent> Empty => Unopened.Given(Opened);

    /// <summary>1,000 t CEA25 free on 1 April, 500 t bought for 37,000.00 on 7 May 2026.</summary>
    public static Story<AllowanceAccount, AllowanceAccountCommand, AllowanceAccountEvent> Stocked => Empty
        .And(Free(TestRules.Day(4, 1), 1_000))
        .And(Bought(TestRules.Day(5, 7), 500, 74m));

    public static ReceiveFreeAllocation Free(DateOnly day, long quantity, params SerialRange[] serials) =>
        new(day, Cea25, new(quantity), "AL-2025", serials.Length == 0 ? null : serials);

    public static ReceivePurchase Bought(DateOnly day, long quantity, decimal price, decimal? fee = null, params SerialRange[] serials) =>
        new(day, Cea25, new(quantity), new(price, "CNY"), fee, "T-1", "ST-1", serials.Length == 0 ? null : serials);

    public static ReserveUnits Reserve(DateOnly day, string id, long quantity, bool forSale = false) =>
        new(day, id, Cea25, new(quantity), "sale", null, forSale);

    public static SurrenderUnits Surrender(DateOnly day, long quantity, int year = 2025) => new(day, Cea25, new(quantity), year, "SR-1");

    public static Move Move(string lot, Origin origin, Bucket from, Bucket to, long quantity, decimal cost, params SerialRange[] serials) =>
        new(lot, new(Cea25, origin), from, to, new(quantity), cost, "CNY", serials.Length == 0 ? null : serials);
}
