using System.Globalization;
using CarbonTrading.Domain.Prices;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Prices;

/// <summary>Reads the cells of one price file: dates and numbers in the format's form, each with its possible range.</summary>
internal static class PriceCells
{
    private const decimal AmountMax = 1_000_000_000_000_000m;
    private const int RateDecimals = 8; // exchange rates and energy prices; prices per tonne have the 4 of UnitPrice
    private const int AmountDecimals = 4;

    /// <summary>The date, or the finding. The cell is not empty.</summary>
    public static (DateOnly Date, PriceFinding? Fault) Date(PriceFormat format, bool workbook, int line, string cell)
    {
        PriceFinding Fault(string reason, string code) => PriceFindings.Of(line, format.DateColumn, cell, reason, code);

        if (HasWideDigits(cell)) return (default, Fault("the date has full-width digits; plain digits are read", "full-width-digits"));
        string[] forms = workbook ? [.. format.DateForms, "yyyy-MM-dd"] : format.DateForms;
        if (!DateOnly.TryParseExact(cell, forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return (default, Fault($"this is no date that exists in the form {string.Join(" or ", format.DateForms)}", "date-invalid"));
        if (format.DateShift == "next-month-first" && date < BookDates.Last) date = new DateOnly(date.Year, date.Month, 1).AddMonths(1);
        if (!BookDates.Accepts(date)) return (default, Fault("dates from 2013-01-01 to 2100-12-31 are kept", "date-out-of-range"));
        return (date, null);
    }

    /// <summary>The value of a field, null where the cell is empty; or the finding.</summary>
    public static (decimal? Value, PriceFinding? Fault) Value(
        PriceFormat format, PriceSeries series, int line, string field, string column, string cell)
    {
        if (cell.Length == 0) return (null, null);
        var (value, reason, code) = Number(format.NumberFormat, cell);
        if (code is null) (reason, code) = Range(series, field, value);
        return code is null ? (value, null) : (null, PriceFindings.Of(line, column, cell, reason, code));
    }

    private static (decimal Value, string Reason, string? Code) Number(NumberFormat form, string cell)
    {
        if (HasWideDigits(cell)) return (0, "the number has full-width digits; plain digits are read", "full-width-digits");
        var plain = cell;
        if (form.Group.Length == 1 && cell.Contains(form.Group[0]))
        {
            if (!GroupsOfThree(cell, form))
                return (0, "the group separators do not stand between groups of three digits", "grouping-invalid");
            plain = cell.Replace(form.Group, "", StringComparison.Ordinal);
        }

        if (form.Decimal != ".") plain = plain.Contains('.') ? "" : plain.Replace(form.Decimal, ".", StringComparison.Ordinal);
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        return decimal.TryParse(plain, Style, CultureInfo.InvariantCulture, out var value)
            ? (value, "", null)
            : (0, $"this is no number such as 1{form.Group}234{form.Decimal}5", "number-invalid");
    }

    private static bool GroupsOfThree(string cell, NumberFormat form)
    {
        var whole = cell.Split(form.Decimal[0])[0].TrimStart('-', '+').Split(form.Group[0]);
        var decimals = cell.IndexOf(form.Decimal[0], StringComparison.Ordinal);
        return whole[0].Length is >= 1 and <= 3 && whole.Skip(1).All(g => g.Length == 3)
            && (decimals < 0 || !cell[decimals..].Contains(form.Group[0]));
    }

    private static (string Reason, string? Code) Range(PriceSeries series, string field, decimal value)
    {
        if (PriceFields.IsPrice(field)) return PriceRange(series, value);
        if (value < 0) return ("a volume or turnover is never negative", "negative");
        if (PriceFields.IsQuantity(field))
        {
            if (value > AmountMax) return ("quantities up to 10^15 t are kept", "out-of-range");
            return decimal.Truncate(value) == value ? ("", null) : ("tonnes are whole", "not-whole");
        }

        if (value > AmountMax) return ("amounts up to 10^15 are kept", "out-of-range");
        return Decimals(value, AmountDecimals) ? ("", null) : ($"an amount has at most {AmountDecimals} decimals", "too-many-decimals");
    }

    private static (string Reason, string? Code) PriceRange(PriceSeries series, decimal value)
    {
        if (value < 0 && !series.NegativeAllowed) return ($"{series.Series} has no negative prices", "price-negative");
        if (value == 0 && !series.NegativeAllowed) return ("0 is no price; a day without a price has an empty cell", "price-zero");
        if (Math.Abs(value) > 1_000_000m) return ("prices up to 1,000,000 are kept", "out-of-range");
        var decimals = series.PerTonne ? 4 : RateDecimals;
        return Decimals(value, decimals) ? ("", null) : ($"a price in {series.Unit} has at most {decimals} decimals", "too-many-decimals");
    }

    private static bool Decimals(decimal value, int most) => decimal.Round(value, most) == value;

    private static bool HasWideDigits(string cell) => cell.Any(c => c is >= '０' and <= '９' or '．' or '，' or '－');
}
