using System.Runtime.CompilerServices;
using CarbonTrading.Application.Rules;
using CarbonTrading.Kernel;
using CarbonTrading.Web.Components.Parts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;

namespace CarbonTrading.Web.Components;

/// <summary>What every component of ours starts from: texts, figures and the address.</summary>
public abstract class Part : ComponentBase
{
    private const string SumName = "sum";

    /// <summary>Texts and figures of this person's language.</summary>
    [CascadingParameter] public Ui Ui { get; set; } = null!;

    /// <summary>The address, which holds every state of a screen.</summary>
    [Inject] protected NavigationManager Nav { get; set; } = null!;

    /// <summary>What a unit of each market stands for.</summary>
    [Inject] protected UnitsOfAccount Measures { get; set; } = null!;

    /// <summary>Texts.</summary>
    protected Texts T => Ui.T;

    /// <summary>Figures.</summary>
    protected Format F => Ui.F;

    /// <summary>The pair of dates in the address.</summary>
    protected AsOfLink Link => AsOfLink.Of(Nav.Uri);

    /// <summary>A quantity under a head that says t, or 万吨 where the person chose it: <c>10,000</c>; what is no tonne names its unit: <c>300 MWh</c>.</summary>
    protected string Plain(long quantity, string market) => quantity == 0 || Measures.Of(market) is UnitsOfAccount.Tonne ? Large(quantity) : Units(quantity, market);

    /// <summary>A change under such a head, always with its sign: <c>+10,000</c>, <c>−300 MWh</c>.</summary>
    protected string PlainChange(long quantity, string market) => (quantity > 0 ? "+" : "") + Plain(quantity, market);

    /// <summary>Tonnes in the unit this person chose, without its name.</summary>
    protected string Large(long tonnes) => Ui.Display.InTenThousands ? F.TenThousands(tonnes) : F.Tonnes(tonnes);

    /// <summary>The same with its name: <c>10,000 t</c>, <c>1.00 万吨</c>.</summary>
    protected string InLarge(long tonnes) => $"{Large(tonnes)} {LargeUnit}";

    /// <summary>Name of that unit, for heads.</summary>
    protected string LargeUnit => Ui.Display.InTenThousands ? "万吨" : UnitsOfAccount.Tonne;

    /// <summary>A quantity with its unit: <c>10,000 t</c>, <c>300 MWh</c>.</summary>
    protected string Units(long quantity, string market) => InUnit(quantity, Measures.Of(market));

    /// <inheritdoc cref="Units(long, string)"/>
    protected string Units(Tonnes quantity, string market) => Units(quantity.Value, market);

    /// <summary>A sum under a head that says t; units that are no tonnes stand by themselves: <c>10,000 + 300 MWh</c>.</summary>
    protected string Plain(IEnumerable<(string Market, long Quantity)> quantities) => Measures.Sum(quantities) is [(UnitsOfAccount.Tonne, var tonnes)] ? Large(tonnes)
        : string.Join(" + ", Sums(quantities).Select(s => s.Unit == UnitsOfAccount.Tonne ? $"{Large(s.Quantity)} {LargeUnit}" : InUnit(s.Quantity, s.Unit)));

    /// <summary>The same with each unit on a line of its own, for the narrow columns of totals.</summary>
    protected string Stacked(IEnumerable<(string Market, long Quantity)> quantities) => Plain(quantities).Replace(" + ", "\n+ ", StringComparison.Ordinal);

    /// <summary>A sum with its units: <c>10,000 t + 300 MWh</c>.</summary>
    protected string Units(IEnumerable<(string Market, long Quantity)> quantities) =>
        string.Join(" + ", Sums(quantities).Select(s => InUnit(s.Quantity, s.Unit)));

    /// <summary>Sums by unit; tonnes are left out where there are none of them but others.</summary>
    protected IReadOnlyList<(string Unit, long Quantity)> Sums(IEnumerable<(string Market, long Quantity)> quantities)
    {
        var sums = Measures.Sum(quantities);
        return sums.Count == 1 ? sums : [.. sums.Where(s => s.Quantity != 0)];
    }

    /// <summary>A column of quantities, with or without a total.</summary>
    protected Column<TRow> UnitColumn<TRow>(
        string head, Func<TRow, long?> of, Func<TRow, string> marketOf, bool isSummed = false, [CallerArgumentExpression(nameof(head))] string written = "") => new(head, r => of(r), written)
    {
        Unit = UnitsOfAccount.Tonne, InLargeUnit = true, Measure = r => Measures.Of(marketOf(r)), Right = true,
        Cell = r => builder => builder.AddContent(0, of(r) is { } quantity ? Plain(quantity, marketOf(r)) : Format.NotApplicable),
        Total = isSummed ? rows => Stacked(rows.Select(r => (marketOf(r), of(r) ?? 0))) : null,
    };

