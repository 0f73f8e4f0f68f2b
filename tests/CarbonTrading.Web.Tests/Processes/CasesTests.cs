using System.Text.Json;
using Xunit;

namespace CarbonTrading.Web.Tests.Processes;

/// <summary>Worked cases through the terminal, as a compliance officer would run them.</summary>
public sealed class CasesTests(CaseDesk desk) : IClassFixture<CaseDesk>
{
    private const string Batch =
        """{"project":"Wind","methodology":"CCER-01-002-V01","periodFrom":"2023-01-01","periodTo":"2024-03-31","registeredOn":"2025-03-20"}""";

    private const string OldBatch =
        """{"project":"Old|wind|farm","methodology":"CM-001-V02","periodFrom":"2015-01-01","periodTo":"2016-06-30","registeredOn":"2017-02-20"}""";

    [Fact]
    public async Task C07_the_offset_limit_is_five_percent_rounded_down_and_an_old_credit_no_longer_counts()
    {
        await desk.Account("CASE-07");
        await desk.Owes("CASE-07", 2021, "2022-06-30", 1_000_000);
        await desk.Owes("CASE-07", 2022, "2023-06-30", 1_234_567);
        await desk.Owes("CASE-07", 2024, "2025-06-27", 999);
        var owed = await desk.List("obligations list");
        Assert.Equal((50_000, 61_728, 49), (Long(owed["CASE-07-2021"], "offsetCeiling"), Long(owed["CASE-07-2022"], "offsetCeiling"), Long(owed["CASE-07-2024"], "offsetCeiling")));

        await desk.Done("compliance", "ccer open-holding CASE-07 --holder CO-CASE-07 --name Credits --name-zh 减排量");
        await desk.Agreed($"ccer receive-purchased-batch CASE-07 --effective 2023-05-05 --batch {OldBatch} --quantity 1000 --price 40");
        await desk.Done("compliance", $"ccer receive-issued-batch CASE-07 --effective 2025-03-20 --batch {Batch} --quantity 1000 --document notice");
        var message = await desk.Refused("ccer-holding.batch-not-usable",
            "ccer reserve-credits CASE-07 --effective 2025-12-15 --reservation OLD --quantity 1 --purpose offset --batch C-0001 --obligation CASE-07-2024 --market cn-ets --compliance-year 2024");
        Assert.Contains("2024-12-31", message);

        await desk.Done("compliance", Reserve("ABOVE", 50));
        await desk.Done("compliance", Reserve("AT", 49));
        var reserved = (await desk.List("ccer list"))["CASE-07"].GetProperty("reservations").EnumerateArray().ToDictionary(r => r.GetProperty("id").GetString()!);
        Assert.Equal("released", reserved["ABOVE"].GetProperty("status").GetString());
        Assert.StartsWith("obligation.offset-limit-exceeded: 50 tCO2e of credits asked, 49 tCO2e still allowed", reserved["ABOVE"].GetProperty("note").GetString());
        Assert.Equal("reserved", reserved["AT"].GetProperty("status").GetString());

        static string Reserve(string id, int quantity) =>
            $"ccer reserve-credits CASE-07 --effective 2025-12-15 --reservation {id} --quantity {quantity} --purpose offset --obligation CASE-07-2024 --market cn-ets --compliance-year 2024";
    }

    [Fact]
    public async Task C11_a_vintage_counts_for_the_years_the_rules_name_and_no_other()
    {
        await desk.Account("CASE-11");
        foreach (var vintage in new[] { 2024, 2025 })
            await desk.Done("compliance", $"accounts receive-free-allocation CASE-11 --effective 2026-01-05 --product cn-ets/CEA/{vintage} --quantity 100 --document AL");
        foreach (var year in new[] { 2023, 2024, 2025 })
            await desk.Done("compliance", $"obligations open-obligation CASE-11-{year} --account CASE-11 --market cn-ets --year {year} --sector power");
        await desk.Refused("allowance-account.vintage-not-usable", Surrender(2024, 2023));
        await desk.Agreed(Surrender(2024, 2024));
        await desk.Refused("allowance-account.vintage-not-usable", Surrender(2025, 2024));
        await desk.Agreed(Surrender(2025, 2025));
        await desk.Refused("allowance-account.vintage-not-usable", Surrender(2024, 2025));
        var held = (await desk.Done("compliance", "positions")).GetProperty("data").EnumerateArray().Where(r => r.GetProperty("account").GetString() == "CASE-11");
        Assert.Equal([10, 10], held.Select(r => Long(r, "surrendered")));
    }

