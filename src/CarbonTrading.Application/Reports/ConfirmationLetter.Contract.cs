using System.Globalization;
using CarbonTrading.Application.Rules;
using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Contracts;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;
using static CarbonTrading.Application.Reports.Html;

namespace CarbonTrading.Application.Reports;

public static partial class ConfirmationLetter
{
    /// <summary>Of a term contract: its terms as they stand, and every leg with its day.</summary>
    /// <param name="contract">Key.</param>
    /// <param name="state">The contract, agreed and not taken back.</param>
    /// <param name="account">Own account; null = not in the directory.</param>
    /// <param name="units">Units of the markets.</param>
    /// <param name="asOf">What it was known at.</param>
    public static string Of(string contract, TermContract state, AccountEntry? account, UnitsOfAccount units, AsOf asOf)
    {
        var c = state.Terms!;
        var unit = units.Of(c.Product.Market);
        List<(string, string?)> rows =
        [
            ("合约编号 Contract", contract), ("类别 Kind", KindOf(c)), ("签约日 Agreed on", Day(c.AgreedOn)), ("合同 Document", c.Document),
            ("我方 We", Own(c.Account, account)), ("对方 You", c.Counterparty), ("我方方向 Our side", c.Side is { } side ? side == Side.Buy ? "买入 buy" : "卖出 sell" : null),
            ("权利 Right", c.Right is { } right ? right == OptionRight.Call ? "看涨 call" : "看跌 put" : null),
            ("标的 Product", $"{c.Product.Code} ({c.Product})"), ("数量 Quantity", $"{T(c.Quantity.Value)} {unit}"), ("价格 Price", Price(c.Price, unit)),
            ("另一品种 Other product", c.OtherProduct is { } other ? $"{other.Code} ({other})" : null), ("期末价格 Price at the end", c.EndPrice is { } end ? Price(end, unit) : null),
            (c.Kind == ContractKind.Pledge ? "借款本金 Loan" : "权利金 Premium", Money(c.Amount)), ("利息 Interest", Money(c.Interest)), ("保证金 Margin", Money(c.Margin)),
            ("追保质押率 Margin call from loan to value", c.CallShare is { } share ? LimitFigure.Of(share, LimitFigure.Fraction) : null),
            ("起始日 Starts on", Day(c.StartsOn)), ("到期日 Ends on", c.EndsOn is { } last ? Day(last) : null), ("结算 Settlement", c.InCash ? "现金 in cash" : "实物 in kind"),
            .. state.Legs.Where(l => l.Status != ContractLegStatus.Dropped && !ContractLegs.IsFee(c, l.Leg)) // the fee is ours alone
                .Select(l => (string.Create(CultureInfo.InvariantCulture, $"履行 Leg {l.Leg.Number}"), (string?)LegOf(l.Leg, c, units))),
        ];
        return Page("合约确认书 Contract confirmation", contract, c.Counterparty, rows.Where(r => r.Item2 is not null).Select(r => (r.Item1, r.Item2!)), asOf);

        string? Money(decimal? amount) => amount is { } a ? new Money(a, c.Price.Currency).ToString() : null;
    }

    private static string LegOf(ContractLeg leg, AgreeContract c, UnitsOfAccount units)
    {
        var what = leg.Quantity is { } quantity ? $"{T(quantity.Value)} {units.Of(leg.Product!.Value.Market)} {leg.Product.Value.Code}"
            : leg.Amount is { } amount ? new Money(amount, leg.Currency).ToString() : $"{leg.Currency} 结算时确定 fixed at settlement";
        return $"{Day(leg.Due)} · {(leg.IsIn ? $"{c.Counterparty} → {c.Account}" : $"{c.Account} → {c.Counterparty}")} · {what}";
    }

    private static string KindOf(AgreeContract c) => c.Kind switch
    {
        ContractKind.Forward => "碳远期 forward",
        ContractKind.Swap => "碳掉期 swap",
        ContractKind.Option => "碳期权 option",
        ContractKind.Repo => "碳回购 repo",
        ContractKind.Pledge => "碳资产质押 pledge",
        ContractKind.Lend => "碳借出 loan of units, we lend",
        ContractKind.Borrow => "碳借入 loan of units, we borrow",
        _ => "内部划转 internal transfer",
    };
}
