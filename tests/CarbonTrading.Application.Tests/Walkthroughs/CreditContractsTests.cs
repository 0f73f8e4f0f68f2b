using CarbonTrading.Application.Contracts;
using CarbonTrading.Application.CostBooks;
using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Contracts;
using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Application.Tests.Walkthroughs;

/// <summary>Credits of a holding pledged, lent, sold in repo and borrowed, through desk and processes. The holding has 50,000 t of 2024, bought at 50.00.</summary>
public class CreditContractsTests
{
    private const string Ccer = "ccer/CCER/2024";
    private const string Holder = "QM-CCER-01";
    private const string Batch = """{"project":"PJ-9","methodology":"CCER-01-002-V01","periodFrom":"2024-01-01","periodTo":"2024-12-31","registeredOn":"2025-06-01"}""";

    private static AsOf Now(TestDesk desk) => desk.Workplace.Queries.Resolve(null, null).AsOf!;

    private static ContractRow Row(TestDesk desk) => desk.Workplace.Queries.Contracts.All(Now(desk)).Single(c => c.Key == "K-1");

    private static CcerHolding State(TestDesk desk) => desk.Workplace.Read.Holdings.Find(Holder)!.State;

    private static async Task<TestDesk> Active(string kind, string more, int held = 50_000, string price = "60.00")
    {
        var desk = await TestDesk.Open();
        await desk.Done("compliance", "ccer", Holder, "open-holding", """{"holder":"QM","name":"QM","nameZh":"集团"}""");
        if (held > 0)
            await desk.Agreed("trader", "ccer", Holder, "receive-purchased-batch", $$"""{"effective":"2026-05-05","batch":{{Batch}},"quantity":{{held}},"price":{"amount":50.00,"currency":"CNY"} }""");
        await desk.Agreed("trader", "contracts", "K-1", "agree-contract", $$"""
            {"kind":"{{kind}}","agreedOn":"2026-06-04","account":"{{Holder}}","product":"{{Ccer}}","quantity":40000,"price":{"amount":{{price}},"currency":"CNY"},
             "counterparty":"Bank A","document":"K-7","startsOn":"2026-06-04","endsOn":"2026-06-05"{{more}} }
            """);
        await desk.Done("finance", "contracts", "K-1", "file-contract", """{"effective":"2026-06-04","reference":"REG-1"}""");
        return desk;
    }

    private static async Task Confirm(TestDesk desk, params int[] legs)
    {
        foreach (var leg in legs) await desk.Done("finance", "contracts", "K-1", "confirm-leg", $$"""{"leg":{{leg}},"effective":"2026-06-05","evidence":"ST {{leg}}"}""");
    }

    private static Task Borrow(TestDesk desk) =>
        desk.Done("finance", "contracts", "K-1", "confirm-credit-leg", $$"""{"leg":1,"effective":"2026-06-05","evidence":"ST 1","batch":{{Batch}} }""");

    private static Task Default(TestDesk desk) => desk.Agreed("finance", "contracts", "K-1", "default-contract", """{"effective":"2026-06-05","document":"court order 4"}""");

    private static async Task<IReadOnlyList<(ResultKind Kind, long Tonnes, decimal Realised)>> Results(TestDesk desk) =>
        [.. (await desk.Workplace.Queries.Costs.Realised(Now(desk), new(2026, 1, 1), TestContext.Current.CancellationToken)).Select(r => (r.Kind, r.Tonnes, r.Realised)).Order()];

    private static async Task Sound(TestDesk desk) =>
        Assert.All(await Checks.Invariants.Check(desk.Workplace, TestContext.Current.CancellationToken), c => Assert.Empty(c.Findings));

