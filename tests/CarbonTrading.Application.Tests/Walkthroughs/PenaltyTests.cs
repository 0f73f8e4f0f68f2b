using System.Text;
using CarbonTrading.Application.Prices;
using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Domain.Control;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Application.Tests.Walkthroughs;

/// <summary>What a shortage would cost, from the imported prices to the figure, with numbers by hand.</summary>
public class PenaltyTests
{
    private const string Obligation = "QM-CHP-01-2025";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Before_the_deadline_the_last_month_stands_in_and_is_called_an_estimate()
    {
        await using var desk = await Verified("2026-05-05,99,1,0\n2026-05-06,80,1000,0\n2026-06-05,90,500,1500\n");
        var penalty = Row(desk).Penalty!;
        Assert.Equal((86.6667m, new DateOnly(2026, 6, 5), RuleStatus.Unsure), (penalty.Price, penalty.PriceDate, penalty.Status));
        Assert.Equal((5_200_002m, 10_400_004m, 15_400_004m), (penalty.ScaledMin, penalty.ScaledMax, penalty.Worst)); // 12,000 × 5 and 10 × 86.6667
        var basis = penalty.Basis!;
        Assert.Equal((new DateOnly(2026, 5, 6), new DateOnly(2026, 6, 5), true, 2, AverageMethod.WeightedDayPrices, "cea-composite"),
            (basis.From, basis.To, basis.IsEstimate, basis.Days, basis.Method, basis.Series));
    }

    [Fact]
    public async Task Without_a_price_in_the_window_the_scaled_part_is_not_known_and_not_0()
    {
        await using var desk = await Verified("2026-05-05,99,1,0\n");
        var penalty = Row(desk).Penalty!;
        Assert.Equal((1_000_000m, 5_000_000m), (penalty.FixedMin, penalty.FixedMax));
        Assert.Null(penalty.ScaledMax);
        Assert.Null(penalty.Worst);
        Assert.Equal((0, null), (penalty.Basis!.Days, penalty.Basis.Method));
    }

    [Fact]
    public async Task After_the_deadline_the_month_before_it_counts_and_what_was_delivered_since_leaves_the_second_fine()
    {
        await using var desk = await Verified("2026-11-30,60,100,0\n2026-12-01,71.3,1000,0\n2026-12-30,71.4,0,1000\n2026-12-31,99,100,0\n");
        await desk.Done("compliance", "accounts", "QM-CHP-01", "receive-free-allocation",
            """{"effective":"2026-06-01","product":"cn-ets/CEA/2025","quantity":9000,"document":"AL"}""");
        await desk.Done("finance", "business-days", BusinessDay.Key, "advance-business-date", """{"to":"2027-01-15"}""");
        var missed = Row(desk).Penalty!;
        Assert.Equal((71.35m, 4_281_000m, 8_562_000m, 13_562_000m), (missed.Price, missed.ScaledMin, missed.ScaledMax, missed.Worst)); // case C13b
        Assert.False(missed.Basis!.IsEstimate);

        await desk.Done("compliance", "accounts", "QM-CHP-01", "surrender-units",
            """{"effective":"2027-01-15","product":"cn-ets/CEA/2025","quantity":9000,"complianceYear":2025,"registryReference":"SUR"}""", "late");
        await desk.Done("approver", "proposals", Application.Desk.ProposalKey("compliance", "late"), "approve-proposal", "{}");
        var corrected = Row(desk);
        Assert.Equal(3_000, corrected.Remaining);
        Assert.Equal((12_000L, 9_000L, 1_070_250m, 2_140_500m), corrected.Penalty is { } p ? (p.Missing, p.DeliveredLater, p.ScaledMin, p.ScaledMax) : default);
        Assert.Equal((1_000_000m, 5_000_000m), (corrected.Penalty!.FixedMin, corrected.Penalty.FixedMax));
        Assert.Equal(0, Row(desk, "2026-12-31").Penalty!.DeliveredLater); // as of the deadline nothing had come
    }

    private static ObligationRow Row(TestDesk desk, string? asOf = null) =>
        desk.Workplace.Queries.Compliance.Obligation(Obligation, desk.Workplace.Queries.Resolve(asOf, null).AsOf!)!;

    /// <summary>12,000 t due for 2025, nothing surrendered, and these prices.</summary>
    private static async Task<TestDesk> Verified(string prices)
    {
        var desk = await TestDesk.Open();
        var report = await desk.Workplace.PriceImporter(desk.Workplace.Desk, "finance").Import(
            Encoding.UTF8.GetBytes("date,close,listed_volume,block_volume\n" + prices), "cea-composite.csv", null, false, Ct);
        Assert.Null(report.Refusal);
        await desk.Settle();
        await desk.Done("compliance", "obligations", Obligation, "open-obligation", """{"account":"QM-CHP-01","market":"cn-ets","year":2025,"sector":"power"}""");
        await desk.Done("compliance", "obligations", Obligation, "record-verified",
            """{"effective":"2026-05-29","emissions":12000,"allowancesDue":12000,"reportId":"VR-1","verifier":"body A"}""", "verify");
        await desk.Done("approver", "proposals", Application.Desk.ProposalKey("compliance", "verify"), "approve-proposal", "{}");
        return desk;
    }
}
