using CarbonTrading.Domain.Prices;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Application.Tests.Prices;

public class RecordPriceImportTests
{
    private static readonly string hash = new('a', 64);

    private static readonly RecordPriceImport first =
        new("price-import-1", "cea.csv", hash, "cneeex-daily", "Exchange", 8, new string('b', 64), 0,
        new(2025, 5, 8), new(2025, 5, 9), []);

    private static readonly Context context = new(DateTimeOffset.UnixEpoch, "trader", new([], []), new(2026, 6, 5));

    private static Decision<PriceImportEvent> Decide(RecordPriceImport command, params PriceImportEvent[] given) =>
        PriceImportDecider.Decide(given.Aggregate(PriceImport.None, PriceImportDecider.Evolve), command, context);

    private static PriceImportEvent Recorded() => Decide(first).Events.Single();

    [Fact]
    public void The_first_import_of_a_file_is_recorded_with_everything_it_was_asked_with() => Assert.Equal(
        new PriceImportRecorded("price-import-1", "cea.csv", hash, "cneeex-daily", "Exchange", 8, new string('b', 64), 0,
            new(2025, 5, 8), new(2025, 5, 9), first.Findings), Recorded());

    [Fact]
    public void The_same_file_again_is_refused_under_any_import_id() =>
        Assert.Equal("price-import.file-already-imported", Decide(first with { ImportId = "price-import-2" }, Recorded()).Error!.Code);

    [Fact]
    public void The_same_import_id_again_is_refused_for_any_file() =>
        Assert.Equal("price-import.file-already-imported", Decide(first with { FileHash = new('c', 64) }, Recorded()).Error!.Code);

    [Fact]
    public void Another_file_is_recorded_after_it() =>
        Assert.Single(Decide(first with { ImportId = "price-import-2", FileHash = new('c', 64) }, Recorded()).Events);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-1, 0)]
    [InlineData(8, -1)]
    [InlineData(8, 9)]
    public void Counts_that_contradict_each_other_are_refused(int rows, int changed) =>
        Assert.Equal("price-import.counts-invalid", Decide(first with { Rows = rows, Changed = changed }).Error!.Code);

    [Fact]
    public void Every_row_may_be_a_change() => Assert.Null(Decide(first with { Changed = 8 }).Error);

    [Fact]
    public void The_last_date_may_be_the_first_but_not_before_it()
    {
        Assert.Null(Decide(first with { Last = first.First }).Error);
        Assert.Equal("price-import.dates-reversed", Decide(first with { Last = first.First.AddDays(-1) }).Error!.Code);
    }

    [Fact]
    public void A_thousand_findings_are_kept_and_one_more_is_refused()
    {
        static PriceFinding[] Some(int count) =>
            [.. Enumerable.Range(1, count).Select(i => new PriceFinding(i, "close", "x", "no number", "price-import.number-invalid"))];
        Assert.Null(Decide(first with { Findings = Some(1_000), FindingsTotal = 6_500 }).Error);
        Assert.Equal("price-import.too-many-findings", Decide(first with { Findings = Some(1_001), FindingsTotal = 6_500 }).Error!.Code);
    }

    [Fact]
    public void The_total_of_findings_is_not_below_those_given() => Assert.Equal("price-import.field-invalid",
        Decide(first with { Findings = [new(1, "", "", "", "")], FindingsTotal = 0 }).Error!.Code);

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void A_file_hash_that_is_none_is_refused_by_field(string text)
    {
        var error = Decide(first with { FileHash = text }).Error!;
        Assert.Equal(("price-import.field-invalid", "fileHash"), (error.Code, error.Field));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\nb")]
    public void A_file_name_that_is_none_is_refused_by_field(string text) =>
        Assert.Equal("fileName", Decide(first with { FileName = text }).Error!.Field);
}
