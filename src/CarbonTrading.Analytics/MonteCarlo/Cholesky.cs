using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace CarbonTrading.Analytics.MonteCarlo;

/// <summary>Lower triangle L with L·Lᵀ = correlation, also where the correlation is singular.</summary>
/// <remarks>
/// A = V Λ Vᵀ (symmetric eigenvalues), (V √Λ)ᵀ = Q R, so A = Rᵀ R. A plain Cholesky breaks off at the pivot 0 that a correlation of 1
/// gives.
/// </remarks>
public static class Cholesky
{
    /// <summary>Factors a correlation matrix that is possible; see <see cref="NearestCorrelation"/>.</summary>
    /// <param name="correlation">Symmetric, ones on the diagonal, no eigenvalue below 0 (rounding apart).</param>
    public static double[][] Lower(IReadOnlyList<double[]> correlation)
    {
        if (correlation.Count == 0) return [];
        var values = DenseMatrix.OfRowArrays(correlation).Evd(Symmetricity.Symmetric);
        var roots = values.EigenValues.Select(v => Math.Sqrt(Math.Max(0, v.Real))).ToArray();
        var upper = (values.EigenVectors * DiagonalMatrix.OfDiagonal(roots.Length, roots.Length, roots)).Transpose().QR().R;
        return [.. Enumerable.Range(0, roots.Length).Select(row => Enumerable.Range(0, roots.Length)
            .Select(column => column > row ? 0 : upper[column, row] * (upper[column, column] < 0 ? -1 : 1)).ToArray())];
    }
}
