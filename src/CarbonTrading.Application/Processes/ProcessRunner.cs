using System.Text;
using System.Text.Json;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Processes;

/// <summary>What a process asks for in answer to one event: one command on one entity.</summary>
/// <param name="Entity">Entity kind.</param>
/// <param name="Key">Key.</param>
/// <param name="Run">Has the desk run it under the given command id.</param>
/// <param name="OnRefusal">What to ask for instead when it is refused; null = nothing.</param>
public sealed record Reaction(
    string Entity, string Key, Func<Desk, Caller, CancellationToken, Task<Outcome>> Run, Func<DomainError, Reaction?>? OnRefusal = null);

/// <summary>Carries one event on to the next command; no clock, no read model.</summary>
public interface IProcess
{
    /// <summary>System actor: <c>process:settle-trade</c>.</summary>
    string Actor { get; }

    /// <summary>What to do about an event; null = nothing.</summary>
    Reaction? React(StoredEvent happened);
}

/// <summary>Runs the processes over the log, each from its own cursor. Command id = process + position, so doing it twice does it once.</summary>
/// <remarks>A cursor is stored when its process did something, else now and then: what is read again after a restart had no reaction.</remarks>
public sealed class ProcessRunner(IEventStore log, IKeyValueStore store, Desk desk, LogTail tail, IReadOnlyList<IProcess> processes)
{
    private const string Area = "process-cursor";
    private const string Parked = "process-parked";
    private const int BatchMax = 1_000;
    private const int UnstoredMax = 1_000;

    private readonly SemaphoreSlim gate = new(1);
    private readonly Dictionary<string, Cursor> cursors = new(StringComparer.Ordinal);
    private long? found; // end of the log when this runner began: up to there a reaction may have been carried out before the cursor was stored

    /// <summary>How far a process has read.</summary>
    /// <param name="Position">Log position; everything up to it is done.</param>
    /// <param name="Stored">What the store says; null = nothing yet.</param>
    private sealed record Cursor(long Position, byte[]? Stored)
    {
        public long StoredPosition => Stored is null ? 0 : Contract.Decode<long>(Stored);
    }

    /// <summary>Works until every process has seen the whole log.</summary>
    public async Task RunToEnd(CancellationToken ct = default)
    {
        await gate.WaitAsync(ct);
        try
        {
            found ??= (await log.Head(ct)).Position;
            foreach (var process in processes)
                if (!cursors.ContainsKey(process.Actor)) await Reread(process, ct);
            while (await log.ReadAll(cursors.Values.Min(c => c.Position), BatchMax, ct) is { Count: > 0 } batch)
                foreach (var process in processes) await Run(process, batch, ct);
        }
        finally { gate.Release(); }
    }

    /// <summary>Works until cancelled.</summary>
    public async Task Follow(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await RunToEnd(ct);
                await log.WaitForMore((await log.Head(ct)).Position, TimeSpan.FromMilliseconds(500), ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested) { return; }
            catch (StoreUnavailableException) { await Task.Delay(500, CancellationToken.None); }
        }
    }

    /// <summary>Reactions that could not be carried out, by process and position, with the reason; for the duty board.</summary>
    public async Task<IReadOnlyList<KeyValuePair<string, string>>> ParkedReactions(CancellationToken ct = default) =>
        [.. (await store.List(Parked, ct)).Select(p => KeyValuePair.Create(p.Key, Encoding.UTF8.GetString(p.Value)))];

    private async Task Run(IProcess process, IReadOnlyList<StoredEvent> batch, CancellationToken ct)
    {
        var carried = false;
        foreach (var happened in batch)
        {
            if (happened.Position <= cursors[process.Actor].Position || process.React(happened) is not { } reaction) continue;
            if (!carried) await Reread(process, ct); // perhaps another node was here already
            carried = true;
            if (happened.Position <= cursors[process.Actor].Position) continue;
            if (tail.Position < happened.Position) await tail.CatchUp(ct); // the desk's pre-checks look at the read side
            await Carry(process, happened, reaction, ct);
        }

        var cursor = cursors[process.Actor];
        if (batch[^1].Position <= cursor.Position) return;
        cursors[process.Actor] = cursor = cursor with { Position = batch[^1].Position };
        if (!carried && cursor.Position - cursor.StoredPosition < UnstoredMax) return;
        var reached = Contract.Encode(cursor.Position);
        if (await store.PutIf(Area, process.Actor, cursor.Stored, reached, ct)) cursors[process.Actor] = cursor with { Stored = reached };
        else await Reread(process, ct); // another node is ahead: its cursor stands
    }

    /// <summary>Takes the stored cursor where it is ahead.</summary>
    private async Task Reread(IProcess process, CancellationToken ct)
    {
        var stored = new Cursor(0, await store.Get(Area, process.Actor, ct));
        cursors[process.Actor] = stored with { Position = Math.Max(stored.StoredPosition, cursors.GetValueOrDefault(process.Actor)?.Position ?? 0) };
    }

    private async Task Carry(IProcess process, StoredEvent happened, Reaction reaction, CancellationToken ct)
    {
        var id = $"{process.Actor}@{happened.Position}";
        // What was refused, and told, is not done after all because it has become possible since.
        if (happened.Position <= found && await log.FindCommand($"{id}-refused", ct) is not null) return;
        for (var step = 0; ; step++)
        {
            var outcome = await reaction.Run(desk, new Caller(process.Actor, step switch { 0 => id, 1 => $"{id}-refused", _ => $"{id}-refused{step}" }, happened.Trace), ct);
            if (outcome.Error is not { } refused) return;
            if (step > 0 && refused.Code == "engine.command-id-reused") return; // it was refused before and told then, perhaps in other words
            if (refused.Kind == ErrorKind.Unavailable) throw new StoreUnavailableException(refused.Message);
            if (reaction.OnRefusal?.Invoke(refused) is not { } instead)
            {
                await store.Put(Parked, id, Encoding.UTF8.GetBytes($"{reaction.Entity}/{reaction.Key}: {refused.Code}: {refused.Message}"), ct);
                return;
            }

            reaction = instead;
        }
    }
}
