using CarbonTrading.Application.Contracts;
using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Application.Trades;
using CarbonTrading.Domain.Contracts;
using CarbonTrading.Domain.Registry;
using Xunit;

namespace CarbonTrading.Application.Tests.Walkthroughs;

/// <summary>Term contracts through desk and processes: what they do to accounts, availability and money.</summary>
public class SettleContractTests
{
    private const string Cea = "cn-ets/CEA/2025";
    private const string Chp = "QM-CHP-01";

    private static string Terms(string kind, string more, long quantity = 40_000, string price = "60.00", string product = Cea, string end = "2026-06-05",
        string from = "2026-06-01") => $$"""
        {"kind":"{{kind}}","agreedOn":"{{from}}","account":"QM-CHP-01","product":"{{product}}","quantity":{{quantity}},"price":{"amount":{{price}},"currency":"CNY"},
         "counterparty":"Bank A","document":"K-7","startsOn":"{{from}}"{{(end.Length > 0 ? $",\"endsOn\":\"{end}\"" : "")}}{{more}}}
        """;

    private static ContractRow Row(TestDesk desk, string key) => desk.Workplace.Queries.Contracts.All(desk.Workplace.Queries.Resolve(null, null).AsOf!).Single(c => c.Key == key);

    private static async Task<TestDesk> Holding(long tonnes)
    {
        var desk = await TestDesk.Open();
        await desk.Done("compliance", "accounts", Chp, "receive-free-allocation", $$"""{"effective":"2026-06-05","product":"{{Cea}}","quantity":{{tonnes}},"document":"AL"}""");
        return desk;
    }

    /// <summary>Agreed by the trader, approved by the approver, filed by finance.</summary>
    private static async Task Active(TestDesk desk, string key, string terms)
    {
        await Agreed(desk, key, "agree-contract", terms);
        await desk.Done("finance", "contracts", key, "file-contract", """{"effective":"2026-06-05","reference":"REG-1"}""");
    }

    private static async Task Agreed(TestDesk desk, string key, string command, string json, string maker = "trader")
    {
        var id = $"{key}-{command}".ToLowerInvariant();
        await desk.Done(maker, "contracts", key, command, json, id);
        await desk.Done("approver", "proposals", Application.Desk.ProposalKey(maker, id), "approve-proposal", "{}");
    }

    private static Task Confirm(TestDesk desk, string key, int leg) =>
        desk.Done("finance", "contracts", key, "confirm-leg", $$"""{"leg":{{leg}},"effective":"2026-06-05","evidence":"ST {{leg}}"}""");

    [Theory]
    [InlineData("repo", ",\"side\":\"sell\",\"endPrice\":{\"amount\":62.10,\"currency\":\"CNY\"}", Bucket.SoldInRepo, 3)]
    [InlineData("pledge", ",\"amount\":1800000.00,\"callShare\":0.75", Bucket.Pledged, 4)]
    [InlineData("lend", ",\"margin\":700000.00", Bucket.Lent, 2)]
    public async Task What_is_given_is_held_and_not_free_until_it_comes_back(string kind, string more, Bucket bucket, int back)
    {
        await using var desk = await Holding(50_000);
        await Active(desk, "K-1", Terms(kind, more));
        Assert.Equal(50_000, desk.In(Chp, Cea, Bucket.Free)); // agreed and filed, not given yet
        await Confirm(desk, "K-1", 1);
        Assert.Equal((10_000L, 40_000L), (desk.In(Chp, Cea, Bucket.Free), desk.In(Chp, Cea, bucket)));
        await desk.Refused("allowance-account.not-enough-free", "trader", "accounts", Chp, "reserve-units",
            $$"""{"effective":"2026-06-05","reservation":"R","product":"{{Cea}}","quantity":10001,"purpose":"sale"}""");
        foreach (var leg in Row(desk, "K-1").Legs.Where(l => l.IsOpen).Select(l => l.Leg.Number).ToList()) await Confirm(desk, "K-1", leg);
        Assert.Equal((50_000L, 0L), (desk.In(Chp, Cea, Bucket.Free), desk.In(Chp, Cea, bucket)));
        Assert.Equal(ContractStatus.Closed, Row(desk, "K-1").Status);
        Assert.Equal(ContractLegStatus.Done, Row(desk, "K-1").Legs[back - 1].Status);
    }

