using Xunit;

namespace CarbonTrading.Application.Tests.Support;

/// <summary>The sample group, loaded once for tests that only read.</summary>
public sealed class SampleBooks : IAsyncLifetime
{
    public TestDesk Desk { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Desk = await TestDesk.Open(sample: true);

    public ValueTask DisposeAsync() => Desk.DisposeAsync();
}
