using System.Diagnostics;
using System.Globalization;
using CarbonTrading.Engine.Tests.Support;
using Xunit;

namespace CarbonTrading.Engine.Tests;

/// <summary>A worker process under load is killed (SIGKILL) at random moments, again and again, on each database.</summary>
/// <remarks>Rounds: <c>CARBON_TEST_CRASHES</c>, 200 where not set.</remarks>
public abstract class CrashSuite(Database database) : IAsyncLifetime
{
    private const int EventsPerCommand = 3;
    private const int RoundsPerVerify = 25;
    private static readonly int rounds = int.Parse(Environment.GetEnvironmentVariable("CARBON_TEST_CRASHES") ?? "200", CultureInfo.InvariantCulture);

    private readonly HashSet<string> acknowledged = []; // and not yet seen in the store
    private readonly Dictionary<string, int> stored = [];
    private long readTo, answers;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>First two arguments of the worker.</summary>
    protected abstract string[] Place { get; }

    /// <summary>Whether the next worker may open the store while this one writes. Not where a crash is only mended when nobody has the store open.</summary>
    protected abstract bool StartsAhead { get; }

    protected Database Database => database;

    public ValueTask InitializeAsync() => database.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task After_every_kill_what_was_acknowledged_is_there_whole_and_the_chain_is_sound()
    {
        var seed = Random.Shared.Next();
        TestContext.Current.SendDiagnosticMessage("crash seed {0}", seed);
        var random = new Random(seed);
        Process? ahead = null;
        for (var round = 1; round <= rounds; round++)
        {
            using var worker = ahead ?? Start(round);
            ahead = StartsAhead && round < rounds ? Start(round + 1) : null;
            await RunAndKill(worker, round, random.Next(60));
            await Check(verify: round % RoundsPerVerify == 0 || round == rounds);
        }

        Assert.True(answers > rounds, $"only {answers} commands were acknowledged in {rounds} rounds: no load");
    }

    private Process Start(int round)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, "CarbonTrading.CrashWorker.dll"), .. Place, $"r{round}"])
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    private async Task RunAndKill(Process worker, int round, int killAfterMs)
    {
        var errors = worker.StandardError.ReadToEndAsync(Ct);
        try
        {
            await worker.StandardInput.WriteLineAsync("write");
            await worker.StandardInput.FlushAsync(Ct);
            var first = await worker.StandardOutput.ReadLineAsync(Ct).AsTask().WaitAsync(TimeSpan.FromSeconds(60), Ct);
            if (first is null) Assert.Fail($"round {round}: the worker ended by itself: {await errors}");
            Acknowledge(first);
            var rest = worker.StandardOutput.ReadToEndAsync(Ct);
            await Task.Delay(killAfterMs, Ct);
            Assert.False(worker.HasExited, $"round {round}: the worker ended by itself");
            worker.Kill();
            foreach (var line in (await rest).Split('\n')) Acknowledge(line);
        }
        finally
        {
            if (!worker.HasExited) worker.Kill();
            await worker.WaitForExitAsync(CancellationToken.None);
        }
    }

    private void Acknowledge(string line)
    {
        if (line.EndsWith(';') && acknowledged.Add(line[..^1])) answers++; // a line cut by the kill is no acknowledgement
    }

    /// <summary>Opens the store anew, so that it recovers as after a real crash, and reads on from the round before.</summary>
    private async Task Check(bool verify)
    {
        var store = await database.Open();
        HashSet<string> met = [];
        while (await store.Events.ReadAll(readTo, 10_000, Ct) is { Count: > 0 } batch)
        {
            foreach (var happened in batch)
            {
                Assert.Equal(++readTo, happened.Position);
                stored[happened.CommandId] = stored.GetValueOrDefault(happened.CommandId) + 1;
                met.Add(happened.CommandId);
            }
        }

        Assert.DoesNotContain(met, command => stored[command] != EventsPerCommand);
        acknowledged.RemoveWhere(stored.ContainsKey);
        Assert.Empty(acknowledged);
        if (verify) Assert.Empty((await store.Events.Verify(Ct)).Faults);
        await store.DisposeAsync();
    }
}

public sealed class CrashOnSqliteTests() : CrashSuite(new SqliteDatabase())
{
    protected override string[] Place => ["sqlite", Path.Combine(Database.Folder, "data")];

    protected override bool StartsAhead => false;
}

public sealed class CrashOnPostgresTests() : CrashSuite(new PostgresDatabase())
{
    protected override string[] Place => ["postgres", ((PostgresDatabase)Database).ConnectionString];

    protected override bool StartsAhead => true;
}
