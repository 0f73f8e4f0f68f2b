using System.Globalization;
using System.Text;
using CarbonTrading.Engine;
using CarbonTrading.Engine.Sql;

// CarbonTrading.CrashWorker sqlite|postgres FOLDER|CONNECTION-STRING ROUND
// Opens the store, waits for a line, and appends under load until it is killed; a line "COMMAND-ID;" follows each acknowledgement.
const int InFlight = 16;
var round = args[2];
await using var store = await (args[0] == "sqlite" ? Store.Open(args[1]) : Store.OpenPostgres(args[1]));
if (await Console.In.ReadLineAsync() is null) return; // the test is over
await using var output = Console.OpenStandardOutput();
await Task.WhenAll(Enumerable.Range(0, InFlight).Select(Write));

async Task Write(int worker)
{
    for (var i = 0; ; i++)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{round}-{worker}-{i}");
        EventBody[] events = [Body("one"), Body("two"), Body("three")];
        var append = new Append($"crash/{round}-{worker}", i * events.Length, id, "in", "worker", null, null, DateTimeOffset.UtcNow, events);
        var result = await store.Events.TryAppend(append);
        if (result.Position is null) throw new InvalidOperationException($"{id} met a conflict on a stream of its own");
        var line = Encoding.ASCII.GetBytes(id + ";\n");
        lock (output) output.Write(line);
    }
}

static EventBody Body(string part) => new("crash.happened.v1", Encoding.UTF8.GetBytes($$"""{"$type":"crash.happened.v1","part":"{{part}}"}"""));
