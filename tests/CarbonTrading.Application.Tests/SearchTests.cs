using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Application.Views;
using Xunit;

namespace CarbonTrading.Application.Tests;

public class SearchTests(SampleBooks books) : IClassFixture<SampleBooks>
{
    private async Task<IReadOnlyList<Found>> For(string text, string login = "trader", string? known = null) => await new Search(books.Desk.Workplace)
        .For(text, login, books.Desk.Workplace.Queries.Resolve(null, known).AsOf!, TestContext.Current.CancellationToken);

    [Theory]
    [InlineData("T-20250515-001", FoundKind.Trade, "T-20250515-001")]
    [InlineData("t-20250515-001", FoundKind.Trade, "T-20250515-001")]
    [InlineData("O-20260605-1", FoundKind.Order, "O-20260605-1")]
    [InlineData("K-20260302-1", FoundKind.Contract, "K-20260302-1")]
    [InlineData("TRADER-DAY", FoundKind.Limit, "TRADER-DAY")]
    [InlineData("QM-CHP-01 L-0004", FoundKind.Lot, "QM-CHP-01~L-0004")]
    [InlineData("cn-ets/offset-limit", FoundKind.Rule, "cn-ets~offset-limit")]
    [InlineData("offset limit", FoundKind.Rule, "cn-ets~offset-limit")]
    [InlineData("PJ-OSW-01", FoundKind.Project, "PJ-OSW-01")]
    [InlineData("cea-composite", FoundKind.Series, "cea-composite")]
    public async Task An_id_in_any_case_comes_first(string text, FoundKind kind, string key)
    {
        var found = await For(text);
        if (text == "offset limit") Assert.Contains(found, f => f.Kind == kind && f.Key == key);
        else Assert.Equal((kind, key), (found[0].Kind, found[0].Key));
    }

    [Fact]
    public async Task A_serial_number_finds_the_lot_that_holds_it_and_its_neighbour_does_not()
    {
        Assert.Equal("QM-CHP-01~L-0004", Assert.Single(await For("SAMPLE-CEA24-A 10000001")).Key); // first of the range
        Assert.Equal(FoundKind.Serial, Assert.Single(await For("sample-cea24-a 10500000")).Kind); // last of the range
        Assert.Empty(await For("SAMPLE-CEA24-A 10500001"));
        Assert.Empty(await For("SAMPLE-CEA24-A 10000000"));
        Assert.Contains(await For("10000001"), f => f.Key == "QM-CHP-01~L-0004"); // without its block
    }

    [Fact]
    public async Task A_company_is_found_by_its_English_name_its_Chinese_name_and_the_initials_of_that()
    {
        Assert.All([await For("Qiming Alu"), await For("启明铝业"), await For("铝业"), await For("qmly")],
            found => Assert.Contains(found, f => f.Kind == FoundKind.Unit && f.NameZh.Contains("铝业", StringComparison.Ordinal)));
        Assert.Empty(await For("qmxyzw"));
    }

    [Fact]
    public async Task Persons_are_found_by_who_may_see_them_and_nothing_is_by_who_may_not_read()
    {
        Assert.DoesNotContain(await For("approver"), f => f.Kind == FoundKind.Person);
        Assert.Contains(await For("approver", "admin"), f => f.Kind == FoundKind.Person && f.Key == "APPROVER");
        Assert.Empty(await For("T-20250515-001", "nobody"));
    }

    [Fact]
    public async Task What_was_not_known_yet_is_not_found()
    {
        Assert.NotEmpty(await For("T-20250515-001"));
        Assert.Empty(await For("T-20250515-001", known: "1"));
    }

    [Fact]
    public async Task Nothing_and_too_much_find_nothing()
    {
        Assert.Empty(await For(" "));
        Assert.Empty(await For(new string('Q', 81)));
        Assert.True((await For("QM")).Count <= 24);
    }
}
