using System.Text;

namespace CarbonTrading.Engine.Tests.Support;

/// <summary>Short forms for appends.</summary>
internal static class Appends
{
    public static readonly DateTimeOffset Noon = new(2026, 6, 5, 4, 0, 0, TimeSpan.Zero);

    public static Append To(string stream, int expectedVersion, string commandId, int events = 1, DateTimeOffset? now = null, string input = "in") =>
        new(stream, expectedVersion, commandId, input, "trader", null, null, now ?? Noon,
            [.. Enumerable.Range(0, events).Select(i => Body("test.happened.v1", $$"""{"$type":"test.happened.v1","n":{{i}}}"""))]);

    public static EventBody Body(string name, string json) => new(name, Encoding.UTF8.GetBytes(json));
}
