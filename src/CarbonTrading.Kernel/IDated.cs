namespace CarbonTrading.Kernel;

/// <summary>An event that counts from a day: what stands at the end of an earlier day is told without it.</summary>
public interface IDated
{
    /// <summary>Day it counts from.</summary>
    DateOnly Effective { get; }
}