    [Fact]
    public async Task C27_and_C28_stand_on_the_contract()
    {
        await using var desk = await Holding(200_000);
        await Agreed(desk, "K-1", "agree-contract", Terms("repo", ",\"side\":\"sell\",\"endPrice\":{\"amount\":62.10,\"currency\":\"CNY\"}", 100_000, end: "2026-12-02", from: "2026-06-05"));
        Assert.Equal(("repo-rate", 0.070972m), (Row(desk, "K-1").Figures[0].Code, Row(desk, "K-1").Figures[0].Value));
        await Agreed(desk, "K-2", "agree-contract", Terms("pledge", ",\"amount\":4500000.00,\"callShare\":0.75", 100_000, "75.00"));
        await desk.Prices("date,close,listed_volume,block_volume\n2026-06-04,70.00,1000,0\n");
        Assert.Equal([("loan-to-value-agreed", 0.60m, false), ("loan-to-value", 0.642857m, false), ("call-price", 60.00m, false)],
            Row(desk, "K-2").Figures.Select(f => (f.Code, f.Value!.Value, f.NeedsLook)));
        await desk.Prices("date,close,listed_volume,block_volume\n2026-06-05,59.99,1000,0\n"); // below the call price: beyond 75 %
        Assert.Equal(("loan-to-value", 0.750125m, true), (Row(desk, "K-2").Figures[1].Code, Row(desk, "K-2").Figures[1].Value!.Value, Row(desk, "K-2").Figures[1].NeedsLook));
        Assert.True(Row(desk, "K-2").NeedsLook);
    }

    [Fact]
    public async Task Without_enough_units_the_leg_says_why_and_is_confirmed_once_they_are_there()
    {
        await using var desk = await Holding(30_000);
        await desk.Refused("trade.contract-units-missing", "trader", "contracts", "K-1", "agree-contract", Terms("pledge", ",\"amount\":1800000.00"));
        await Active(desk, "K-1", Terms("pledge", ",\"amount\":1800000.00,\"remark\":\"allocated tonight\""));
        await Confirm(desk, "K-1", 1);
        var leg = Row(desk, "K-1").Legs[0];
        Assert.Equal((ContractLegStatus.Expected, "allowance-account.not-enough-free", true), (leg.Status, leg.Problem?.Code, Row(desk, "K-1").NeedsLook));
        await desk.Done("compliance", "accounts", Chp, "receive-free-allocation", $$"""{"effective":"2026-06-05","product":"{{Cea}}","quantity":10000,"document":"AL2"}""");
        await Confirm(desk, "K-1", 1);
        Assert.Equal((ContractLegStatus.Done, 40_000L), (Row(desk, "K-1").Legs[0].Status, desk.In(Chp, Cea, Bucket.Pledged)));
    }

    [Fact]
    public async Task A_forward_sale_goes_through_transit_and_what_fails_is_free_again()
    {
        await using var desk = await Holding(50_000);
        await Active(desk, "K-1", Terms("forward", ",\"side\":\"sell\""));
        await desk.Done("trader", "contracts", "K-1", "instruct-leg", """{"leg":1,"effective":"2026-06-05"}""");
        Assert.Equal((ContractLegStatus.InTransit, 40_000L), (Row(desk, "K-1").Legs[0].Status, desk.In(Chp, Cea, Bucket.InTransit)));
        await desk.Done("finance", "contracts", "K-1", "fail-leg", """{"leg":1,"effective":"2026-06-05","reason":"no cash"}""");
        Assert.Equal((ContractLegStatus.Failed, 50_000L), (Row(desk, "K-1").Legs[0].Status, desk.In(Chp, Cea, Bucket.Free)));
        await desk.Done("trader", "contracts", "K-1", "instruct-leg", """{"leg":1,"effective":"2026-06-05"}""");
        await desk.Refused("permission.denied", "trader", "contracts", "K-1", "confirm-leg", """{"leg":1,"effective":"2026-06-05","evidence":"x"}""");
        await Confirm(desk, "K-1", 1);
        await Confirm(desk, "K-1", 2);
        Assert.Equal((ContractStatus.Closed, 40_000L, 10_000L), (Row(desk, "K-1").Status, desk.In(Chp, Cea, Bucket.Delivered), desk.In(Chp, Cea, Bucket.Free)));
    }