    [Theory]
    [InlineData("repo", ",\"side\":\"sell\",\"endPrice\":{\"amount\":62.10,\"currency\":\"CNY\"}", Bucket.SoldInRepo)]
    [InlineData("pledge", ",\"amount\":1800000.00,\"callShare\":0.75", Bucket.Pledged)]
    [InlineData("lend", ",\"margin\":700000.00", Bucket.Lent)]
    public async Task What_is_given_is_held_and_not_free_and_comes_back_as_the_batch_it_was(string kind, string more, Bucket bucket)
    {
        await using var desk = await Active(kind, more);
        var before = State(desk);
        await Confirm(desk, 1);
        Assert.Equal((10_000L, 40_000L), (desk.In(Holder, Ccer, Bucket.Free), desk.In(Holder, Ccer, bucket)));
        var batch = desk.Workplace.Queries.Compliance.Holding(Holder, Now(desk))!.Batches[0];
        Assert.Equal((10_000L, 40_000L, 50_000L, 2_500_000m), (batch.Free, batch.Encumbered, batch.Held, batch.Cost));
        await desk.Refused("ccer-holding.not-enough-free", "trader", "ccer", Holder, "reserve-credits", """{"effective":"2026-06-05","reservation":"R","quantity":10001,"purpose":"sale"}""");
        await desk.Refused("desk.claim-of-another", "finance", "ccer", Holder, "release-credit-encumbrance", """{"effective":"2026-06-05","encumbrance":"K-1-L1","document":"x"}""");
        await Confirm(desk, [.. Row(desk).Legs.Where(l => l.IsOpen).Select(l => l.Leg.Number)]);
        Assert.Equal((50_000L, 0L, ContractStatus.Closed), (desk.In(Holder, Ccer, Bucket.Free), desk.In(Holder, Ccer, bucket), Row(desk).Status));
        Assert.Equal((before.Batches["C-0001"], before.Lots[0].SellableFrom, 2_500_000m), (State(desk).Batches["C-0001"], State(desk).Lots[0].SellableFrom, State(desk).Lots[0].In(Bucket.Free).Cost));
        await Sound(desk);
    }

    [Fact]
    public async Task Borrowed_credits_need_their_batch_come_without_cost_and_go_back()
    {
        await using var desk = await Active("borrow", "", 0, "1.50");
        await desk.Refused("contract.batch-wrong", "finance", "contracts", "K-1", "confirm-leg", """{"leg":1,"effective":"2026-06-05","evidence":"x"}""");
        await Borrow(desk);
        Assert.Equal((40_000L, Origin.Borrowed, "PJ-9"), (desk.In(Holder, Ccer, Bucket.Free), State(desk).Lots[0].Unit.Origin, State(desk).Batches["C-0001"].Project));
        Assert.Equal((40_000L, 40_000L), desk.Workplace.Queries.Costs.Held(Now(desk)).Select(r => (r.Tonnes, r.Owed)).Single());
        var picture = await desk.Workplace.Queries.Lineage(Holder, "C-0001", Now(desk), TestContext.Current.CancellationToken);
        Assert.Contains(picture!.Nodes, n => n is { Kind: "loan", Title: "Bank A" });
        await Confirm(desk, 2, 3);
        Assert.Equal((0L, 40_000L, ContractStatus.Closed), (desk.In(Holder, Ccer, Bucket.Free), desk.In(Holder, Ccer, Bucket.Returned), Row(desk).Status));
        Assert.Empty(desk.Workplace.Read.Loans.Open(Now(desk)));
        Assert.Equal([(ResultKind.Financing, 0L, -60_000m)], await Results(desk));
        await Sound(desk);
    }

    /// <summary>Sold in repo for 2,400,000 and not bought back: they cost 2,000,000.</summary>
    [Fact]
    public async Task A_repo_that_is_not_performed_is_a_sale_at_its_first_price()
    {
        await using var desk = await Active("repo", ",\"side\":\"sell\",\"endPrice\":{\"amount\":62.10,\"currency\":\"CNY\"}");
        await Confirm(desk, 1, 2);
        await Default(desk);
        Assert.Equal((ContractStatus.Defaulted, 40_000L, 0L), (Row(desk).Status, desk.In(Holder, Ccer, Bucket.Delivered), desk.In(Holder, Ccer, Bucket.SoldInRepo)));
        Assert.Equal([(ResultKind.Default, 40_000L, 400_000m)], await Results(desk));
        await Sound(desk);
    }

