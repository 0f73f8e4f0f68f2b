using Microsoft.AspNetCore.Components.Server.Circuits;

namespace CarbonTrading.Web;

/// <summary>When the person in front of one circuit last did something.</summary>
public sealed class CircuitActivity(TimeProvider clock) : CircuitHandler
{
    private long last = clock.GetUtcNow().UtcTicks;

    /// <summary>Time since then.</summary>
    public TimeSpan Quiet => clock.GetUtcNow() - new DateTimeOffset(Interlocked.Read(ref last), TimeSpan.Zero);

    /// <inheritdoc/>
    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext,
        Task> next) => context =>
    {
        Interlocked.Exchange(ref last, clock.GetUtcNow().UtcTicks);
        return next(context);
    };
}
