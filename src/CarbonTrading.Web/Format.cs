using System.Globalization;
using CarbonTrading.Kernel;

namespace CarbonTrading.Web;

/// <summary>The one formatter: figures, dates and times as people read them, per language. Exports use invariant forms instead.</summary>
public sealed class Format(Language language)
{
    private const char Minus = '−';
    private const decimal Thousand = 1_000m;
    private const decimal TenThousand = 10_000m;
    private const decimal Million = 1_000_000m;
    private const decimal HundredMillion = 100_000_000m;

    private static readonly TimeZoneInfo china = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");
    private static readonly CultureInfo number = CultureInfo.InvariantCulture;

    /// <summary>What stands where a value does not apply.</summary>
    public const string NotApplicable = "–";

    /// <summary>Language of the forms.</summary>
    public Language Language => language;

    /// <summary>Whole tonnes, grouped by three, without unit: <c>618,400</c>, <c>−10,000</c>.</summary>
    public string Tonnes(long tonnes) => Signed(tonnes.ToString("N0", number));

    /// <inheritdoc cref="Tonnes(long)"/>
    public string Tonnes(Tonnes tonnes) => Tonnes(tonnes.Value);

    /// <summary>A change of tonnes, always with its sign: <c>+10,000</c>; zero is <c>0</c>.</summary>
    public string TonnesChange(long tonnes) => tonnes > 0 ? "+" + Tonnes(tonnes) : Tonnes(tonnes);

    /// <summary>Ten thousand tonnes with two decimals: <c>61.84 万吨</c>.</summary>
    public string WanTonnes(long tonnes) => TenThousands(tonnes) + " 万吨";

    /// <summary>The same without the unit; 0 stays 0, and what is less than the decimals show keeps as many as it needs.</summary>
    public string TenThousands(long tonnes) => Signed((tonnes / TenThousand).ToString(tonnes == 0 ? "N0" : Math.Abs(tonnes) < 100 ? "#,0.00##" : "N2", number));

    /// <summary>An amount to the cent with its currency: <c>CNY 831,249.30</c>.</summary>
    public string Money(decimal amount, string currency) => $"{currency} {Cents(amount)}";

    /// <inheritdoc cref="Money(decimal, string)"/>
    public string Money(Money money) => Money(money.Amount, money.Currency);

    /// <summary>An amount to the cent without currency, rounded half away from zero: <c>831,249.30</c>.</summary>
    public string Cents(decimal amount) => Signed(decimal.Round(amount, 2, MidpointRounding.AwayFromZero).ToString("N2", number));

    /// <summary>An amount scaled for a key figure, and its unit: <c>(50.95, CNY m)</c>, <c>(5,095.32, 万元)</c>.</summary>
    public (string Value, string Unit) Scaled(decimal amount, string currency)
    {
        var (divisor, unit) = Scale(amount, currency);
        return (divisor == Thousand ? Signed((amount / Thousand).ToString("N1", number)) : Cents(amount / divisor), unit);
    }

    /// <summary>What amounts of this size are divided by, and the name of the unit: for a chart, whose figures share one.</summary>
    public (decimal Divisor, string Unit) Scale(decimal amount, string currency)
    {
        var size = Math.Abs(amount);
        if (language == Language.Zh)
        {
            var yuan = currency == "CNY";
            return size >= HundredMillion ? (HundredMillion, yuan ? "亿元" : $"亿 {currency}")
                : size >= TenThousand ? (TenThousand, yuan ? "万元" : $"万 {currency}") : (1m, currency);
        }

        return size >= Million ? (Million, $"{currency} m") : size >= Thousand ? (Thousand, $"{currency} k") : (1m, currency);
    }

    /// <summary>A price without unit, two to four decimals: <c>83.10</c>.</summary>
    public string Price(decimal amount) => Signed(amount.ToString("#,0.00##", number));

    /// <summary>A price with its unit: <c>83.10 CNY/t</c>, <c>EUR 78.42</c>.</summary>
    public string Price(UnitPrice price, string unit = "t") => price.Currency == "CNY" ? $"{Price(price.Amount)} CNY/{unit}"
        : $"{price.Currency} {Price(price.Amount)}";

    /// <summary>Any number as it is, grouped.</summary>
    public string Number(decimal value) => Signed(value.ToString("#,0.######", number));

    /// <summary>A share with one decimal: <c>100.4%</c>.</summary>
    /// <param name="fraction">0.5 is 50%.</param>
    public string Share(decimal fraction) => Signed((fraction * 100m).ToString("N1", number)) + "%";