    [Fact]
    public async Task A_forward_purchase_is_received_at_its_price_and_shows_among_settlements()
    {
        await using var desk = await TestDesk.Open();
        await Active(desk, "K-1", Terms("forward", ",\"side\":\"buy\""));
        var legs = desk.Workplace.Queries.Settlement.Legs(desk.Workplace.Queries.Resolve(null, null).AsOf!);
        Assert.Equal([(true, 40_000L, null), (false, null, 2_400_000m)], legs.Select(l => (l.IsIn, l.Quantity, l.Amount)));
        await Confirm(desk, "K-1", 1);
        var cost = desk.Workplace.Queries.Costs.Held(desk.Workplace.Queries.Resolve(null, null).AsOf!).Single();
        Assert.Equal((40_000L, 2_400_000m), (cost.Tonnes, cost.Cost));
    }

    private static IEnumerable<(string, decimal?)> Figures(TestDesk desk) => Row(desk, "K-1").Figures.Select(f => (f.Code, f.Value));

    [Fact]
    public async Task What_a_forward_delivered_is_worth_nothing_in_it_any_more_but_the_money_still_due()
    {
        await using var desk = await TestDesk.Open();
        await desk.Prices("date,close,listed_volume,block_volume\n2026-06-05,70.87,1000,0\n");
        await Active(desk, "K-1", Terms("forward", ",\"side\":\"buy\",\"margin\":5000.00", 10_000));
        Assert.Equal([("worth", 108_700m)], Figures(desk));
        await Confirm(desk, "K-1", 1);
        Assert.Equal([("cash-due", -600_000m)], Figures(desk));
        Assert.Equal(108_700m, desk.Workplace.Queries.Costs.Held(desk.Workplace.Queries.Resolve(null, null).AsOf!).Single().Unrealised); // it stands here, once
        await Confirm(desk, "K-1", 2);
        Assert.Empty(Figures(desk)); // the margin is to come yet
    }

    [Fact]
    public async Task An_option_that_is_used_is_worth_its_difference_until_it_is_delivered()
    {
        await using var desk = await Holding(10_000);
        await desk.Prices("date,close,listed_volume,block_volume\n2026-06-05,70.87,1000,0\n");
        await Active(desk, "K-1", Terms("option", ",\"side\":\"buy\",\"right\":\"put\",\"amount\":30000.00", 10_000));
        Assert.Equal([("worth", 0m)], Figures(desk)); // nobody has to use it
        await Confirm(desk, "K-1", 1);
        await Agreed(desk, "K-1", "exercise-option", """{"effective":"2026-06-05"}""");
        Assert.Equal([("worth", -108_700m)], Figures(desk)); // sold at 60.00 what is worth 70.87
        await desk.Done("trader", "contracts", "K-1", "instruct-leg", """{"leg":2,"effective":"2026-06-05"}""");
        await Confirm(desk, "K-1", 2);
        Assert.Equal([("cash-due", 600_000m)], Figures(desk));
    }

    [Fact]
    public async Task Of_a_swap_half_delivered_only_what_is_still_to_move_counts()
    {
        await using var desk = await Holding(50_000);
        await desk.Done("compliance", "ccer", "QM-CCER-01", "open-holding", """{"holder":"QM","name":"QM","nameZh":"集团"}""");
        await desk.Prices("date,close,listed_volume,block_volume\n2026-06-05,70.87,1000,0\n");
        await Active(desk, "K-1", Terms("swap", ",\"otherAccount\":\"QM-CCER-01\",\"otherProduct\":\"ccer/CCER/2024\",\"endPrice\":{\"amount\":72.30,\"currency\":\"CNY\"}", price: "6.00"));
        await desk.Done("finance", "contracts", "K-1", "confirm-credit-leg", """
            {"leg":2,"effective":"2026-06-05","evidence":"REG 9","batch":{"project":"PJ-9",
             "methodology":"CCER-01-002-V01","periodFrom":"2024-01-01","periodTo":"2024-12-31","registeredOn":"2025-06-01"}}
            """);
        // 40,000 t given at 6.00 + 72.30, worth 70.87 today; and 6.00 x 40,000 to come in money
        Assert.Equal([("worth", 297_200m), ("cash-due", 240_000m)], Figures(desk));
    }

