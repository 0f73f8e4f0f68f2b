namespace CarbonTrading.Domain.Compliance;

/// <summary>Exponential and power in decimal arithmetic: the same digits on every machine.</summary>
internal static class DecimalMath
{
    private const int Halvings = 10;
    private const int Terms = 30;

    /// <summary>e to the power of x, to about 24 digits; |x| up to 20.</summary>
    /// <remarks>Taylor series of x / 2^10, squared ten times.</remarks>
    public static decimal Exp(decimal x)
    {
        var small = x / (1 << Halvings);
        decimal sum = 1m, term = 1m;
        for (var n = 1; n <= Terms; n++) sum += term = term * small / n;
        for (var i = 0; i < Halvings; i++) sum *= sum;
        return sum;
    }

    /// <summary>Natural logarithm of a number near 1 (0.5 to 2), to about 25 digits.</summary>
    /// <remarks>2 artanh((x - 1) / (x + 1)) as a series.</remarks>
    public static decimal Ln(decimal x)
    {
        var y = (x - 1m) / (x + 1m);
        decimal sum = 0m, power = y;
        for (var n = 1; n <= 121; n += 2)
        {
            sum += power / n;
            power *= y * y;
        }

        return 2m * sum;
    }

    /// <summary>A base near 1 (0.5 to 2) to any power.</summary>
    public static decimal Pow(decimal number, decimal exponent) => Exp(exponent * Ln(number));
}
