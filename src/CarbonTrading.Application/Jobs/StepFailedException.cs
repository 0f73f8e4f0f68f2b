using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Jobs;

/// <summary>A step that cannot be done, with what a person is told of it in either language.</summary>
/// <param name="why">Sentence and values.</param>
public sealed class StepFailedException(Remark why) : Exception(why.Text)
{
    /// <summary>Sentence and values.</summary>
    public Remark Why { get; } = why;
}
