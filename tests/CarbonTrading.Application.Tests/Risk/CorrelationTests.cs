using CarbonTrading.Analytics.MonteCarlo;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;
using Xunit;

namespace CarbonTrading.Application.Tests.Risk;

public class CorrelationTests
{
    [Fact]
    public void The_triangle_multiplies_back_to_the_correlation() => MultipliesBack([[1, 0.5, 0.2], [0.5, 1, -0.3], [0.2, -0.3, 1]]);

    [Fact]
    public void A_correlation_of_one_has_a_triangle_too() => MultipliesBack([[1, 1, 0.4], [1, 1, 0.4], [0.4, 0.4, 1]]);

    [Fact]
    public void A_possible_matrix_is_not_moved()
    {
        double[][] possible = [[1, 0.5, 0.2], [0.5, 1, -0.3], [0.2, -0.3, 1]];
        var (matrix, moved) = NearestCorrelation.Of(possible);
        Assert.Equal(0, moved);
        Assert.Equal(possible, matrix);
    }

    [Fact]
    public void The_nearest_one_to_Highams_example_is_the_published_one()
    {
        // Higham (2002), section 5: entries 0.7607 and 0.1573 to four decimals, distance 0.5278.
        var (matrix, moved) = NearestCorrelation.Of([[1, 1, 0], [1, 1, 1], [0, 1, 1]]);
        Assert.Equal([0.7607, 0.1573, 0.7607], [Math.Round(matrix[0][1], 4), Math.Round(matrix[0][2], 4), Math.Round(matrix[1][2], 4)]);
        Assert.Equal(0.5278, (DenseMatrix.OfRowArrays(matrix) - DenseMatrix.OfRowArrays([[1, 1, 0], [1, 1, 1], [0, 1, 1]])).FrobeniusNorm(), 4);
        Assert.Equal(0.2393, moved, 4);
    }

    [Fact]
    public void What_was_moved_is_possible_has_ones_on_its_diagonal_and_a_triangle()
    {
        var (matrix, moved) = NearestCorrelation.Of([[1, 0.9, -0.9, 1], [0.9, 1, 0.9, 1], [-0.9, 0.9, 1, 0.2], [1, 1, 0.2, 1]]);
        Assert.InRange(moved, 0.3, 1.2);
        Assert.All(Enumerable.Range(0, 4), i => Assert.Equal(1, matrix[i][i]));
        Assert.True(DenseMatrix.OfRowArrays(matrix).Evd(Symmetricity.Symmetric).EigenValues.All(v => v.Real > -1e-12));
        MultipliesBack(matrix);
    }

    private static void MultipliesBack(double[][] correlation)
    {
        var lower = Cholesky.Lower(correlation);
        for (var i = 0; i < correlation.Length; i++)
            for (var j = 0; j < correlation.Length; j++)
            {
                Assert.Equal(correlation[i][j], Enumerable.Range(0, correlation.Length).Sum(k => lower[i][k] * lower[j][k]), 12);
                if (j > i) Assert.Equal(0, lower[i][j]);
            }
    }
}
