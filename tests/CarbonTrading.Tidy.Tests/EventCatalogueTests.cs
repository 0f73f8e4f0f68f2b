using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using CarbonTrading.Engine;
using Xunit;

namespace CarbonTrading.Tidy.Tests;

/// <summary>
/// <c>tests/golden/events.jsonl</c> holds at least one sample of every event ever stored, per entity in an order in which they can happen.
/// Samples are added, never changed: they stand for what is in people's stores.
/// </summary>
public partial class EventCatalogueTests
{
    [Fact]
    public void No_stored_name_was_renamed_or_dropped() => Golden.Same(
        "tests/golden/event-names.txt", string.Concat(Catalogue.Events.Keys.Order(StringComparer.Ordinal).Select(n => n + "\n")));

    [Fact]
    public void Names_are_entity_fact_version()
    {
        foreach (var name in Catalogue.Events.Keys) Assert.Matches(NameForm(), name);
    }

    [Fact]
    public void Every_event_has_a_sample() => Assert.Empty(Catalogue.Events.Keys.Except(Samples().Select(s => s.Name)).Order());

    [Fact]
    public void Every_sample_still_reads_and_writes_the_same()
    {
        foreach (var (name, line) in Samples())
        {
            var again = JsonSerializer.Serialize(Read(name, line), Catalogue.Events[name], Contract.Json);
            Assert.True(JsonElement.DeepEquals(JsonElement.Parse(line), JsonElement.Parse(again)), $"stored: {line}\nagain:  {again}");
        }
    }

    [Fact]
    public void Every_sample_still_evolves()
    {
        foreach (var entity in Samples().GroupBy(s => Catalogue.Events[s.Name]))
        {
            var decider = Catalogue.Deciders[entity.Key];
            var evolve = (Delegate)Part(decider, "Evolve");
            var state = Part(decider, "Initial");
            foreach (var (name, line) in entity)
            {
                var before = state;
                state = evolve.DynamicInvoke(state, Read(name, line))!;
                Assert.NotSame(before, state);
            }
        }
    }

    private static object Part(object decider, string name) => decider.GetType().GetProperty(name, BindingFlags.Public | BindingFlags.Instance)!.GetValue(decider)!;

    private static object Read(string name, string line) => JsonSerializer.Deserialize(line, Catalogue.Events[name], Contract.Json)!;

    private static IReadOnlyList<(string Name, string Line)> Samples() =>
        [.. File.ReadAllLines(Path.Combine(Repo.Root, "tests/golden/events.jsonl")).Select(l => (JsonElement.Parse(l).GetProperty("$type").GetString()!, l))];

    [GeneratedRegex("^[a-z]+(-[a-z]+)*\\.[a-z]+(-[a-z]+)*\\.v[1-9]$")]
    private static partial Regex NameForm();
}