    [Fact]
    public async Task Its_terms_are_confirmed_on_the_board_of_the_trades_and_their_age_counts_trading_days()
    {
        await using var desk = await Holding(40_000);
        await Agreed(desk, "K-1", "agree-contract", Terms("repo", ",\"side\":\"sell\",\"endPrice\":{\"amount\":62.10,\"currency\":\"CNY\"}"));
        ConfirmationRow Board() => Assert.Single(desk.Workplace.Queries.Confirmations.All(desk.Workplace.Queries.Resolve(null, null).AsOf!));
        Assert.Equal(("contract", "K-1", "Bank A", ConfirmationStage.ToIssue, 4), (Board().Source, Board().Key, Board().Counterparty, Board().Stage, Board().AgeDays)); // since Monday
        await desk.Done("finance", "contracts", "K-1", "issue-contract-confirmation", """{"effective":"2026-06-05","to":"Bank A"}""");
        await desk.Done("finance", "contracts", "K-1", "chase-contract-confirmation", """{"effective":"2026-06-05","note":"called"}""");
        await desk.Refused("permission.denied", "trader", "contracts", "K-1", "chase-contract-confirmation", """{"effective":"2026-06-05","note":"called"}""");
        async Task Theirs(string end) => await desk.Done("finance", "contracts", "K-1", "match-contract-confirmation", $$"""
            {"effective":"2026-06-05","agreedOn":"2026-06-01","product":"{{Cea}}","quantity":40000,"price":{"amount":60.00,"currency":"CNY"},"endsOn":"{{end}}","evidence":"FAX"}
            """);
        await Theirs("2026-06-08");
        Assert.Equal((ConfirmationStage.Differs, 1, "endsOn"), (Board().Stage, Board().Confirmation.Chased, Board().Confirmation.Differences[0].Field));
        await Theirs("2026-06-05");
        Assert.Equal(ConfirmationStage.Matched, Board().Stage);
    }

    [Fact]
    public async Task A_letter_says_the_terms_and_every_leg_in_the_unit_of_the_market_and_what_moved_to_another_end()
    {
        await using var desk = await Holding(40_000);
        await Agreed(desk, "K-1", "agree-contract", Terms("pledge", ",\"amount\":1800000.00,\"interest\":90000.00,\"callShare\":0.75"));
        await Agreed(desk, "K-1", "extend-contract", """{"endsOn":"2026-12-01","document":"S 1"}""");
        var letter = Letter("K-1");
        string[] said = ["碳资产质押 pledge", "Bank A", "热电 CHP (QM-CHP-01)", "40,000 t", "60.00 CNY/t", "CNY 1,800,000.00", "CNY 90,000.00", "75 %", "对方签章",
            "2026-06-01 · QM-CHP-01 → Bank A · 40,000 t CEA25", "2026-12-01 · QM-CHP-01 → Bank A · CNY 1,890,000.00"];
        foreach (var part in said) Assert.Contains(part, letter, StringComparison.Ordinal);
        Assert.DoesNotContain("权利", letter, StringComparison.Ordinal);
        await desk.Done("compliance", "accounts", "QM-GEC-01", "open-account", """{"holder":"QM","market":"gec","name":"GEC","nameZh":"绿证"}""");
        await Agreed(desk, "K-2", "agree-contract", Terms("forward", ",\"side\":\"buy\"", price: "5.00", product: "gec/GEC/2025").Replace(Chp, "QM-GEC-01", StringComparison.Ordinal));
        foreach (var part in new[] { "40,000 MWh", "5.00 CNY/MWh", "买入 buy" }) Assert.Contains(part, Letter("K-2"), StringComparison.Ordinal);

        string Letter(string key) => System.Net.WebUtility.HtmlDecode(Application.Reports.ConfirmationLetter.Of(key, desk.Workplace.Read.Contracts.Find(key)!.State,
            desk.Workplace.Read.Accounts.Find(key == "K-1" ? Chp : "QM-GEC-01"), desk.Workplace.Units, desk.Workplace.Queries.Resolve(null, null).AsOf!));
    }

