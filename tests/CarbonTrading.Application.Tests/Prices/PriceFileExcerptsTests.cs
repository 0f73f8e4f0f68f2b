using System.Text;
using Xunit;

namespace CarbonTrading.Application.Tests.Prices;

/// <summary>Short excerpts in the layout of each source, with the faults the real files have.</summary>
public class PriceFileExcerptsTests
{
    [Fact]
    public void The_national_bulletin_is_recognised_and_its_contradictions_are_kept_for_the_gate()
    {
        var file = TestMarket.Read("""
            date,open,high,low,close,listed_volume_t,block_volume_t,cum_volume_t,listed_flag
            2025-12-02,58.64,60.07,58.16,59.75,626682,240000,820824500,source
            2025-12-05,60.05,60.12,59.81,60.06,605212,954681,824501607,source
            2025-12-25,67.79,73.26,67.79,72.58,1097636,0,825599243,source
            2026-01-14,72.5,72.5,72.5,72.5,13700,572000,829814037,derived_total_minus_block
            2026-04-22,79.0,78.0,75.7,75.81,182999,0,848540115,source
            """);
        Assert.Equal(("cneeex-daily", 5, 35, 0), (file.Format, file.RowsRead, file.Values.Count, file.Findings.Count));
        Assert.All(file.Values, v => Assert.Equal("cea-composite", v.Series));
        Assert.Contains(new("cea-composite", new(2026, 4, 22), "open", 79m), file.Values);
        Assert.Contains(new("cea-composite", new(2025, 12, 25), "block_volume", 0m), file.Values);
    }

    [Fact]
    public void Odd_lots_of_offset_credits_go_in_with_their_volume()
    {
        var file = TestMarket.Read("""
            date,volume_t,amount_cny,vwap
            2024-01-22,375315,23835280.0,63.5074
            2025-12-31,1,85.0,85.0
            2026-06-08,224348,18579058.5,82.8136
            """);
        Assert.Equal(("ccer-daily", 9, 0), (file.Format, file.Values.Count, file.Findings.Count));
        Assert.Contains(new("ccer", new(2025, 12, 31), "volume", 1m), file.Values);
    }

    [Fact]
    public void The_pilots_file_gives_good_rows_under_old_and_new_names_and_names_every_fault()
    {
        var file = TestMarket.Read("""
            date,venue,product,open,high,low,avg_price,volume_t,amount_cny
            2016-10-27,北京环境交易所,BEA,,,,52.1,62.0,3230.2
            2017-03-21,北京环境交易所,BEA,,,,,,
            2017-06-30,北京环境交易所,BEA,,,,50.33,50.33,326784.1
            2018-01-29,北京环境交易所,HBEA,15.0,15.0,14.7,14.93,22937.0,342409.8
            2021-01-04,北京绿色交易所,BEA,,,,83.0,8370.0,694710.0
            2023-05-26,北京绿色交易所,,,,,,,
            ,,CQEA-1,,,,,,
            2018-03-02,欧洲气候交易所,ECX-EUA(Dec18),,,,,8654.0,
            2018-12-21,福建海峡交易中心,FJEA,,,,280000.0,,
            2023-07-24,海峡股权交易中心,FJEA,,,,33.61,6126.0,205874.42
            ,,FJEA,,,,,3829.0,36605.24
            2021-09-07,湖北碳排放权交易中心,HBEA,43096.0,43.96,40.0,,1798.0,72463.56
            2016-07-21,上海环境能源交易所,SZA-2016,,,,,,
            2016-10-27,深圳排放权交易所,SZA2016,,,,24.35,12506.0,304526.51
            2017-03-21,天津排放权交易所,TJEA16,,,,12.5,10.0,125.0
            """);
        Assert.Equal(("pilots-daily", 15, 1), (file.Format, file.RowsRead, file.RowsEmpty));
        Assert.Equal(
            [
                (4, "volume_t", "50.33", "price-import.not-whole"),
                (5, "venue / product", "北京环境交易所 / HBEA", "price-import.series-unknown"),
                (7, "venue / product", "北京绿色交易所 / ", "price-import.series-unknown"),
                (8, "date", "", "price-import.date-missing"),
                (9, "venue / product", "欧洲气候交易所 / ECX-EUA(Dec18)", "price-import.series-unknown"),
                (12, "date", "", "price-import.date-missing"),
                (14, "venue / product", "上海环境能源交易所 / SZA-2016", "price-import.series-unknown"),
            ],
            TestMarket.Found(file).Select(f => (f.Line, f.Field, f.Value, f.Code)));
        Assert.Equal([("bea", 2016), ("bea", 2021), ("fjea", 2018), ("fjea", 2023), ("hbea", 2021), ("sza-2016", 2016), ("tjea", 2017)],
            file.Values.Select(v => (v.Series, v.Date.Year)).Distinct().Order());
        // Possible figures, however wild: they go in as published and the gate reports them.
        Assert.Contains(new("fjea", new(2018, 12, 21), "vwap", 280_000m), file.Values);
        Assert.Contains(new("hbea", new(2021, 9, 7), "open", 43_096m), file.Values);
    }

