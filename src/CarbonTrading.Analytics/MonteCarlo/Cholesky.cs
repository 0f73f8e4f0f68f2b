namespace CarbonTrading.Analytics.MonteCarlo;

/// <summary>Lower triangle L with L·Lᵀ = correlation.</summary>
public static class Cholesky
{
    private const double Tolerance = 1e-9;

    /// <summary>Factors a correlation matrix; where it is not positive semi-definite, off-diagonals are shrunk towards 0 until it is.</summary>
    /// <returns>The triangle, and the share the off-diagonals were shrunk to (1 = untouched).</returns>
    public static (double[][] Lower, double Shrunk) Of(IReadOnlyList<double[]> correlation)
    {
        for (var shrunk = 1.0; ; shrunk -= 0.05)
            if (Try(correlation, Math.Max(0, shrunk)) is { } lower) return (lower, Math.Max(0, shrunk));
    }

    private static double[][]? Try(IReadOnlyList<double[]> correlation, double shrink)
    {
        var n = correlation.Count;
        var lower = Enumerable.Range(0, n).Select(_ => new double[n]).ToArray();
        for (var row = 0; row < n; row++)
            for (var column = 0; column <= row; column++)
            {
                var sum = row == column ? 1 : correlation[row][column] * shrink;
                for (var k = 0; k < column; k++) sum -= lower[row][k] * lower[column][k];
                if (row != column && lower[column][column] < Tolerance)
                {
                    if (Math.Abs(sum) > Tolerance) return null; // a pivot of 0 leaves no room for anything below it
                }
                else if (row != column) lower[row][column] = sum / lower[column][column];
                else if (sum < -Tolerance) return null;
                else lower[row][row] = Math.Sqrt(Math.Max(0, sum));
            }

        return lower;
    }
}