    [Fact]
    public async Task C13_and_C13b_the_fine_follows_the_law_of_the_missed_deadline_and_the_average_price_of_the_month_before_it()
    {
        await desk.Prices("date,close,listed_volume,block_volume\n2024-12-02,71.25,1000,0\n2024-12-03,71.45,0,1000\n2026-12-01,71.25,500,500\n2026-12-30,71.45,1000,0\n");
        await desk.Account("CASE-13");
        await desk.Owes("CASE-13", 2022, "2023-06-30", 12_000);
        await desk.Owes("CASE-13", 2023, "2024-06-28", 12_000);
        await desk.Owes("CASE-13", 2025, "2026-05-29", 12_000);
        await desk.Done("compliance", "accounts receive-free-allocation CASE-13 --effective 2026-06-01 --product cn-ets/CEA/2025 --quantity 9000 --document AL");
        var owed = await desk.List("obligations list");
        Assert.Equal(("short", 12_000), (owed["CASE-13-2025"].GetProperty("status").GetString(), Long(owed["CASE-13-2025"], "remaining")));
        Assert.Equal((20_000m, 30_000m, 0m), Fines(owed["CASE-13-2022"], "fixedMin", "fixedMax", "scaledMax")); // before 2024-05-01: flat
        Assert.Equal((71.35m, 4_281_000m, 8_562_000m), Fines(owed["CASE-13-2023"], "price", "scaledMin", "scaledMax"));
        Assert.Equal((1_000_000m, 5_000_000m, 13_562_000m), Fines(owed["CASE-13-2025"], "fixedMin", "fixedMax", "worst"));
        Assert.Equal((71.35m, 4_281_000m, 8_562_000m), Fines(owed["CASE-13-2025"], "price", "scaledMin", "scaledMax"));

        await desk.Agreed("accounts surrender-units CASE-13 --effective 2027-01-15 --product cn-ets/CEA/2025 --quantity 9000 --compliance-year 2025 --registry-reference SUR");
        owed = await desk.List("obligations list");
        Assert.Equal((9_000m, 1_070_250m, 2_140_500m), Fines(owed["CASE-13-2025"], "deliveredLater", "scaledMin", "scaledMax"));
        Assert.Equal((1_000_000m, 5_000_000m, 12_000m), Fines(owed["CASE-13-2025"], "fixedMin", "fixedMax", "missing"));
    }

    [Fact]
    public async Task C20_reductions_count_after_2020_09_22_within_ten_years_and_five_years_before_the_application()
    {
        await desk.Done("compliance", Register("CASE-20", "2025-10-09", "CCER-01-002-V01", "2019-06-30"));
        await desk.Done("compliance", "projects publish-notice CASE-20 --start 2025-10-10 --validation-body body-B");
        await desk.Done("compliance", "projects record-validation CASE-20 --effective 2025-11-20 --body body-B --report-id VAL");
        await desk.Done("compliance", "projects apply-for-registration CASE-20 --effective 2025-11-21");
        await desk.Done("compliance", "projects record-registration CASE-20 --effective 2025-12-15 --registry-number A-20");
        await desk.Refused("reduction-project.reductions-too-early",
            "projects submit-monitoring-report CASE-20 --effective 2026-01-05 --report MR-0 --period-from 2020-09-22 --period-to 2020-12-31 --quantity 1");
        await desk.Done("compliance",
            "projects submit-monitoring-report CASE-20 --effective 2026-01-05 --report MR-1 --period-from 2021-01-01 --period-to 2025-06-30 --quantity 831126");
        await desk.Done("compliance", "projects publish-reduction-notice CASE-20 --report MR-1 --start 2026-01-06 --verification-body body-C");
        await desk.Agreed("projects record-verification CASE-20 --effective 2026-02-25 --report MR-1 --body body-C --quantity 831126 --verification-id VER");
        var project = (await desk.List("projects list"))["CASE-20"];
        Assert.Equal("2030-12-31", project.GetProperty("creditingEnd").GetString());
        var step = project.GetProperty("next")[0];
        Assert.Equal(("apply-for-issuance", "2026-01-01"), (step.GetProperty("command").GetString(), step.GetProperty("latest").GetString()));
        Assert.Contains("2021-03-10", await desk.Refused("reduction-project.outside-window",
            "projects apply-for-issuance CASE-20 --effective 2026-03-10 --report MR-1 --quantity 831126"));
    }

    [Fact]
    public async Task C21_a_notice_runs_twenty_working_days_with_its_first_and_the_validator_does_not_verify()
    {
        await desk.Refused("reduction-project.construction-too-early", Register("CASE-21", "2026-07-01", "CCER-14-001-V01", "2012-11-08"));
        await desk.Done("compliance", Register("CASE-21", "2026-07-01", "CCER-14-001-V01", "2012-11-09"));
        await desk.Done("compliance", "projects publish-notice CASE-21 --start 2026-07-17 --validation-body body-D");
        var project = (await desk.List("projects list"))["CASE-21"];
        Assert.Equal(("2026-08-13", "2026-08-14"), (project.GetProperty("noticeEnd").GetString(), project.GetProperty("next")[0].GetProperty("earliest").GetString()));
        await desk.Refused("reduction-project.too-early", "projects record-validation CASE-21 --effective 2026-08-13 --body body-D --report-id VAL");
        await desk.Done("compliance", "projects record-validation CASE-21 --effective 2026-08-14 --body body-D --report-id VAL");
        await desk.Refused("reduction-project.verifier-is-validator",
            "projects publish-reduction-notice PJ-OSW-01 --report MR-2 --start 2026-07-17 --verification-body Validation|body|B|(sample)");
    }

    /// <summary>What became of a surrender two persons agreed on: done, or the code it was refused with when it ran.</summary>
    private static string Surrender(int vintage, int year) =>
        $"accounts surrender-units CASE-11 --effective 2026-02-02 --product cn-ets/CEA/{vintage} --quantity 10 --compliance-year {year} --registry-reference SUR";

    private static string Register(string key, string effective, string methodology, string construction) =>
        $"projects register-project {key} --effective {effective} --name Case --name-zh 算例 --owner CO-QM-POWER --location here --methodology {methodology} --construction-start {construction}";

    private static long Long(JsonElement row, string name) => row.GetProperty(name).GetInt64();

    private static (decimal, decimal, decimal) Fines(JsonElement row, string a, string b, string c)
    {
        var penalty = row.GetProperty("penalty");
        decimal Of(string name) => penalty.GetProperty(name).GetDecimal();
        return (Of(a), Of(b), Of(c));
    }
}
