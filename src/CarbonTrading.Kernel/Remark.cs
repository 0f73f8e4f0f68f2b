using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace CarbonTrading.Kernel;

/// <summary>A sentence with figures that can be said in another language: by its code and its values.</summary>
/// <param name="Code"><c>subject.reason-in-kebab-case</c>; names the sentence.</param>
/// <param name="Text">In English, with the values in it.</param>
/// <param name="Values">What stands in the sentence, in its order, written in the invariant form.</param>
public sealed record Remark(string Code, string Text, IReadOnlyList<string> Values)
{
    /// <summary>The remark of an interpolated sentence: <c>Remark.Of("price.stale", $"{days} open days old")</c>.</summary>
    public static Remark Of(string code, Sentence sentence) => new(code, sentence.Text, sentence.Values);

    /// <inheritdoc/>
    public bool Equals(Remark? other) => other is not null && (Code, Text) == (other.Code, other.Text) && Values.SequenceEqual(other.Values);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Code, Text);

    /// <inheritdoc/>
    public override string ToString() => Text;
}

/// <summary>Takes an interpolated string apart: the whole text, and each value as it stands in it.</summary>
[InterpolatedStringHandler]
public readonly struct Sentence(int literalLength, int formattedCount)
{
    private readonly StringBuilder text = new(literalLength + (8 * formattedCount));
    private readonly List<string> values = new(formattedCount);
    private readonly List<Remark> parts = [];

    /// <summary>The whole.</summary>
    public string Text => text.ToString();

    /// <summary>The values.</summary>
    public IReadOnlyList<string> Values => values;

    /// <summary>The values that are sentences themselves.</summary>
    public IReadOnlyList<Remark> Parts => parts;

    /// <summary>Called by the compiler.</summary>
    public void AppendLiteral(string literal) => text.Append(literal);

    /// <summary>Called by the compiler.</summary>
    public void AppendFormatted<T>(T value, string? format = null)
    {
        var written = value is IFormattable formattable ? formattable.ToString(format, CultureInfo.InvariantCulture) : value?.ToString() ?? "";
        text.Append(written);
        values.Add(written);
        if (value is Remark part) parts.Add(part);
    }
}
