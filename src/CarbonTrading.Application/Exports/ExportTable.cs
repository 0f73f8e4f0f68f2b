using CarbonTrading.Application.Reports;
using CarbonTrading.Application.Views;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Exports;

/// <summary>What a table is asked: the pair of dates, the language of heads and sentences, and what its list takes.</summary>
/// <param name="Workplace">The product.</param>
/// <param name="AsOf">Pair of dates.</param>
/// <param name="Language">Language of heads and sentences; codes, names of things and numbers are the same in both.</param>
/// <param name="Given">What was given beside them, by name: what the list takes, and columns with the value they must have.</param>
public sealed record ExportQuestion(Workplace Workplace, AsOf AsOf, PrintLanguage Language, IReadOnlyDictionary<string, string> Given)
{
    /// <summary>Every question.</summary>
    public Queries Queries => Workplace.Queries;

    /// <summary>Read side.</summary>
    public ReadSide Read => Workplace.Read;

    /// <summary>What was given under a name; null = nothing.</summary>
    public string? this[string name] => Given.GetValueOrDefault(name) is { Length: > 0 } text ? text : null;

    /// <summary>Code of what one unit of a market is: <c>t</c>, <c>credit</c>, <c>MWh</c>.</summary>
    public string Measure(string market) => Workplace.Units.Of(market);
}

/// <summary>One column of a table as a file.</summary>
/// <param name="Name">The same in every language and table.</param>
/// <param name="Head">Head in English.</param>
/// <param name="HeadZh">Head in Chinese.</param>
/// <param name="Unit">What its numbers are in; <c>measure</c> and <c>currency</c> are the columns that say it row by row. Null = they count, or are no numbers.</param>
public sealed record ExportColumn(string Name, string Head, string HeadZh, string? Unit);

/// <summary>Columns and rows of an answer; the rows come as they are read.</summary>
public sealed record ExportRows(IReadOnlyList<ExportColumn> Columns, IAsyncEnumerable<IReadOnlyList<object?>> Rows);

/// <summary>A table that leaves as a file.</summary>
/// <param name="name">Name in addresses and at the terminal, and how the screen's file begins.</param>
/// <param name="title">Title in English.</param>
/// <param name="titleZh">Title in Chinese.</param>
/// <param name="list">Address of the list it has the rows of; empty = there is none.</param>
/// <param name="part">Where in the answer the rows stand: <c>*</c> is each of a list, <c>*/fills/*</c> each of a list in each.</param>
/// <param name="takes">What the list takes besides the pair of dates.</param>
public abstract class ExportTable(string name, string title, string titleZh, string list, string part, IReadOnlyList<string> takes)
{
    /// <summary>Name.</summary>
    public string Name => name;

    /// <summary>Title in English.</summary>
    public string Title => title;

    /// <summary>Title in Chinese.</summary>
    public string TitleZh => titleZh;

    /// <summary>Address of the list it has the rows of; empty = there is none.</summary>
    public string List => list;

    /// <summary>Where in the answer of the list the rows stand.</summary>
    public string Part => part;

    /// <summary>What the list takes besides the pair of dates.</summary>
    public IReadOnlyList<string> Takes => takes;

    /// <summary>Permission the list asks for.</summary>
    public string Permission { get; protected set; } = "read";

    /// <summary>Columns that are there whatever is asked.</summary>
    public abstract IReadOnlyList<ExportColumn> Columns { get; }

    /// <summary>The rows, or why there are none.</summary>
    public abstract Task<(ExportRows? Rows, DomainError? Error)> Ask(ExportQuestion question, CancellationToken ct);
}

/// <summary>A table of rows of one type.</summary>
/// <typeparam name="TRow">What a row is made of.</typeparam>
/// <param name="ask">The rows, or why there are none.</param>
public sealed class ExportTable<TRow>(
    string name, string title, string titleZh, string list, string part, IReadOnlyList<string> takes,
    Func<ExportQuestion, CancellationToken, Task<(IAsyncEnumerable<TRow>? Rows, DomainError? Error)>> ask) : ExportTable(name, title, titleZh, list, part, takes)
{
    private readonly List<(ExportColumn Column, Func<TRow, ExportQuestion, object?> Of)> columns = [];

    /// <inheritdoc/>
    public override IReadOnlyList<ExportColumn> Columns => [.. columns.Select(c => c.Column)];

    /// <summary>Names the permission the list asks for, where it is another.</summary>
    public ExportTable<TRow> SeenWith(string permission)
    {
        Permission = permission;
        return this;
    }

    /// <summary>Adds a column.</summary>
    public ExportTable<TRow> Col(string column, Func<TRow, object?> of) => Col(column, (row, _) => of(row));

    /// <summary>Adds a column whose value takes more than the row.</summary>
    public ExportTable<TRow> Col(string column, Func<TRow, ExportQuestion, object?> of)
    {
        columns.Add((ExportWords.Column(column), of));
        return this;
    }

    /// <inheritdoc/>
    public override async Task<(ExportRows? Rows, DomainError? Error)> Ask(ExportQuestion question, CancellationToken ct)
    {
        var (rows, error) = await ask(question, ct);
        return rows is null ? (null, error)
            : (new(Columns, rows.Select(r => (IReadOnlyList<object?>)[.. columns.Select(c => ExportWords.Cell(c.Of(r, question), question.Language))])), null);
    }
}
