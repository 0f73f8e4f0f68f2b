using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CarbonTrading.Engine;

/// <summary>The one text form of price rows; the event of an import holds its hash, so that the log covers the price table.</summary>
public static class PriceRows
{
    /// <summary>Stored name of the event that makes the rows of an import visible; its body names <c>importId</c>, <c>rows</c>, <c>rowsHash</c>.</summary>
    public const string RecordedEvent = "price-import.recorded.v1";

    /// <summary>Keeps twice the same figure the same text: 82.50 and 82.5 are both <c>82.5</c>.</summary>
    private const decimal One = 1.0000000000000000000000000000m;

    /// <summary>SHA-256, 64 lower-case hex digits, over a line <c>series|yyyy-MM-dd|field|value</c> a row, each ended by a line feed,
    /// ordered by series, date, field (ordinal).</summary>
    public static string Hash(IEnumerable<PriceRow> rows)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var row in InOrder(rows))
            hash.AppendData(Encoding.UTF8.GetBytes($"{row.Series}|{DateText(row.Date)}|{row.Field}|{ValueText(row.Value)}\n"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>By series, date, field (ordinal).</summary>
    public static IEnumerable<PriceRow> InOrder(IEnumerable<PriceRow> rows) => rows
        .OrderBy(r => r.Series, StringComparer.Ordinal).ThenBy(r => r.Date).ThenBy(r => r.Field, StringComparer.Ordinal);

    internal static string DateText(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    internal static string ValueText(decimal value) => (value / One).ToString(CultureInfo.InvariantCulture);
}
