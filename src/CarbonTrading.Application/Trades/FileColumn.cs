using System.Globalization;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Trades;

/// <summary>What stands in the cells of a column.</summary>
public enum CellKind
{
    /// <summary>Any text.</summary>
    Text,
    /// <summary>Key of a trade, an order or an account.</summary>
    Key,
    /// <summary>Day, yyyy-MM-dd.</summary>
    Day,
    /// <summary>Time of day, HH:mm.</summary>
    Time,
    /// <summary>One of a closed list.</summary>
    Choice,
    /// <summary>Product, market/code/vintage.</summary>
    Product,
    /// <summary>Whole number of units.</summary>
    Whole,
    /// <summary>Price, at most four decimals.</summary>
    Price,
    /// <summary>Amount of money, at most two decimals.</summary>
    Amount,
    /// <summary>Currency code.</summary>
    Currency,
}

/// <summary>One column a file may have: what a template says, and what a cell is held against before the command is read.</summary>
/// <param name="Name">Head.</param>
/// <param name="Kind">What stands in it.</param>
/// <param name="IsNeeded">Whether every file has it and every line fills it.</param>
/// <param name="Example">A cell as it should be.</param>
/// <param name="Choices">Values of a closed list.</param>
public sealed record FileColumn(string Name, CellKind Kind, bool IsNeeded, string Example, IReadOnlyList<string>? Choices = null)
{
    private const decimal AmountMax = 10_000_000_000_000_000m;
    private static readonly string[] currencies = ["CNY", "EUR", "USD", "GBP", "HKD", "NZD"];

