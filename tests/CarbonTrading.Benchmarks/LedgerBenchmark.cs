using System.Diagnostics;
using System.Globalization;
using CarbonTrading.Application;
using CarbonTrading.Application.Rules;
using CarbonTrading.Domain.Control;
using CarbonTrading.Domain.Organisation;
using CarbonTrading.Domain.People;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Engine;
using CarbonTrading.Engine.Sql;
using CarbonTrading.Kernel;
using Npgsql;

namespace CarbonTrading.Benchmarks;

/// <summary>Whole commands a second: desk, decider, hash chain, group commit, durable before the answer, read models at the end of the log.</summary>
/// <remarks>
/// Each in-flight worker reserves and releases units of an account of its own. Beside it, on the same PostgreSQL in the same rounds, pgbench with 32 clients and
/// prepared statements: a transaction inserts one event row and one command row of the same sizes and updates two account rows.
/// On SQLite the peer is the same commands with one in flight: one commit each. PostgreSQL where <c>CARBON_PG</c> is set and pgbench is installed.
/// </remarks>
public static class LedgerBenchmark
{
    private const int Rounds = 3;
    private const string Schema = "carbon_ledger";
    private static readonly TimeSpan time = TimeSpan.FromSeconds(3);
    private static readonly Product product = new("cn-ets", "CEA", Vintage.Of(2025));
    private static readonly DateOnly day = new(2026, 6, 5);

    public static async Task Run()
    {
        var folder = Directory.CreateTempSubdirectory("carbon-ledger-").FullName;
        try
        {
            await OnSqlite(Path.Combine(folder, "sqlite"));
            await OnPostgres(Path.Combine(folder, "postgres"));
        }
        finally { Directory.Delete(folder, recursive: true); }
    }

    private static async Task OnSqlite(string folder)
    {
        await using var books = await Books(await Store.Open(folder), folder, 256);
        var (one, many) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            one.Add(await Rate(books, 1));
            many.Add(await Rate(books, 256));
        }