    [Fact]
    public async Task Borrowed_units_come_without_cost_and_as_many_go_back()
    {
        await using var desk = await TestDesk.Open();
        await Active(desk, "K-1", Terms("borrow", "", price: "1.50"));
        await Confirm(desk, "K-1", 1);
        Assert.Equal(40_000, desk.In(Chp, Cea, Bucket.Free));
        await Confirm(desk, "K-1", 2);
        await Confirm(desk, "K-1", 3);
        Assert.Equal((0L, 40_000L, ContractStatus.Closed), (desk.In(Chp, Cea, Bucket.Free), desk.In(Chp, Cea, Bucket.Returned), Row(desk, "K-1").Status));
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("70.00", 2_800_000)]
    public async Task An_internal_transfer_keeps_origin_and_takes_cost_or_transfer_price_over(string price, long cost)
    {
        await using var desk = await Holding(50_000);
        await desk.Done("compliance", "accounts", "QM-ALU-01", "open-account", """{"holder":"QM-ALU","market":"cn-ets","name":"ALU","nameZh":"铝"}""");
        await Active(desk, "K-1", Terms("internal-transfer", ",\"otherAccount\":\"QM-ALU-01\"", price: price, end: ""));
        await desk.Done("trader", "contracts", "K-1", "instruct-leg", """{"leg":1,"effective":"2026-06-05"}""");
        await Confirm(desk, "K-1", 1);
        Assert.Equal((10_000L, 40_000L), (desk.In(Chp, Cea, Bucket.Free), desk.In("QM-ALU-01", Cea, Bucket.Free)));
        var moved = desk.Workplace.Queries.Costs.Held(desk.Workplace.Queries.Resolve(null, null).AsOf!).Single(r => r.Account == "QM-ALU-01");
        Assert.Equal(("cn-ets/CEA/2025/free", (decimal)cost), (moved.Unit.ToString(), moved.Cost));
    }

    [Fact]
    public async Task A_swap_gives_allowances_and_brings_credits_with_their_batch()
    {
        await using var desk = await Holding(50_000);
        await desk.Done("compliance", "ccer", "QM-CCER-01", "open-holding", """{"holder":"QM","name":"QM","nameZh":"集团"}""");
        await Active(desk, "K-1", Terms("swap", ",\"otherAccount\":\"QM-CCER-01\",\"otherProduct\":\"ccer/CCER/2024\",\"endPrice\":{\"amount\":72.30,\"currency\":\"CNY\"}", price: "6.00"));
        await desk.Done("trader", "contracts", "K-1", "instruct-leg", """{"leg":1,"effective":"2026-06-05"}""");
        await Confirm(desk, "K-1", 1);
        await desk.Done("finance", "contracts", "K-1", "confirm-credit-leg", """
            {"leg":2,"effective":"2026-06-05","evidence":"REG 9","batch":{"project":"PJ-9",
             "methodology":"CCER-01-002-V01","periodFrom":"2024-01-01","periodTo":"2024-12-31","registeredOn":"2025-06-01"}}
            """);
        await Confirm(desk, "K-1", 3);
        Assert.Equal((10_000L, 40_000L, ContractStatus.Closed), (desk.In(Chp, Cea, Bucket.Free), desk.In("QM-CCER-01", "ccer/CCER/2024", Bucket.Free), Row(desk, "K-1").Status));
    }

    [Fact]
    public async Task What_was_pledged_is_lost_on_default()
    {
        await using var desk = await Holding(50_000);
        await Active(desk, "K-1", Terms("pledge", ",\"amount\":1800000.00"));
        await Confirm(desk, "K-1", 1);
        await Agreed(desk, "K-1", "default-contract", """{"effective":"2026-06-05","document":"court order 4"}""", "finance");
        Assert.Equal((ContractStatus.Defaulted, 40_000L, 0L), (Row(desk, "K-1").Status, desk.In(Chp, Cea, Bucket.Delivered), desk.In(Chp, Cea, Bucket.Pledged)));
    }

    [Fact]
    public async Task What_a_forward_sale_earned_stands_with_the_sales()
    {
        await using var desk = await TestDesk.Open();
        await desk.Agreed("trader", "accounts", Chp, "receive-purchase", $$"""
            {"effective":"2026-05-05","product":"{{Cea}}","quantity":50000,"price":{"amount":50.00,"currency":"CNY"},"fee":1000}
            """);
        await Active(desk, "K-1", Terms("forward", ",\"side\":\"sell\""));
        await desk.Done("finance", "contracts", "K-1", "instruct-leg", """{"leg":1,"effective":"2026-06-05"}""");
        await Confirm(desk, "K-1", 1);
        var now = desk.Workplace.Queries.Resolve(null, null).AsOf!;
        var row = Assert.Single(await desk.Workplace.Queries.Costs.Realised(now, new(2026, 1, 1), TestContext.Current.CancellationToken));
        // 40,000 x 60.00 - 40,000 / 50,000 x 2,501,000
        Assert.Equal(("K-1", true, 40_000L, 2_400_000m, 2_000_800m, 399_200m), (row.Trade, row.IsContract, row.Tonnes, row.Proceeds, row.Cost, row.Realised));
    }