    [Fact]
    public async Task Credits_of_a_reverse_repo_that_is_not_performed_are_bought_with_their_batch_at_what_was_paid()
    {
        await using var desk = await Active("repo", ",\"side\":\"buy\",\"endPrice\":{\"amount\":62.10,\"currency\":\"CNY\"}", 0);
        await Borrow(desk);
        await Confirm(desk, 2);
        await Default(desk);
        var row = Assert.Single(desk.Workplace.Queries.Costs.Held(Now(desk)));
        Assert.Equal((Origin.Purchased, 40_000L, 2_400_000m, 0L), (row.Unit.Origin, row.Tonnes, row.Cost, row.Owed));
        Assert.Equal(("PJ-9", new DateOnly(2026, 6, 8)), (State(desk).Batches["C-0002"].Project, State(desk).Lots[1].SellableFrom));
        Assert.Empty(await Results(desk));
        await Sound(desk);
    }

    [Fact]
    public async Task What_is_pledged_counts_neither_for_an_offset_nor_for_a_sale_in_the_days_ahead()
    {
        await using var desk = await Active("pledge", ",\"amount\":1800000.00");
        await Confirm(desk, 1);
        await desk.Done("compliance", "obligations", "QM-CHP-01-2025", "open-obligation", """{"account":"QM-CHP-01","market":"cn-ets","year":2025,"sector":"power"}""");
        await desk.Refused("ccer-holding.not-enough-free", "compliance", "ccer", Holder, "reserve-credits",
            """{"effective":"2026-06-05","reservation":"O","quantity":10001,"purpose":"offset","obligation":"QM-CHP-01-2025","market":"cn-ets","complianceYear":2025}""");
        var ahead = desk.Workplace.Queries.Forward.All(Now(desk)).Single(r => r.Account == Holder);
        Assert.Equal((10_000L, 50_000L), (ahead.Free, ahead.Months[0].Free)); // free again when the loan is repaid
    }

    /// <summary>1,800,000 and 90,000 of interest owed: 10,000 t bring 500,000, then 20,000 t bring 1,400,000 - 10,000 come back, and 10,000 t. They cost 50.00.</summary>
    [Fact]
    public async Task Security_sold_in_parts_is_a_sale_of_its_proceeds_and_what_is_left_comes_back()
    {
        await using var desk = await Active("pledge", ",\"amount\":1800000.00,\"interest\":90000.00,\"callShare\":0.75");
        await Confirm(desk, 1, 2);
        await desk.Agreed("finance", "contracts", "K-1", "dispose-security", """{"effective":"2026-06-05","quantity":10000,"proceeds":500000.00,"document":"auction 1"}""");
        Assert.Equal((30_000L, 10_000L), (desk.In(Holder, Ccer, Bucket.Pledged), desk.In(Holder, Ccer, Bucket.Delivered)));
        Assert.Equal(("claim", 1_390_000m), Row(desk).Figures.Where(f => f.Code == "claim").Select(f => (f.Code, f.Value!.Value)).Single());
        Assert.Equal(("call-price", 61.7778m), Row(desk).Figures.Where(f => f.Code == "call-price").Select(f => (f.Code, f.Value!.Value)).Single()); // of what is still owed and pledged
        Assert.Equal([(ResultKind.Security, 10_000L, 0m)], await Results(desk));
        await desk.Agreed("finance", "contracts", "K-1", "dispose-security", """{"effective":"2026-06-05","quantity":20000,"proceeds":1400000.00,"document":"auction 2"}""");
        await Confirm(desk, 4, 5);
        Assert.Equal((ContractStatus.Closed, 20_000L, 30_000L), (Row(desk).Status, desk.In(Holder, Ccer, Bucket.Free), desk.In(Holder, Ccer, Bucket.Delivered)));
        Assert.Equal([(ResultKind.Security, 10_000L, 0m), (ResultKind.Security, 20_000L, 400_000m), (ResultKind.Financing, 0L, -90_000m)], await Results(desk));
        Assert.Equal(("ST 2", "finance"), Row(desk).Stages.Where(s => s.Code == "start").Select(s => (s.Evidence, s.By)).Single()); // the drawdown, not the registration before it
        Assert.Equal(["contract", "filing", "start", "disposal", "disposal", "end", "closed"], Row(desk).Stages.Where(s => s.Day is not null).Select(s => s.Code));
        await Sound(desk);
    }

