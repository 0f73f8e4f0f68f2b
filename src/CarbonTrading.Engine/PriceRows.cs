using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CarbonTrading.Engine;

/// <summary>The canonical text of price rows; its hash stands in the import's event, so the chain covers the price table.</summary>
public static class PriceRows
{
    /// <summary>SHA-256, lower-case hex, over one line per row: <c>series,yyyy-MM-dd,field,value</c> and a line feed.</summary>
    /// <remarks>Rows in ordinal order of series, date, field; the value without trailing zeros, so a store may keep or drop them.</remarks>
    public static string Hash(IEnumerable<PriceRow> rows)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var row in rows.OrderBy(r => r.Series, StringComparer.Ordinal).ThenBy(r => r.Date).ThenBy(r => r.Field, StringComparer.Ordinal))
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
                $"{row.Series},{row.Date:yyyy-MM-dd},{row.Field},{row.Value:0.############}\n")));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