        Print("SQLite FULL, 256 in flight", Median(many), "one commit per command", Median(one), 5);
    }

    private static async Task OnPostgres(string folder)
    {
        if (Environment.GetEnvironmentVariable("CARBON_PG") is not { Length: > 0 } server)
        {
            Console.WriteLine("PostgreSQL: skipped, CARBON_PG is not set");
            return;
        }

        await Sql(server, $"DROP SCHEMA IF EXISTS {Schema} CASCADE; CREATE SCHEMA {Schema}");
        try
        {
            var own = new NpgsqlConnectionStringBuilder(server) { SearchPath = Schema };
            await using var books = await Books(await Store.OpenPostgres(own.ConnectionString), folder, 1_024);
            await Sql(own.ConnectionString, Peer.Tables);
            var (at64, at1024, peer) = (new List<double>(), new List<double>(), new List<double>());
            for (var round = 0; round < Rounds; round++)
            {
                at64.Add(await Rate(books, 64));
                peer.Add(await Peer.Rate(own, time));
                at1024.Add(await Rate(books, 1_024));
            }

            Print("PostgreSQL, 64 in flight", Median(at64), "pgbench -c 32", Median(peer), 2);
            Print("PostgreSQL, 1,024 in flight", Median(at1024), "pgbench -c 32", Median(peer), 4);
        }
        finally { await Sql(server, $"DROP SCHEMA {Schema} CASCADE"); }
    }

    private static void Print(string what, double ours, string peer, double theirs, double bound) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{what}: {ours:N0} commands/s; peer, {peer}: {theirs:N0}/s; ratio {ours / theirs:0.0} {Bounds.AtLeast(ours / theirs, bound)}"));

    private static double Median(List<double> rates) => rates.Order().ElementAt(rates.Count / 2);

    /// <summary>A workplace with an account per worker, each holding a million tonnes.</summary>
    internal static async Task<Workplace> Books(Store store, string folder, int accounts)
    {
        Directory.CreateDirectory(folder);
        var rules = RuleFiles.Load(MarketData.Folder);
        var settings = new Settings(folder, null, "http://127.0.0.1:0", false, day);
        var workplace = new Workplace(settings, store, rules, new LocalEntityHost(store.Events, rules.Rules), TimeProvider.System);
        await workplace.Start();
        var trader = new RegisterPerson("trader", "trader", [Role.Trader, Role.Compliance, Role.Administrator]);
        await Must(workplace.Desk.Execute(PersonDecider.Instance, "TRADER", trader, new Caller(Permissions.Start, "setup-trader")));
        await workplace.Tail.CatchUp();
        await Must(workplace.Desk.Execute(OrganisationDecider.Instance, "QM", new RegisterUnit(UnitKind.Group, "Group", "集团"), new Caller("trader", "setup-unit")));
        await workplace.Tail.CatchUp();
        await Task.WhenAll(Enumerable.Range(0, accounts).Select(i => Must(workplace.Desk.Execute(
            OrganisationDecider.Instance, $"CO-{i}", new RegisterUnit(UnitKind.Company, "Company", "公司", "QM"), new Caller("trader", $"setup-unit-{i}")))));
        await workplace.Tail.CatchUp();
        await Task.WhenAll(Enumerable.Range(0, accounts).Select(async i =>
        {
            await Must(Enter(workplace, i, new OpenAccount($"CO-{i}", "cn-ets", "Bench", "测试"), $"open-{i}"));
            await Must(Enter(workplace, i, new ReceiveFreeAllocation(day, product, new(1_000_000), "AL"), $"stock-{i}"));
        }));
        await workplace.Tail.CatchUp();
        return workplace;
    }

    /// <summary>Commands a second of a number of workers; the clock stops when the read models stand at the last of them.</summary>
    private static async Task<double> Rate(Workplace workplace, int inFlight)
    {
        using var stop = new CancellationTokenSource();
        var following = workplace.Tail.Follow(stop.Token);
        var run = Guid.NewGuid().ToString("N");
        var started = Stopwatch.GetTimestamp();
        var results = await Task.WhenAll(Enumerable.Range(0, inFlight).Select(i => Task.Run(async () =>
        {
            var (count, last) = (0, 0L);
            for (; Stopwatch.GetElapsedTime(started) < time; count++)
            {
                var id = string.Create(CultureInfo.InvariantCulture, $"{run}-{i}-{count / 2}");
                AllowanceAccountCommand command = count % 2 == 0
                    ? new ReserveUnits(day, id, product, new(100), "benchmark") : new ReleaseUnits(day, id, "benchmark");
                last = (await Must(Enter(workplace, i, command, string.Create(CultureInfo.InvariantCulture, $"{run}-{i}-{count}")))).Position;
            }

            return (count, last);
        })));
        if (!await workplace.Tail.WaitFor(results.Max(r => r.last), TimeSpan.FromSeconds(30))) throw new InvalidOperationException("the read models did not follow");
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await stop.CancelAsync();
        await following;
        return results.Sum(r => r.count) / seconds;
    }

    private static Task<Outcome> Enter(Workplace workplace, int worker, AllowanceAccountCommand command, string id) =>
        workplace.Desk.Execute(AllowanceAccountDecider.Instance, Key(worker), command, new Caller("trader", id));

    private static string Key(int worker) => string.Create(CultureInfo.InvariantCulture, $"BENCH-{worker:0000}");

    private static async Task<Outcome> Must(Task<Outcome> running) =>
        await running is { Error: null } done ? done : throw new InvalidOperationException((await running).Error!.Message);

    private static async Task Sql(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The peer: pgbench on tables of the same shape.</summary>
    private static class Peer
    {
        public const string Tables = """
            CREATE TABLE peer_events(position BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, stream TEXT COLLATE "C" NOT NULL, version INTEGER NOT NULL, recorded BIGINT NOT NULL,
                actor TEXT COLLATE "C" NOT NULL, approved_by TEXT COLLATE "C", trace TEXT COLLATE "C", command_id TEXT COLLATE "C" NOT NULL, input TEXT COLLATE "C" NOT NULL,
                name TEXT COLLATE "C" NOT NULL, body BYTEA NOT NULL, hash BYTEA NOT NULL);
            CREATE UNIQUE INDEX ON peer_events(stream, position);
            CREATE TABLE peer_commands(command_id TEXT COLLATE "C" PRIMARY KEY, input TEXT COLLATE "C" NOT NULL, stream TEXT COLLATE "C" NOT NULL, version INTEGER NOT NULL, position BIGINT NOT NULL);
            CREATE TABLE peer_accounts(id INTEGER PRIMARY KEY, free BIGINT NOT NULL, reserved BIGINT NOT NULL);
            INSERT INTO peer_accounts SELECT n, 1000000, 0 FROM generate_series(0, 1023) n;
            """;

        private static readonly string script = $"""
            \set a random(0, 1023)
            \set b random(0, 1023)
            \set lower least(:a, :b)
            \set higher greatest(:a, :b)
            BEGIN;
            INSERT INTO peer_events(stream, version, recorded, actor, command_id, input, name, body, hash)
                VALUES ('allowance-account/BENCH-' || :a::int, 1, 1780000000000000, 'trader', gen_random_uuid()::text, '0123456789abcdef',
                'allowance-account.units-reserved.v1', convert_to('{new string('x', 300)}', 'UTF8'), decode('{new string('a', 64)}', 'hex'));
            INSERT INTO peer_commands VALUES (gen_random_uuid()::text, '0123456789abcdef', 'allowance-account/BENCH-' || :a::int, 1, 1);
            UPDATE peer_accounts SET free = free - 1, reserved = reserved + 1 WHERE id = :lower::int;
            UPDATE peer_accounts SET free = free - 1, reserved = reserved + 1 WHERE id = :higher::int;
            COMMIT;
            """;

        public static async Task<double> Rate(NpgsqlConnectionStringBuilder server, TimeSpan time)
        {
            var file = Path.GetTempFileName();
            await File.WriteAllTextAsync(file, script);
            var start = new ProcessStartInfo(Program()) { RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (var argument in (string[])["-n", "-c", "32", "-j", "2", "-M", "prepared", "-T", time.TotalSeconds.ToString("0", CultureInfo.InvariantCulture), "-f", file,
                "-h", server.Host!, "-p", server.Port.ToString(CultureInfo.InvariantCulture), "-U", server.Username!, server.Database!]) start.ArgumentList.Add(argument);
            start.Environment["PGOPTIONS"] = $"-c search_path={server.SearchPath}";
            if (server.Password is { Length: > 0 } password) start.Environment["PGPASSWORD"] = password;
            using var process = Process.Start(start)!;
            var (said, wrong) = (await process.StandardOutput.ReadToEndAsync(), await process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            File.Delete(file);
            var line = said.Split('\n').FirstOrDefault(l => l.StartsWith("tps = ", StringComparison.Ordinal)) ?? throw new InvalidOperationException(said + wrong);
            return double.Parse(line["tps = ".Length..].Split(' ')[0], CultureInfo.InvariantCulture);
        }

        private static string Program() => Directory.Exists("/usr/lib/postgresql")
            ? Directory.EnumerateFiles("/usr/lib/postgresql", "pgbench", SearchOption.AllDirectories).OrderDescending(StringComparer.Ordinal).First()
            : "pgbench";
    }
}