    [Fact]
    public async Task Once_the_loan_is_paid_no_default_takes_the_security()
    {
        await using var desk = await Active("pledge", ",\"amount\":1800000.00,\"interest\":90000.00");
        await Confirm(desk, 1, 2, 3);
        var refused = await desk.Refused("contract.debt-paid", "finance", "contracts", "K-1", "default-contract", """{"effective":"2026-06-05","document":"court order 4"}""");
        Assert.Contains("confirm leg 4", refused.Message, StringComparison.Ordinal);
        await Confirm(desk, 4);
        Assert.Equal((ContractStatus.Closed, 0L), (Row(desk).Status, desk.In(Holder, Ccer, Bucket.Pledged)));
    }

    [Fact]
    public async Task A_default_after_a_sale_of_a_part_is_a_sale_of_the_rest_for_what_was_still_owed()
    {
        await using var desk = await Active("pledge", ",\"amount\":1800000.00");
        await Confirm(desk, 1, 2);
        await desk.Agreed("finance", "contracts", "K-1", "dispose-security", """{"effective":"2026-06-05","quantity":10000,"proceeds":500000.00,"document":"auction 1"}""");
        await Default(desk);
        Assert.Equal([(ResultKind.Default, 10_000L, 0m), (ResultKind.Default, 30_000L, -200_000m)], await Results(desk)); // 1,300,000 for what cost 1,500,000
        await Sound(desk);
    }

    /// <summary>40,000 t of one batch cost 2,000,000.00; 3,000 t of another, bought on the day of the transfer for 60.00, may be sold from Monday on.</summary>
    [Theory]
    [InlineData("0", 2_000_000, 120_000)]
    [InlineData("70.00", 2_800_000, 140_000)]
    public async Task Credits_move_to_another_holding_as_the_batches_they_are(string price, decimal first, decimal second)
    {
        await using var desk = await Transfer(price);
        var before = State(desk);
        await desk.Done("trader", "contracts", "K-1", "instruct-leg", """{"leg":1,"effective":"2026-06-05"}""");
        Assert.Equal((1_000L, 42_000L), (desk.In(Holder, Ccer, Bucket.Free), desk.In(Holder, Ccer, Bucket.InTransit)));
        await Confirm(desk, 1);
        Assert.Equal((1_000L, 42_000L, 42_000L), (desk.In(Holder, Ccer, Bucket.Free), desk.In(Holder, Ccer, Bucket.Delivered), desk.In(Other, Ccer, Bucket.Free)));
        var there = desk.Workplace.Read.Holdings.Find(Other)!.State;
        Assert.Equal(
            [("PJ-9", 40_000L, first, new DateOnly(2026, 6, 5), Origin.Purchased), ("PJ-10", 2_000L, second, new(2026, 6, 8), Origin.Purchased)],
            there.Lots.Select(l => (there.Batches[l.Id].Project, l.In(Bucket.Free).Quantity.Value, l.In(Bucket.Free).Cost, l.SellableFrom, l.Unit.Origin)));
        Assert.Equal([before.Batches["C-0001"], before.Batches["C-0002"]], there.Batches.Values);
        Assert.Equal([new SerialRange("S", 1, 2_000)], there.Lots[1].In(Bucket.Free).Serials!);
        Assert.Equal((60_000m, first + second), (State(desk).Pool(before.Lots[1].Unit).Cost, there.Pool(before.Lots[1].Unit).Cost));
        await desk.Refused("ccer-holding.not-enough-free", "trader", "ccer", Other, "reserve-credits", """{"effective":"2026-06-05","reservation":"R","quantity":40001,"purpose":"sale","forSale":true}""");
        Assert.Equal(["S 1 2000"], desk.Workplace.Queries.Compliance.Holding(Other, Now(desk))!.Batches[1].Serials.Select(s => $"{s.Block} {s.First} {s.Last}"));
        if (first == 2_000_000) Assert.Empty(await Results(desk));
        else Assert.Equal([(ResultKind.Sale, 42_000L, 820_000m)], await Results(desk));
        await Sound(desk);
    }

