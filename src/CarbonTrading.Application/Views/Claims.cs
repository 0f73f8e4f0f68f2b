using System.Collections.Concurrent;

namespace CarbonTrading.Application.Views;

/// <summary>Amounts asked for and not in the books yet, each in the order in which it was asked: of two at the same moment the second sees the first.</summary>
/// <typeparam name="T">What they are asked of.</typeparam>
public sealed class Claims<T> where T : notnull
{
    private sealed class Line
    {
        public LinkedList<(string Who, decimal Amount)> InOrder { get; } = [];

        public Dictionary<string, LinkedListNode<(string Who, decimal Amount)>> ByWho { get; } = new(StringComparer.Ordinal);

        public decimal Sum { get; set; }
    }

    private readonly ConcurrentDictionary<(T On, bool IsTrial), Line> lines = new();

    /// <summary>What anything was asked of.</summary>
    public IEnumerable<T> All => lines.Keys.Select(k => k.On).Distinct();

    /// <summary>Asks; who asked before keeps its place.</summary>
    /// <param name="isTrial">True: only other trials see it.</param>
    public void Put(T on, string who, decimal amount, bool isTrial = false)
    {
        var line = lines.GetOrAdd((on, isTrial), _ => new());
        lock (line)
        {
            if (line.ByWho.ContainsKey(who)) return;
            line.ByWho[who] = line.InOrder.AddLast((who, amount));
            line.Sum += amount;
        }
    }

    /// <summary>Was refused, or is in the books.</summary>
    public void Drop(T on, string who, bool isTrial = false)
    {
        if (!lines.TryGetValue((on, isTrial), out var line)) return;
        lock (line)
        {
            if (!line.ByWho.Remove(who, out var place)) return;
            line.InOrder.Remove(place);
            line.Sum -= place.Value.Amount;
        }
    }

    /// <summary>Sum of what was asked before.</summary>
    /// <param name="who">Who asks: does not count itself, nor what was asked after it. Null, or one that has not asked = all counts.</param>
    public decimal Ahead(T on, string? who)
    {
        var real = lines.GetValueOrDefault((on, false));
        return lines.TryGetValue((on, true), out var tried) && Ahead(tried, who) is { } ahead ? ahead + Sum(real) : Ahead(real, who) ?? Sum(real);
    }

    private static decimal Sum(Line? line)
    {
        if (line is null) return 0m;
        lock (line) return line.Sum;
    }

    private static decimal? Ahead(Line? line, string? who)
    {
        if (line is null || who is null) return null;
        lock (line)
        {
            if (!line.ByWho.TryGetValue(who, out var own)) return null;
            var ahead = line.Sum - own.Value.Amount;
            for (var after = own.Next; after is not null; after = after.Next) ahead -= after.Value.Amount; // few: a capture asks as soon as it is announced
            return ahead;
        }
    }
}
