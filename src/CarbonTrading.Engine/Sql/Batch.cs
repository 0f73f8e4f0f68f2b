using System.Text.Json;

namespace CarbonTrading.Engine.Sql;

/// <summary>What was read under the lock on the head of the log.</summary>
/// <param name="Commands">Those of the batch's command ids that are there already.</param>
/// <param name="Versions">Version of each stream of the batch; a stream without events is missing.</param>
internal sealed record LogState(HeadRow Head, Dictionary<string, CommandRecord> Commands, Dictionary<string, int> Versions);

/// <summary>What a batch of commands adds to the log, worked out under the lock; pure.</summary>
/// <param name="Imports">Price imports that become visible: import id and position of the event.</param>
/// <param name="Answers">One per command, in the order asked.</param>
internal sealed record Batch(
    IReadOnlyList<EventRow> Events, IReadOnlyList<CommandRecord> Commands, IReadOnlyList<(string Id, long Position)> Imports,
    HeadRow Head, IReadOnlyList<AppendResult> Answers)
{
    /// <summary>Commands are taken in order; one that conflicts, or was there before, leaves the batch alone and the others go on.</summary>
    public static Batch Plan(IReadOnlyList<Append> asked, LogState log)
    {
        var (head, known, versions) = log;
        var events = new List<EventRow>();
        var commands = new List<CommandRecord>();
        var imports = new List<(string, long)>();
        var answers = new List<AppendResult>(asked.Count);
        foreach (var append in asked)
        {
            if (known.TryGetValue(append.CommandId, out var earlier))
            {
                answers.Add(new AppendResult(null, earlier));
                continue;
            }

            var version = versions.GetValueOrDefault(append.Stream);
            if (version != append.ExpectedVersion)
            {
                answers.Add(AppendResult.Conflict);
                continue;
            }

            var recorded = Math.Max(Chain.Microseconds(append.Now), head.Recorded);
            foreach (var happened in append.Events)
            {
                var row = Row(append, happened, head.Position + 1, ++version, recorded, head.Hash);
                if (row.Name == PriceRows.RecordedEvent) imports.Add((ImportId(row.Body), row.Position));
                events.Add(row);
                head = new HeadRow(row.Position, row.Hash, recorded);
            }

            versions[append.Stream] = version;
            var done = new CommandRecord(append.CommandId, append.Input, append.Stream, version, head.Position);
            known[append.CommandId] = done;
            commands.Add(done);
            answers.Add(new AppendResult(head.Position, null));
        }

        return new Batch(events, commands, imports, head, answers);
    }

    private static EventRow Row(Append append, EventBody happened, long position, int version, long recorded, byte[] previous)
    {
        var row = new EventRow(position, append.Stream, version, recorded, append.Actor, append.ApprovedBy, append.Trace,
            append.CommandId, append.Input, happened.Name, happened.Body, []);
        return row with { Hash = Chain.Hash(previous, row) };
    }

    private static string ImportId(byte[] body)
    {
        using var json = JsonDocument.Parse(body);
        return json.RootElement.GetProperty("importId").GetString()!;
    }
}