    [Fact]
    public async Task The_lineage_of_credits_goes_on_in_the_other_holding()
    {
        await using var desk = await Transfer("0");
        await desk.Done("trader", "contracts", "K-1", "instruct-leg", """{"leg":1,"effective":"2026-06-05"}""");
        await Confirm(desk, 1);
        var start = (await desk.Workplace.Queries.Lineage(Holder, "C-0002", Now(desk), TestContext.Current.CancellationToken))!;
        Assert.Contains(start.Edges, e => (e.From, e.To, e.Tonnes) == ($"{Holder}/C-0002", $"{Other}/C-0002", 2_000));
        Assert.DoesNotContain(start.Nodes, n => n.Id == $"{Other}/C-0001"); // the same unit class, another batch
        var end = (await desk.Workplace.Queries.Lineage(Other, "C-0001", Now(desk), TestContext.Current.CancellationToken))!;
        Assert.Equal([(-1, $"{Holder}/C-0001"), (0, $"{Other}/C-0001")], end.Nodes.Where(n => n.Kind == "lot").Select(n => (n.Column, n.Id)));
    }

    [Fact]
    public async Task A_transfer_that_fails_leaves_the_credits_where_they_were()
    {
        await using var desk = await Transfer("0");
        var before = State(desk);
        await desk.Done("trader", "contracts", "K-1", "instruct-leg", """{"leg":1,"effective":"2026-06-05"}""");
        await desk.Done("finance", "contracts", "K-1", "fail-leg", """{"leg":1,"effective":"2026-06-05","reason":"registry closed"}""");
        Assert.Equal((43_000L, 0L), (desk.In(Holder, Ccer, Bucket.Free), desk.In(Other, Ccer, Bucket.Free)));
        Assert.Equal(before.Lots.Select(l => (l.SellableFrom, l.In(Bucket.Free).Cost)), State(desk).Lots.Select(l => (l.SellableFrom, l.In(Bucket.Free).Cost)));
        await desk.Refused("permission.denied", "trader", "ccer", Other, "receive-transferred-batch",
            $$"""{"effective":"2026-06-05","batch":{{Batch}},"origin":"purchased","quantity":1,"fromHolding":"{{Holder}}","reference":"K-1-L1","cost":0}""");
        await Sound(desk);
    }