    /// <summary>A column of quantities whose rows say what they are counted in, with a total by unit.</summary>
    protected Column<TRow> MeasuredColumn<TRow>(
        string head, Func<TRow, long> of, Func<TRow, string> measureOf, [CallerArgumentExpression(nameof(head))] string written = "") => new(head, r => of(r), written)
    {
        Unit = UnitsOfAccount.Tonne, InLargeUnit = true, Measure = measureOf, Right = true,
        Cell = r => builder => builder.AddContent(0, measureOf(r) == UnitsOfAccount.Tonne ? Large(of(r)) : InUnit(of(r), measureOf(r))),
        Total = rows => UnitsOfAccount.SumByUnit(rows.Select(r => (measureOf(r), of(r)))) is [(_, var tonnes)] ? Large(tonnes)
            : string.Join("\n+ ", UnitsOfAccount.SumByUnit(rows.Select(r => (measureOf(r), of(r)))).Where(s => s.Quantity != 0)
                .Select(s => s.Unit == UnitsOfAccount.Tonne ? $"{Large(s.Quantity)} {LargeUnit}" : InUnit(s.Quantity, s.Unit))),
    };

    /// <summary>A column of tonnes alone, summed or not; – where a row has none.</summary>
    protected Column<TRow> TonneColumn<TRow>(string head, Func<TRow, long?> of, bool isSummed = false, [CallerArgumentExpression(nameof(head))] string written = "") => new(head, r => of(r), written)
    {
        Unit = UnitsOfAccount.Tonne, InLargeUnit = true, Right = true, Cell = r => builder => builder.AddContent(0, of(r) is { } tonnes ? Large(tonnes) : Format.NotApplicable),
        Total = isSummed ? rows => Large(rows.Sum(r => of(r) ?? 0)) : null,
    };

    /// <summary>The rows a table shows: those with the text its filter has in the address.</summary>
    protected IReadOnlyList<TRow> Filtered<TRow>(IReadOnlyList<TRow> rows, IReadOnlyList<Column<TRow>> columns, string id = "") =>
        TableOrder.Filtered(rows, columns, TableLink.Of(Nav.Uri, id).Find, F);

    /// <summary>What the filter of a table says of a sum that opens; null = all rows.</summary>
    protected string? FilterOf(string id = "") => TableLink.Of(Nav.Uri, id).Find is { Length: > 0 } find ? $"{T["table.filter"]}: {find}" : null;

    /// <summary>A price with its unit: <c>83.10 CNY/t</c>, <c>4.20 CNY/MWh</c>, <c>EUR 78.42</c>.</summary>
    protected string Priced(UnitPrice price, string market) => F.Price(price, T.OrCode("unit-one", Measures.Of(market)));

    /// <summary>A quantity and the name of its unit in the person's language.</summary>
    protected string InUnit(long quantity, string unit) => $"{F.Tonnes(quantity)} {T.OrCode("unit", unit)}";

    /// <summary>An amount of a limit with its unit: <c>10,000 t</c>, <c>300 credits</c>, <c>CNY 1,000.00</c>, <c>5.25 %</c>; – where there is none.</summary>
    protected string Amount(decimal? value, string unit) => value is not { } known ? Format.NotApplicable
        : T.Has($"unit.{unit}") ? $"{F.Number(known)} {T.OrCode("unit", unit)}" : LimitFigure.Of(known, unit);

    /// <summary>Another address of the same screen: filters, order and dates stay as they are; an opened sum closes.</summary>
    protected string Beside(string path) =>
        Nav.GetUriWithQueryParameters(Nav.ToAbsoluteUri(path + new Uri(Nav.Uri).Query).ToString(), new Dictionary<string, object?> { [SumName] = null });

    /// <summary>The column whose total is open; null = none.</summary>
    protected string? OpenTotal => QueryHelpers.ParseQuery(new Uri(Nav.Uri).Query).TryGetValue(SumName, out var column) && column.ToString() is { Length: > 0 } name ? name : null;

    /// <summary>A column whose total opens to the rows it adds up, in a <c>TotalPanel</c>; stays on the screen while it is open.</summary>
    protected Column<TRow> Opening<TRow>(Column<TRow> column) => column with
    {
        OnlyExported = column.OnlyExported && OpenTotal != column.Name,
        TotalCell = rows => builder =>
        {
            builder.OpenComponent<Figure>(0);
            builder.AddComponentParameter(1, nameof(Figure.Text), column.Total!(rows));
            builder.AddComponentParameter(2, nameof(Figure.Open), EventCallback.Factory.Create(this, () => ShowTotal(column.Name)));
            builder.CloseComponent();
        },
    };

    /// <summary>Opens or closes the sum of a column; what else was open closes.</summary>
    protected void ShowTotal(string? column) => Nav.NavigateTo(Nav.GetUriWithQueryParameters(Nav.ToAbsoluteUri("/" + new Uri(Nav.Uri).AbsolutePath.Split('/')[1]
        + new Uri(Nav.Uri).Query).ToString(), new Dictionary<string, object?> { [SumName] = column, ["lot"] = null }));

    /// <summary>Changes one value of the address; null takes it out.</summary>
    protected void SetQuery(string name, string? value) => Nav.NavigateTo(Nav.GetUriWithQueryParameter(name, value), replace: true);
}