    [Fact]
    public void Two_rows_of_one_vintage_and_day_that_differ_leave_the_first_and_report_the_second()
    {
        var file = TestMarket.Read("""
            date,product,open,high,low,avg,close,volume_t,amount_cny
            2021-04-27,SZA-2013,7.89,7.89,7.78,7.83,7.78,2372,18564.16
            2021-04-30,SZA-2013,5.94,5.94,4.86,5.13,4.86,4,20.52
            2021-04-30,SZA-2013,7.1,7.1,7.1,7.1,7.1,1,7.1
            2020-12-30,SZA-2018,15.61,15.61,15.61,15.61,15.61,1,15.61
            """);
        var finding = Assert.Single(TestMarket.Found(file));
        Assert.Equal(("sza-by-vintage", 4, "open", "7.1", "price-import.duplicate"),
            (file.Format, finding.Line, finding.Field, finding.Value, finding.Code));
        Assert.Contains("line 3", finding.Reason);
        Assert.Equal(4.86m, file.Values.Single(v => v.Date == new DateOnly(2021, 4, 30) && v.Field == "close").Value);
    }

    [Fact]
    public void A_monthly_average_counts_from_the_first_of_the_next_month_and_other_countries_are_left_out()
    {
        var file = TestMarket.Read("""
            Date,Country,Exchange rate
            1971-01-01,Australia,0.8944
            1981-01-01,China,1.5518
            2026-05-01,Euro,0.8684
            2026-06-01,China,6.7758
            """);
        Assert.Equal(new("usdcny", new(2026, 7, 1), "close", 6.7758m), Assert.Single(file.Values));
        Assert.Equal(("fx-monthly", 2, "price-import.date-out-of-range"),
            (file.Format, file.RowsSkipped, Assert.Single(TestMarket.Found(file)).Code));
    }

    [Fact]
    public void Energy_prices_are_read_under_a_named_format_only_and_a_blank_price_is_no_price()
    {
        const string text = "Date,Price\n2012-12-31,110.8\n2013-01-02,112.98\n2018-01-05,\n2020-04-20,-36.98\n2020-04-21,8.91\n";
        Assert.Equal("price-import.format-not-recognised", TestMarket.Read(text).Refusal!.Code);
        var file = TestMarket.Read(text, format: "brent-daily");
        Assert.Equal([112.98m, 8.91m], file.Values.Select(v => v.Value));
        Assert.Equal(1, file.RowsEmpty);
        Assert.Equal([(2, "price-import.date-out-of-range"), (5, "price-import.price-negative")],
            TestMarket.Found(file).Select(f => (f.Line, f.Code)));
    }

    [Fact]
    public void The_quoted_header_of_the_New_Zealand_file_has_no_format_yet() => Assert.Equal("price-import.format-not-recognised",
        TestMarket.Read("\"date\",\"price\"\n2010-05-14,17.75\n2010-05-21,17.5\n", "nzu-spot.csv").Refusal!.Code);

    [Fact]
    public void A_bulletin_in_GB18030_merges_the_rows_of_a_day_and_reports_what_has_no_series()
    {
        var text = """
            日期,标的,交易方式,开盘价,最高价,最低价,收盘价,成交量(吨),成交额(元),历史累计
            20260604,COMCEA,挂牌协议,80.50,81.00,80.10,80.90,"12,345",998000.00,858000000
            20260604,COMCEA,大宗协议,,,,79.00,"300,000",23700000.00,858000000
            20260604,COMCEA,单向竞价,,,,,"1,000",80000.00,858000000
            20260604,CEA25,挂牌协议,80.50,81.00,80.10,80.90,"12,345",998000.00,858000000
            2026/6/5,COMCEA,挂牌协议,80.90,８１.00,80.10,80.95,10,809.50,858000010
            20260230,COMCEA,挂牌协议,80.90,81.00,80.10,80.95,10,809.50,858000010
            """;
        var bytes = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetBytes(text);
        var file = TestMarket.Reader.Read(bytes, "bulletin.csv");
        Assert.Equal("cneeex-bulletin-gb18030", file.Format);
        Assert.Equal(
            [("auction_volume", 1_000m), ("block_volume", 300_000m), ("close", 80.90m), ("cumulative_volume", 858_000_000m), ("high", 81m),
                ("listed_volume", 12_345m), ("low", 80.10m), ("open", 80.50m)],
            file.Values.Select(v => (v.Field, v.Value)).Order());
        Assert.Equal(
            [(5, "标的 / 交易方式", "price-import.series-unknown"), (6, "最高价", "price-import.full-width-digits"),
                (7, "日期", "price-import.date-invalid")],
            TestMarket.Found(file).Select(f => (f.Line, f.Field, f.Code)));
    }

    [Fact]
    public void The_same_bulletin_saved_again_as_UTF8_with_its_mark_is_recognised_too()
    {
        const string text = "日期,标的,交易方式,开盘价,最高价,最低价,收盘价,成交量(吨),成交额(元),历史累计\n20260604,COMCEA,挂牌,80.5,81,80,80.9,1,80,1\n";
        byte[] bytes = [.. Encoding.UTF8.Preamble, .. TestMarket.Utf8(text)];
        Assert.Equal(6, TestMarket.Reader.Read(bytes, "bulletin.csv").Values.Count);
    }
}