    /// <summary>A market move, with sign and arrow: <c>▲ +0.28%</c>.</summary>
    /// <param name="fraction">0.01 is one per cent.</param>
    public string Move(decimal fraction)
    {
        var text = (Math.Abs(fraction) * 100m).ToString("N2", number) + "%";
        return fraction > 0 ? "▲ +" + text : fraction < 0 ? $"▼ {Minus}{text}" : text;
    }

    /// <summary>A business date: <c>2026-06-08</c>.</summary>
    public string Date(DateOnly day) => day.ToString("yyyy-MM-dd", number);

    /// <summary>A date as tables carry it: <c>8 Jun</c>, <c>06-08</c>; with the year where it is not <paramref name="year"/>.</summary>
    public string ShortDate(DateOnly day, int year) => day.Year != year ? Date(day)
        : language == Language.Zh ? day.ToString("MM-dd", number) : day.ToString("d MMM", number);

    /// <summary>A date with its weekday: <c>8 Jun Mon</c>, <c>06-08（周一）</c>.</summary>
    public string WeekDate(DateOnly day) => language == Language.Zh
        ? $"{day.ToString("MM-dd", number)}（{Weekday(day)}）" : day.ToString("d MMM ddd", number);

    /// <summary>Weekday: <c>Mon</c>, <c>周一</c>.</summary>
    public string Weekday(DateOnly day) => language == Language.Zh
        ? "周" + "日一二三四五六"[(int)day.DayOfWeek] : day.ToString("ddd", number);

    /// <summary>An instant in Chinese time, to the minute: <c>2026-06-08 14:55</c>.</summary>
    public string Instant(DateTimeOffset instant) => InChina(instant).ToString("yyyy-MM-dd HH:mm", number);

    /// <summary>An instant in Chinese time, to the second.</summary>
    public string InstantExact(DateTimeOffset instant) => InChina(instant).ToString("yyyy-MM-dd HH:mm:ss", number);

    /// <summary>The wall clock: <c>06-08 Mon 08:51 CST</c>, <c>06-08 周一 08:51</c>.</summary>
    public string Wall(DateTimeOffset instant)
    {
        var local = InChina(instant);
        var zone = language == Language.Zh ? "（北京）" : " CST";
        var weekday = Weekday(DateOnly.FromDateTime(local.DateTime));
        return $"{local.ToString("MM-dd", number)} {weekday} {local.ToString("HH:mm", number)}{zone}";
    }

    /// <summary>Time of day, to the minute.</summary>
    public string Time(TimeOnly time) => time.ToString("HH:mm", number);

    /// <summary>Reads a quantity as people type it: <c>10,000</c>, <c>10k</c>, <c>1万</c>; null where it is none.</summary>
    public static long? ReadTonnes(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var plain = text.Trim().Replace(",", "", StringComparison.Ordinal).Replace("，", "", StringComparison.Ordinal);
        var factor = 1m;
        if (plain.EndsWith('k') || plain.EndsWith('K')) (plain, factor) = (plain[..^1], Thousand);
        else if (plain.EndsWith('万')) (plain, factor) = (plain[..^1], TenThousand);
        if (plain.Length > 15 || !decimal.TryParse(plain, NumberStyles.AllowDecimalPoint | NumberStyles.AllowTrailingWhite, number,
            out var value)) return null;
        value *= factor;
        return value == decimal.Truncate(value) && value is >= 0 and <= Kernel.Tonnes.CommandMax ? (long)value : null;
    }

    /// <summary>Reads a price or an amount as people type it; null where it is none.</summary>
    public static decimal? ReadAmount(string? text) => text is { Length: > 0 and <= 20 }
        && decimal.TryParse(text.Trim().Replace(",", "", StringComparison.Ordinal), NumberStyles.AllowDecimalPoint, number,
            out var value) ? value : null;

    /// <summary>Reads a price as people type it: <c>80</c> in the currency that stands beside the field, or <c>80 CNY</c>.</summary>
    /// <param name="text">What was typed.</param>
    /// <param name="currency">Currency beside the field; null = none is known, it has to be typed.</param>
    /// <returns>Amount and currency; null where it is none.</returns>
    public static (decimal Amount, string Currency)? ReadPrice(string? text, string? currency) =>
        (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries) switch
        {
            [var bare] when currency is not null && ReadAmount(bare) is { } amount => (amount, currency),
            [var number, var named] when ReadAmount(number) is { } amount => (amount, named.ToUpperInvariant()),
            _ => null,
        };

    private static DateTimeOffset InChina(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, china);

    private static string Signed(string text) => text.StartsWith('-') ? Minus + text[1..] : text;
}