    [Fact]
    public async Task Credits_go_to_a_holding_and_to_no_allowance_account()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("compliance", "ccer", Holder, "open-holding", """{"holder":"QM","name":"QM","nameZh":"集团"}""");
        await desk.Refused("trade.unknown-holding", "trader", "contracts", "K-1", "agree-contract", Terms("QM-CHP-01", "0"));
    }

    private const string Other = "QM-CCER-02";

    private static string Terms(string to, string price) => $$"""
        {"kind":"internal-transfer","agreedOn":"2026-06-05","account":"{{Holder}}","product":"{{Ccer}}","quantity":42000,"price":{"amount":{{price}},"currency":"CNY"},
         "counterparty":"QM ALU","document":"D 1","startsOn":"2026-06-05","otherAccount":"{{to}}"}
        """;

    private static async Task<TestDesk> Transfer(string price)
    {
        var desk = await TestDesk.Open();
        await desk.Done("compliance", "ccer", Holder, "open-holding", """{"holder":"QM","name":"QM","nameZh":"集团"}""");
        await desk.Done("compliance", "ccer", Other, "open-holding", """{"holder":"QM-ALU","name":"ALU","nameZh":"铝"}""");
        await desk.Agreed("trader", "ccer", Holder, "receive-purchased-batch", $$"""{"effective":"2026-05-05","batch":{{Batch}},"quantity":40000,"price":{"amount":50.00,"currency":"CNY"} }""");
        await desk.Agreed("trader", "ccer", Holder, "receive-purchased-batch", $$"""
            {"effective":"2026-06-05","batch":{{Batch.Replace("PJ-9", "PJ-10", StringComparison.Ordinal)}},"quantity":3000,"price":{"amount":60.00,"currency":"CNY"},
             "serials":[{"block":"S","first":1,"last":3000}]}
            """);
        await desk.Agreed("trader", "contracts", "K-1", "agree-contract", Terms(Other, price));
        await desk.Done("finance", "contracts", "K-1", "file-contract", """{"effective":"2026-06-05","reference":"R"}""");
        return desk;
    }

    [Fact]
    public async Task The_way_of_a_loan_is_told_with_day_evidence_and_person_and_what_is_to_come_has_no_day()
    {
        await using var desk = await TestDesk.Open();
        await desk.Done("compliance", "ccer", Holder, "open-holding", """{"holder":"QM","name":"QM","nameZh":"集团"}""");
        await desk.Agreed("trader", "contracts", "K-1", "agree-contract", $$"""
            {"kind":"pledge","agreedOn":"2026-06-04","account":"{{Holder}}","product":"{{Ccer}}","quantity":40000,"price":{"amount":60.00,"currency":"CNY"},"amount":1800000.00,
             "counterparty":"Bank A","document":"K-7","startsOn":"2026-06-04","endsOn":"2026-06-05","remark":"bought, settles tonight"}
            """);
        Assert.Equal((3, false), (Row(desk).MissingSteps.Count, Row(desk).FilingWaits));
        await desk.Done("finance", "contracts", "K-1", "record-contract-step", """{"step":"application","effective":"2026-05-20","document":"A 1"}""");
        Assert.Equal([ContractStep.DueDiligence, ContractStep.Approval], Row(desk).MissingSteps);
        Assert.True(Row(desk).FilingWaits);
        await desk.Refused("contract.step-missing", "finance", "contracts", "K-1", "file-contract", """{"effective":"2026-06-04","reference":"REG-1"}""");
        await desk.Refused("permission.denied", "auditor", "contracts", "K-1", "record-contract-step", """{"step":"due-diligence","effective":"2026-05-21","document":"D 1"}""");
        await desk.Done("finance", "contracts", "K-1", "record-contract-step", """{"step":"due-diligence","effective":"2026-05-21","document":"D 1"}""");
        await desk.Done("trader", "contracts", "K-1", "record-contract-step", """{"step":"approval","effective":"2026-06-01","document":"B 1"}""");
        Assert.Equal((0, false), (Row(desk).MissingSteps.Count, Row(desk).FilingWaits));
        Assert.Equal([
            ("application", new DateOnly(2026, 5, 20), "A 1", "finance"), ("due-diligence", new(2026, 5, 21), "D 1", "finance"), ("approval", new(2026, 6, 1), "B 1", "trader"),
            ("contract", new(2026, 6, 4), "K-7", "trader")], Row(desk).Stages.Where(s => s.Day is not null).Select(s => (s.Code, s.Day!.Value, s.Evidence, s.By)));
        Assert.Equal(["filing", "start", "end", "closed"], Row(desk).Stages.Where(s => s.Day is null).Select(s => s.Code));
    }
}
