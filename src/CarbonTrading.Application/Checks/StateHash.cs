using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CarbonTrading.Application.Positions;
using CarbonTrading.Application.Views;

namespace CarbonTrading.Application.Checks;

/// <summary>One figure for what the books say: two stores with the same hash hold the same positions, trades, obligations, prices and business date.</summary>
/// <remarks>Unlike the chain's hash it does not depend on how the state came about, nor on when: a run that was killed and repeated ends at the same hash as one that was not.</remarks>
public static class StateHash
{
    /// <summary>SHA-256 in hex, over one line per fact, in order.</summary>
    public static string Of(Workplace workplace)
    {
        var read = workplace.Read;
        var last = read.Log.BusinessDate ?? Kernel.BookDates.First;
        var lines = new List<string> { string.Create(CultureInfo.InvariantCulture, $"date {last:yyyy-MM-dd}") };
        lines.AddRange(PositionQuery.Lines(read.Movements.Now, DateOnly.MaxValue, long.MaxValue)
            .Select(l => $"{l.Account} {l.Unit} {string.Join(',', l.Tonnes)} {string.Join(',', l.Cost.Select(c => c.ToString(CultureInfo.InvariantCulture)))}"));
        lines.AddRange(read.Trades.All().Select(t => $"trade {t.Key} {t.State.Status}"));
        lines.AddRange(read.Proposals.All().Select(p => $"proposal {p.Key} {p.State.Status}"));
        lines.AddRange(read.Obligations.All().Select(o => $"obligation {o.Key} {Engine.Contract.Fingerprint(o.State)}"));
        var asOf = new AsOf(last, long.MaxValue, true);
        lines.AddRange(read.Prices.Series.Select(s => $"{s.Series} {read.Prices.ValueAt(s.Series, s.Price, asOf.Date)?.Point.Value.ToString(CultureInfo.InvariantCulture)}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
    }
}