    [Fact]
    public async Task A_default_the_account_refuses_is_said_on_the_contract()
    {
        await using var desk = await Holding(50_000);
        await Active(desk, "K-1", Terms("pledge", ",\"amount\":1800000.00"));
        await Confirm(desk, "K-1", 1);
        var hold = TermContract.IdOf("K-1", 1);
        var released = await desk.Workplace.Desk.Execute(AllowanceAccountDecider.Instance, Chp, new ReleaseEncumbrance(new(2026, 6, 5), hold, "released behind it"),
            new Caller(Permissions.Contracts, "behind-it"), TestContext.Current.CancellationToken); // no person may
        Assert.Null(released.Error);
        await desk.Settle();
        Assert.Equal(50_000, desk.In(Chp, Cea, Bucket.Free));
        await Agreed(desk, "K-1", "default-contract", """{"effective":"2026-06-05","document":"court order 4"}""", "finance");
        var row = Row(desk, "K-1");
        Assert.Equal((ContractStatus.Defaulted, true, 50_000L), (row.Status, row.NeedsLook, desk.In(Chp, Cea, Bucket.Free)));
        Assert.Contains(row.Legs, l => l.Problem is { Code: "allowance-account.hold-lifted" or "allowance-account.hold-not-at-step" });
    }

    [Theory]
    [InlineData("forward", ",\"side\":\"buy\",\"inCash\":true", "60.00", "")]
    [InlineData("swap", ",\"side\":\"buy\",\"inCash\":true", "6.00", "54.00")]
    public async Task Settled_in_cash_at_the_agreed_price_nothing_is_paid_and_the_contract_closes(string kind, string more, string price, string other)
    {
        await using var desk = await Holding(50_000);
        await Active(desk, "K-1", Terms(kind, (other.Length > 0 ? ",\"otherProduct\":\"ccer/CCER/2024\"" : "") + more, price: price));
        await Agreed(desk, "K-1", "fix-settlement", $$"""
            {"effective":"2026-06-05","price":{"amount":60.00,"currency":"CNY"},"evidence":"bulletin"{{(other.Length > 0 ? $",\"otherPrice\":{{\"amount\":{other},\"currency\":\"CNY\"}}" : "")}}}
            """, "finance");
        var row = Row(desk, "K-1");
        Assert.Equal((ContractStatus.Closed, 50_000L), (row.Status, desk.In(Chp, Cea, Bucket.Free)));
        Assert.All(row.Legs, l => Assert.Equal((0m, ContractLegStatus.Dropped), (l.Leg.Amount, l.Status)));
    }

    [Fact]
    public async Task A_contract_needs_two_persons_accounts_that_fit_and_the_authority_to_approve()
    {
        await using var desk = await TestDesk.Open();
        await desk.Refused("permission.denied", "compliance", "contracts", "K-1", "agree-contract", Terms("forward", ",\"side\":\"buy\""));
        await desk.Refused("trade.unknown-account", "trader", "contracts", "K-1", "agree-contract", Terms("forward", ",\"side\":\"buy\"").Replace("QM-CHP-01", "NOBODY", StringComparison.Ordinal));
        await desk.Refused("trade.other-market", "trader", "contracts", "K-1", "agree-contract", Terms("forward", ",\"side\":\"buy\"", product: "eu-ets/EUA/none"));
        await desk.Refused("contract.field-needed", "trader", "contracts", "K-1", "agree-contract", Terms("forward", ""));
        await desk.Refused("contract.key-too-long", "trader", "contracts", new string('K', 33), "agree-contract", Terms("forward", ",\"side\":\"buy\""));
        await desk.Done("trader", "contracts", "K-1", "agree-contract", Terms("forward", ",\"side\":\"buy\"", 1_000_000), "big");
        Assert.Null(desk.Workplace.Read.Contracts.Find("K-1"));
        var refused = await desk.Refused("permission.authority-exceeded", "approver", "proposals", Application.Desk.ProposalKey("trader", "big"), "approve-proposal", "{}");
        Assert.Contains("60,000,000", refused.Message, StringComparison.Ordinal);
    }
}
