using System.Globalization;
using System.Text.RegularExpressions;

namespace CarbonTrading.Kernel;

/// <summary>Figures of limits in messages: tonnes, an amount of money, a share in per cent.</summary>
public static partial class LimitFigure
{
    /// <summary>Unit of a share.</summary>
    public const string Fraction = "fraction";

    /// <summary>Unit of a quantity.</summary>
    public const string Tonne = "t";

    /// <summary>A value with its unit: <c>10,000 t</c>, <c>CNY 1,000.00</c>, <c>5.25 %</c>; shares are rounded half-up to two decimals.</summary>
    public static string Of(decimal value, string unit) => unit switch
    {
        Tonne => value.ToString("#,0.##", CultureInfo.InvariantCulture) + " t",
        Fraction => decimal.Round(value * 100, 2, MidpointRounding.AwayFromZero).ToString("0.##", CultureInfo.InvariantCulture) + " %",
        _ when IsMoney(unit) => $"{unit} {value.ToString("N2", CultureInfo.InvariantCulture)}",
        _ => $"{value.ToString("#,0.##", CultureInfo.InvariantCulture)} {Counted(unit, value)}",
    };

    /// <summary>A unit that is a word stands in the plural, an abbreviation as it is: <c>5 credits</c>, <c>5 MWh</c>.</summary>
    private static string Counted(string unit, decimal value) => unit.Length > 2 && unit.All(char.IsAsciiLetterLower) && Math.Abs(value) != 1 ? unit + "s" : unit;

    /// <summary>A code of a currency; other units of account, such as <c>MWh</c>, are none.</summary>
    public static bool IsMoney(string unit) => unit.Length == 3 && unit.All(char.IsAsciiLetterUpper);

    /// <summary>A quantity in the unit of its market: <c>10,000 tCO2e</c>, <c>300 MWh</c>.</summary>
    /// <param name="quantity">Units.</param>
    /// <param name="unit">Code of the unit.</param>
    public static string Of(Tonnes quantity, string unit) => unit == Tonne ? quantity.ToString() : Of((decimal)quantity.Value, unit);

    /// <summary>A sentence about units that are no tonnes: its quantities name their own unit.</summary>
    /// <param name="text">Sentence, or a value in one.</param>
    /// <param name="unit">Code of the unit.</param>
    internal static string Renamed(string text, string unit) =>
        Tonnage().Replace(text, m => Of(decimal.Parse(m.Groups[1].Value, NumberStyles.Number, CultureInfo.InvariantCulture), unit));

    [GeneratedRegex("(-?[0-9][0-9,]*) tCO2e")]
    private static partial Regex Tonnage();
}
