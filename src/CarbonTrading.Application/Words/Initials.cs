using System.Text;

namespace CarbonTrading.Application.Words;

/// <summary>Pinyin initials of Chinese names, so that <c>bj</c> finds 北京 without a Chinese keyboard.</summary>
/// <remarks>GB 2312 has its 3,755 common characters in the order of their pinyin: where a character stands says how it begins.
/// What is read in two ways, and the rarer characters of places and companies, stand in a table of their own.</remarks>
public static class Initials
{
    private const int LastCommon = 0xD7F9;

    // First code of each letter; no syllable begins with i, u or v.
    private static readonly (int First, char Letter)[] starts =
    [
        (0xB0A1, 'a'), (0xB0C5, 'b'), (0xB2C1, 'c'), (0xB4EE, 'd'), (0xB6EA, 'e'), (0xB7A2, 'f'), (0xB8C1, 'g'), (0xB9FE, 'h'), (0xBBF7, 'j'),
        (0xBFA6, 'k'), (0xC0AC, 'l'),
        (0xC2E8, 'm'), (0xC4C3, 'n'), (0xC5B6, 'o'), (0xC5BE, 'p'), (0xC6DA, 'q'), (0xC8BB, 'r'), (0xC8F6, 's'), (0xCBFA, 't'),
        (0xCDDA, 'w'), (0xCEF4, 'x'), (0xD1B9, 'y'), (0xD4D1, 'z'),
    ];

    private static readonly Dictionary<char, string> others = new()
    {
        ['重'] = "zc", ['长'] = "zc", ['行'] = "hx", ['厦'] = "xs", ['乐'] = "ly", ['朝'] = "cz", ['藏'] = "zc", ['会'] = "hk", ['调'] = "td", ['传'] = "cz", ['圳'] = "z", ['蚌'] = "b", ['鄂'] = "e",
        ['亳'] = "b", ['衢'] = "q", ['泸'] = "l", ['漯'] = "l", ['濮'] = "p", ['邯'] = "h", ['邢'] = "x", ['晟'] = "s", ['铂'] = "b", ['锂'] = "l", ['硅'] = "g", ['氢'] = "q", ['焓'] = "h", ['琼'] = "q",
    };

    private static readonly Encoding gb = CodePagesEncodingProvider.Instance.GetEncoding("gb2312")!;

    /// <summary>Letters a character may begin with; a letter or digit is itself, anything else has none.</summary>
    public static string Of(char character)
    {
        if (others.TryGetValue(character, out var known)) return known;
        if (char.IsAscii(character)) return char.IsAsciiLetterOrDigit(character) ? char.ToLowerInvariant(character).ToString() : "";
        Span<byte> bytes = stackalloc byte[4];
        if (gb.GetBytes([character], bytes) != 2) return "";
        var code = (bytes[0] << 8) | bytes[1];
        return code < starts[0].First || code > LastCommon ? "" : Array.FindLast(starts, s => s.First <= code).Letter.ToString();
    }

    /// <summary>Where the initials of a name contain what was typed; -1 = nowhere.</summary>
    /// <param name="name">Chinese name.</param>
    /// <param name="typed">Lower-case letters and digits.</param>
    public static int IndexOf(string name, string typed)
    {
        var letters = name.Select(Of).Where(l => l.Length > 0).ToList();
        for (var at = 0; at + typed.Length <= letters.Count; at++)
            if (typed.Select((letter, i) => letters[at + i].Contains(letter, StringComparison.Ordinal)).All(fits => fits)) return at;
        return -1;
    }
}
