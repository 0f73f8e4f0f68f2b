using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace CarbonTrading.Analytics.MonteCarlo;

/// <summary>The correlation matrix nearest to one that is not possible, such as a mixture of measured and assumed entries.</summary>
/// <remarks>
/// Higham (2002), "Computing the nearest correlation matrix": projections in turn on the matrices without negative eigenvalues (with Dykstra's correction)
/// and on those with ones on the diagonal; nearest in the Frobenius norm.
/// </remarks>
public static class NearestCorrelation
{
    private const double Possible = -1e-12; // an eigenvalue above it is 0 by rounding
    private const int RoundsMax = 1_000;

    /// <summary>Finds it.</summary>
    /// <param name="correlation">Symmetric, ones on the diagonal, entries in [-1, 1].</param>
    /// <returns>The matrix, and the largest change of an entry: 0 = it was possible as it was.</returns>
    public static (double[][] Matrix, double Moved) Of(IReadOnlyList<double[]> correlation)
    {
        if (correlation.Count == 0) return ([], 0);
        Matrix<double> given = DenseMatrix.OfRowArrays(correlation);
        if (given.Evd(Symmetricity.Symmetric).EigenValues.All(v => v.Real >= Possible)) return ([.. correlation], 0);
        var (y, correction) = (given, given * 0);
        for (var round = 0; round < RoundsMax; round++)
        {
            var r = y - correction;
            var x = WithoutNegative(r);
            correction = x - r;
            var next = x.Clone();
            for (var i = 0; i < next.RowCount; i++) next[i, i] = 1;
            var moved = (next - y).FrobeniusNorm();
            y = next;
            if (moved < 1e-12) break;
        }

        var found = OnesOnTheDiagonal(WithoutNegative(y));
        return (found.ToRowArrays(), (found - given).Enumerate().Max(Math.Abs));
    }

    private static Matrix<double> WithoutNegative(Matrix<double> a)
    {
        var values = a.Evd(Symmetricity.Symmetric);
        var clipped = DiagonalMatrix.OfDiagonal(a.RowCount, a.RowCount, values.EigenValues.Select(v => Math.Max(0, v.Real)));
        return values.EigenVectors * clipped * values.EigenVectors.Transpose();
    }

    /// <summary>Scales rows and columns: eigenvalues do not become negative by it.</summary>
    private static Matrix<double> OnesOnTheDiagonal(Matrix<double> a) => DenseMatrix.Create(a.RowCount, a.ColumnCount,
        (i, j) => i == j ? 1 : (a[i, j] + a[j, i]) / 2 / Math.Sqrt(a[i, i] * a[j, j]));
}
