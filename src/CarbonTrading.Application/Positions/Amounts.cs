using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace CarbonTrading.Application.Positions;

/// <summary>Sums by currency or unit. Nearly always there is one: that takes no dictionary, of which a pivot would make tens of thousands.</summary>
internal struct Amounts<T>
    where T : INumber<T>
{
    private string? key;
    private T value;
    private Dictionary<string, T>? more;

    /// <summary>What is not 0.</summary>
    public readonly IReadOnlyDictionary<string, T> Shown => more is not null ? new Dictionary<string, T>(more, StringComparer.Ordinal) : key is null ? None : new One(key, value);

    private static IReadOnlyDictionary<string, T> None { get; } = new Dictionary<string, T>();

    /// <summary>Adds to the sum of a key; a sum of 0 is none.</summary>
    public void Add(string to, T amount)
    {
        if (T.IsZero(amount)) return;
        if (more is not null)
        {
            if (T.IsZero(more[to] = more.GetValueOrDefault(to, T.Zero) + amount)) more.Remove(to);
        }
        else if (key is null) (key, value) = (to, amount);
        else if (key != to) more = new(StringComparer.Ordinal) { [key] = value, [to] = amount };
        else if (T.IsZero(value += amount)) key = null;
    }

    /// <summary>Adds all of another.</summary>
    public void Add(in Amounts<T> other)
    {
        if (other.key is null && other.more is null) return;
        if (other.more is null) Add(other.key!, other.value);
        else foreach (var (to, amount) in other.more) Add(to, amount);
    }

    private sealed class One(string key, T value) : IReadOnlyDictionary<string, T>
    {
        public int Count => 1;

        public IEnumerable<string> Keys => [key];

        public IEnumerable<T> Values => [value];

        public T this[string asked] => asked == key ? value : throw new KeyNotFoundException(asked);

        public bool ContainsKey(string asked) => asked == key;

        public bool TryGetValue(string asked, [MaybeNullWhen(false)] out T found)
        {
            found = asked == key ? value : default;
            return asked == key;
        }

        public IEnumerator<KeyValuePair<string, T>> GetEnumerator()
        {
            yield return new(key, value);
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
