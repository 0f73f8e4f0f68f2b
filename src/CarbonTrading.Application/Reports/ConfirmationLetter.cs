using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;
using static CarbonTrading.Application.Reports.Html;

namespace CarbonTrading.Application.Reports;

/// <summary>The confirmation of a trade or contract as one HTML page in both languages, for the other side to sign: asks nothing of any host, runs no script.</summary>
public static partial class ConfirmationLetter
{
    private const string Style = "@page{size:A4;margin:22mm}body{font:11pt Arial,\"DejaVu Sans\",\"WenQuanYi Zen Hei\",sans-serif;max-width:170mm;margin:auto}"
        + "h1{font-size:15pt}table{border-collapse:collapse;width:100%;margin:6mm 0}th,td{border:1px solid #999;padding:2mm 3mm;text-align:left;font-weight:normal}"
        + "th{width:45%;color:#444}.sign{display:flex;justify-content:space-between;margin-top:20mm}.sign span{border-top:1px solid #444;width:70mm;padding-top:2mm}";

    /// <summary>Of a trade.</summary>
    /// <param name="trade">Trade key.</param>
    /// <param name="state">The trade, approved or later.</param>
    /// <param name="account">Own account; null = not in the directory.</param>
    /// <param name="unit">Unit of the market: t, MWh, credit.</param>
    /// <param name="asOf">What it was known at.</param>
    public static string Of(string trade, Trade state, AccountEntry? account, string unit, AsOf asOf)
    {
        var terms = state.Terms!;
        var buy = terms.Side == Side.Buy;
        var own = Own(terms.Account, account);
        var amount = (terms.Price * terms.Quantity).RoundedHalfUp();
        return Page("交易确认书 Trade confirmation", trade, terms.Counterparty ?? terms.Product.Market,
        [
            ("交易编号 Trade", trade), ("交易日 Trade date", Day(terms.TradeDate)),
            ("卖方 Seller", buy ? terms.Counterparty ?? terms.Product.Market : own), ("买方 Buyer", buy ? own : terms.Counterparty ?? terms.Product.Market),
            ("标的 Product", $"{terms.Product.Code} ({terms.Product})"), ("数量 Quantity", $"{T(terms.Quantity.Value)} {unit}"),
            ("价格 Price", Price(terms.Price, unit)), ("金额 Amount", amount.ToString()), ("成交编号 Deal number", terms.VenueReference ?? "–"),
        ], asOf);
    }

    private static string Own(string key, AccountEntry? account) => account is null ? key : $"{account.NameZh} {account.Name} ({key})";

    private static string Price(UnitPrice price, string unit) => string.Create(CultureInfo.InvariantCulture, $"{price.Amount:0.00##} {price.Currency}/{unit}");

    private static string Page(string title, string key, string to, IEnumerable<(string Name, string Value)> rows, AsOf asOf)
    {
        var page = new Html();
        page.Raw("<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Raw($"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{Hash(Style)}'\">\n")
            .Line("title", $"{key} {title}").Raw($"<style>{Style}</style>\n</head>\n<body>\n")
            .Line("h1", title).Line("p", $"致 To: {to}").Raw("<table>\n");
        foreach (var (name, value) in rows) page.Raw("<tr>").Line("th", name).Line("td", value).Raw("</tr>\n");
        page.Raw("</table>\n")
            .Line("p", "请核对以上条款；如有不一致，请立即书面告知。Please compare these terms with yours and tell us at once in writing where they differ.")
            .Raw("<div class=\"sign\">").Line("span", "我方签章 For us").Line("span", "对方签章 For the other side").Raw("</div>\n")
            .Line("p", string.Create(CultureInfo.InvariantCulture, $"{Day(asOf.Date)} · #{asOf.Known}"));
        return page.Raw("</body>\n</html>\n").ToString();
    }

    private static string Hash(string style) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)));
}
