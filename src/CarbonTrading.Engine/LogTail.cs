namespace CarbonTrading.Engine;

/// <summary>Something derived from the log by reading every event once, in order.</summary>
public interface IFold
{
    /// <summary>Takes the next event. Called by one thread at a time; an event it does not care for is passed over.</summary>
    void Apply(StoredEvent happened);

    /// <summary>Called after each batch of events and before the tail's position moves over it: for a fold that must read beside the log.</summary>
    Task Complete(CancellationToken ct) => Task.CompletedTask;
}

/// <summary>Follows the log and feeds the folds; knows how far they are.</summary>
/// <remarks>One reader for all folds, so every figure of one answer stands on the same position.</remarks>
public sealed class LogTail(IEventStore store, IReadOnlyList<IFold> folds)
{
    private const int BatchMax = 1_000;
    private static readonly TimeSpan poll = TimeSpan.FromMilliseconds(500);

    private readonly Lock gate = new();
    private readonly SemaphoreSlim reading = new(1);
    private readonly List<(long Position, TaskCompletionSource Done)> waiting = [];
    private long position;
    private long applied;

    /// <summary>Raised after the folds moved on, outside any lock; the argument is the new position.</summary>
    public event Action<long>? Advanced;

    /// <summary>Every event up to here is in the folds.</summary>
    public long Position => Interlocked.Read(ref position);

    /// <summary>The failure that stopped the tail (an event name this version does not know), or null.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Reads until the end of the log as it stands now. Any number of callers; one reads, the others wait for it.</summary>
    public async Task CatchUp(CancellationToken ct = default)
    {
        await reading.WaitAsync(ct);
        try
        {
            if (applied > Position) await Finish(ct); // after a broken-off Complete: no event is applied twice
            var next = store.ReadAll(Position, BatchMax, ct);
            while (await next is { Count: > 0 } batch)
            {
                next = store.ReadAll(batch[^1].Position, BatchMax, ct); // read on while these are folded
                foreach (var happened in batch)
                    foreach (var fold in folds) fold.Apply(happened);
                applied = batch[^1].Position;
                await Finish(ct);
            }
        }
        finally { reading.Release(); }
    }

    /// <summary>Follows the log until cancelled; an unreachable store is asked again, anything else stops it.</summary>
    public async Task Follow(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await CatchUp(ct);
                await store.WaitForMore(Position, poll, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested) { return; }
            catch (StoreUnavailableException) { await Task.Delay(poll, CancellationToken.None); }
            catch (Exception broken)
            {
                Failure = broken;
                throw;
            }
        }
    }

    /// <summary>Waits until the folds hold a position.</summary>
    /// <returns>False when they did not get there in time: the caller answers 503.</returns>
    public async Task<bool> WaitFor(long target, TimeSpan patience, CancellationToken ct = default)
    {
        TaskCompletionSource done;
        lock (gate)
        {
            if (Position >= target) return true;
            done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Add((target, done));
        }

        try
        {
            await done.Task.WaitAsync(patience, ct);
            return true;
        }
        catch (TimeoutException) { return false; }
        finally
        {
            lock (gate) waiting.RemoveAll(w => w.Done == done);
        }
    }

    private async Task Finish(CancellationToken ct)
    {
        foreach (var fold in folds) await fold.Complete(ct);
        Move(applied);
    }

    private void Move(long to)
    {
        lock (gate)
        {
            Interlocked.Exchange(ref position, to);
            foreach (var (target, done) in waiting)
                if (target <= to) done.TrySetResult();
        }

        Advanced?.Invoke(to);
    }
}