    /// <summary>Why a cell cannot be read, with column, value, rule and remedy; null where it can, or where it is left empty and may be.</summary>
    /// <param name="cell">Trimmed text of the cell.</param>
    /// <param name="isNeeded">Whether it must be filled on this line.</param>
    public DomainError? Wrong(string cell, bool isNeeded)
    {
        if (cell.Length == 0) return isNeeded ? FileCellErrors.Empty(Name, Example) : null;
        return Kind switch
        {
            CellKind.Key => EntityKey.IsValid(cell) ? null : FileCellErrors.KeyNotPossible(Name, cell, Example),
            CellKind.Day => DateOnly.TryParseExact(cell, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? null : FileCellErrors.NoDay(Name, cell, Example),
            CellKind.Time => TimeOnly.TryParseExact(cell, ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? null : FileCellErrors.NoTime(Name, cell, Example),
            CellKind.Choice => Choices!.Contains(cell) ? null : FileCellErrors.NoChoice(Name, cell, Choices!),
            CellKind.Product => Product.TryParse(cell, out _) ? null : FileCellErrors.NoProduct(Name, cell, Example),
            CellKind.Whole => Number(cell) is { } n && n == decimal.Truncate(n) && n is >= 0 and <= Tonnes.CommandMax ? null : FileCellErrors.NoQuantity(Name, cell, Example),
            CellKind.Price => Number(cell) is { } price && UnitPrice.IsPossible(price) ? null : FileCellErrors.NoPrice(Name, cell, Example),
            CellKind.Amount => Number(cell) is { } amount && Math.Abs(amount) <= AmountMax ? null : FileCellErrors.NoAmount(Name, cell, Example),
            CellKind.Currency => Currencies.IsKnown(cell) ? null : FileCellErrors.NoChoice(Name, cell, currencies),
            _ => null,
        };
    }

    /// <summary>The first cell of a line that cannot be read.</summary>
    /// <param name="columns">Columns of the file.</param>
    /// <param name="row">The line.</param>
    /// <param name="isNeeded">Whether a column must be filled on this line; null = what the columns say.</param>
    public static DomainError? Wrong(IReadOnlyList<FileColumn> columns, TradeFileRow row, Func<FileColumn, bool>? isNeeded = null) =>
        columns.Select(c => c.Wrong(row[c.Name], isNeeded?.Invoke(c) ?? c.IsNeeded)).FirstOrDefault(e => e is not null);

    private static decimal? Number(string cell) => TradeFile.Number(cell).GetValue<object>() is decimal value ? value : null;
}

/// <summary>Refusals of one cell or one line of a file, in the words of whoever filled it in.</summary>
public static class FileCellErrors
{
    private const int ShownMax = 40;

    /// <summary>Nothing in it.</summary>
    public static DomainError Empty(string field, string example) => new("trade-import.cell-empty", ErrorKind.Invalid,
        $"The cell under {field} is empty, and this line needs it; fill it in, such as {example}.", field);

    /// <summary>No key.</summary>
    public static DomainError KeyNotPossible(string field, string value, string example) => new("trade-import.key-not-possible", ErrorKind.Invalid,
        $"'{Short(value)}' is not possible as {field}: a key has 1 to 40 of A-Z, 0-9 and hyphen and does not begin with a hyphen; write it like {example}.", field);

    /// <summary>No day.</summary>
    public static DomainError NoDay(string field, string value, string example) => new("trade-import.no-day", ErrorKind.Invalid,
        $"'{Short(value)}' is not possible as {field}: a day is yyyy-MM-dd and exists in the calendar; write it like {example}.", field);

    /// <summary>No time.</summary>
    public static DomainError NoTime(string field, string value, string example) => new("trade-import.no-time", ErrorKind.Invalid,
        $"'{Short(value)}' is not possible as {field}: a time is HH:mm from 00:00 to 23:59; write it like {example}, or leave the cell empty.", field);

    /// <summary>None of a closed list.</summary>
    public static DomainError NoChoice(string field, string value, IReadOnlyList<string> choices) => new("trade-import.no-choice", ErrorKind.Invalid,
        $"'{Short(value)}' is not possible as {field}: it is one of {string.Join(", ", choices)}; write one of them, letter for letter.", field);

    /// <summary>No product.</summary>
    public static DomainError NoProduct(string field, string value, string example) => new("trade-import.no-product", ErrorKind.Invalid,
        $"'{Short(value)}' is not possible as {field}: a product is market/code/vintage, with none where it has no vintage; write it like {example}.", field);

    /// <summary>No quantity.</summary>
    public static DomainError NoQuantity(string field, string value, string example) => new("trade-import.no-quantity", ErrorKind.Invalid,
        $"'{Short(value)}' is not possible as {field}: a quantity is a whole number up to 10000000000, without separators and unit; write it like {example}.", field);

    /// <summary>No price.</summary>
    public static DomainError NoPrice(string field, string value, string example) => new("trade-import.no-price", ErrorKind.Invalid,
        $"'{Short(value)}' is not possible as {field}: a price is a number from 0 with at most 4 decimals, without separators and unit; write it like {example}.", field);

    /// <summary>No amount.</summary>
    public static DomainError NoAmount(string field, string value, string example) => new("trade-import.no-amount", ErrorKind.Invalid,
        $"'{Short(value)}' is not possible as {field}: an amount is a number with at most 2 decimals, without separators and unit; write it like {example}, or leave the cell empty.", field);

    /// <summary>The same key twice in a file, with other terms.</summary>
    public static DomainError KeyTwice(string key, int line, string what, string there, string here) => new("trade-import.key-twice", ErrorKind.Conflict,
        $"{key} stands on line {line} already, with other terms ({what}: {there} there, {here} here): one key is one deal; give this line a key of its own, or take one of the two out.", "trade");

    /// <summary>A key that was captured before, with other terms.</summary>
    public static DomainError KeyKnown(string key, string what, string there, string here) => new("trade-import.key-known", ErrorKind.Conflict,
        $"{key} is captured already, with other terms ({what}: {there} in the books, {here} here): one key is one deal; give this line a key of its own, or take it out.", "trade");

    private static string Short(string value) => value.Length > ShownMax ? value[..ShownMax] + "…" : value;
}
