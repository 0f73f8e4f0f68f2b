using System.Net;
using System.Text;
using System.Text.Json;
using CarbonTrading.Engine.Sql;
using CarbonTrading.Web.Edge;
using Npgsql;
using Xunit;

namespace CarbonTrading.Web.Tests.Processes;

/// <summary>The server as a process: stopping, sharing a store, full disk, doors.</summary>
public sealed class ServerTests(LoadedSample sample) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("carbon-server-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Asked_to_stop_under_load_it_ends_in_ten_seconds_and_loses_nothing_it_acknowledged()
    {
        var acknowledged = new List<long>();
        sample.CopyTo(folder);
        await using (var server = await ServerProcess.Start(folder))
        {
            using var trader = await server.SignIn("trader");
            using var stop = new CancellationTokenSource();
            var load = Task.Run(async () =>
            {
                for (var i = 0; !stop.IsCancellationRequested; i++)
                {
                    try
                    {
                        using var answer = await Receive(trader, $"load-{i}", 1);
                        if (answer.StatusCode != HttpStatusCode.OK) continue;
                        acknowledged.Add(JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement.GetProperty("position").GetInt64());
                    }
                    catch (HttpRequestException) { return; }
                }
            }, Ct);
            while (acknowledged.Count < 20) await Task.Delay(20, Ct);
            var took = await server.Terminate();
            await stop.CancelAsync();
            await load;
            Assert.True(took < TimeSpan.FromSeconds(10), $"it took {took}");
            Assert.DoesNotContain(server.Log, l => l.Contains(ServerProcess.Password("trader", folder), StringComparison.Ordinal));
            Assert.Contains(server.Log, l => l.Contains("TraceId", StringComparison.Ordinal) && l.Contains("position", StringComparison.OrdinalIgnoreCase));
        }

        await using var store = await Store.Open(folder, Ct);
        var positions = (await store.Events.ReadAll(0, 100_000, Ct)).Where(e => e.CommandId.StartsWith("load-", StringComparison.Ordinal)).Select(e => e.Position).ToHashSet();
        Assert.All(acknowledged, p => Assert.Contains(p, positions));
        Assert.Empty((await store.Events.Verify(Ct)).Faults);
    }

    [Fact]
    public async Task A_terminal_beside_a_server_on_one_folder_shares_one_log()
    {
        sample.CopyTo(folder);
        await using var server = await ServerProcess.Start(folder);
        using var trader = await server.SignIn("trader");
        var environment = new Dictionary<string, string> { ["CARBON_DATA"] = folder };
        Assert.Equal(0, (await Programs.Carbon(environment, ServerProcess.Password("trader", folder), "sign-in", "trader")).Exit);
        var terminal = Task.Run(async () =>
        {
            for (var i = 0; i < 6; i++)
                Assert.Equal(0, (await Programs.Carbon(environment, null, "accounts", "receive-free-allocation", "QM-CHP-01", "--effective", "2026-06-05",
                    "--product", "cn-ets/CEA/2025", "--quantity", "1", "--document", "D", "--command-id", $"terminal-{i}")).Exit);
        }, Ct);
        for (var i = 0; i < 100; i++)
        {
            using var answer = await Receive(trader, $"server-{i}", 1);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        await terminal;
        await using var store = await Store.Open(folder, Ct);
        Assert.Empty((await store.Events.Verify(Ct)).Faults);
        var ids = (await store.Events.ReadAll(0, 100_000, Ct)).Where(e => e.Name == "allowance-account.free-allocation-received.v1").Select(e => e.CommandId)
            .Where(id => id.StartsWith("terminal-", StringComparison.Ordinal) || id.StartsWith("server-", StringComparison.Ordinal)).ToList();
        Assert.Equal(106, ids.Count);
        Assert.Equal(106, ids.Distinct().Count());
    }

    [Fact]
    public async Task Two_servers_on_one_PostgreSQL_share_one_log_and_never_promise_a_tonne_twice()
    {
        var postgres = Environment.GetEnvironmentVariable("CARBON_TEST_PG")
            ?? throw new InvalidOperationException("CARBON_TEST_PG names no PostgreSQL; run: bash tests/run web");
        var name = $"two_{Guid.NewGuid():N}";
        await using (var admin = NpgsqlDataSource.Create(postgres))
        await using (var create = admin.CreateCommand($"CREATE DATABASE {name}")) await create.ExecuteNonQueryAsync(Ct);
        var database = new NpgsqlConnectionStringBuilder(postgres) { Database = name }.ConnectionString;
        await using var one = await ServerProcess.Start(Path.Combine(folder, "one"), ("CARBON_PG", database));
        await using var two = await ServerProcess.Start(Path.Combine(folder, "two"), ("CARBON_PG", database));
        using var first = await one.SignIn("trader");
        using var second = await two.SignIn("trader", one.Folder);
        long free;
        using (var positions = JsonDocument.Parse(await first.GetStringAsync("/api/positions", Ct)))
            free = positions.RootElement.GetProperty("data").EnumerateArray().Where(r => r.GetProperty("unit").GetString() == "cn-ets/CEA/2024/purchased"
                && r.GetProperty("account").GetString() == "QM-CHP-01").Sum(r => r.GetProperty("free").GetInt64());
        Assert.Equal(32_000, free);
        var done = await Task.WhenAll(Enumerable.Range(0, 80).Select(async i =>
        {
            using var answer = await Post(i % 2 == 0 ? first : second, "/api/accounts/QM-CHP-01/reserve-units", $"reserve-{i}",
                $$"""{"effective":"2026-06-05","reservation":"R-{{i}}","product":"cn-ets/CEA/2024","quantity":500,"purpose":"race"}""");
            Assert.True((int)answer.StatusCode is 200 or 409 or 422 or 503, $"{(int)answer.StatusCode}");
            return answer.StatusCode == HttpStatusCode.OK;
        }));
        Assert.InRange(done.Count(d => d), 1, 64); // 64 x 500 t is all there is
        await using var store = await Store.OpenPostgres(database, Ct);
        var log = await store.Events.ReadAll(0, 100_000, Ct);
        Assert.Equal(Enumerable.Range(1, log.Count).Select(i => (long)i), log.Select(e => e.Position));
        Assert.Equal(done.Count(d => d), log.Count(e => e.CommandId.StartsWith("reserve-", StringComparison.Ordinal)));
        Assert.Empty((await store.Events.Verify(Ct)).Faults);
    }

    [Fact]
    public async Task With_the_disk_full_commands_are_a_503_and_reads_go_on()
    {
        if (!OperatingSystem.IsLinux()) return;
        var disk = Directory.CreateDirectory(Path.Combine(folder, "small")).FullName;
        using (var mount = System.Diagnostics.Process.Start("mount", $"-t tmpfs -o size=24m tmpfs {disk}"))
        {
            await mount.WaitForExitAsync(Ct);
            Assert.True(mount.ExitCode == 0, "a small disk needs root: mount -t tmpfs");
        }

        try
        {
            sample.CopyTo(disk);
            await using var server = await ServerProcess.Start(disk);
            using var trader = await server.SignIn("trader");
            await using (var filler = File.Create(Path.Combine(disk, "filler")))
            {
                try
                {
                    var block = new byte[65_536];
                    while (true)
                    {
                        await filler.WriteAsync(block, Ct);
                        await filler.FlushAsync(Ct);
                    }
                }
                catch (IOException) { /* full */ }
            }

            var refused = false;
            for (var i = 0; i < 200 && !refused; i++)
            {
                using var answer = await Receive(trader, $"full-{i}", 1);
                Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable, $"{(int)answer.StatusCode}");
                refused = answer.StatusCode == HttpStatusCode.ServiceUnavailable;
            }

            Assert.True(refused, "the disk never got full");
            using var read = await trader.GetAsync("/api/positions", Ct);
            Assert.Equal(HttpStatusCode.OK, read.StatusCode);
            File.Delete(Path.Combine(disk, "filler"));
            using var again = await Receive(trader, "after", 1);
            Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        }
        finally
        {
            using var unmount = System.Diagnostics.Process.Start("umount", disk);
            await unmount.WaitForExitAsync(CancellationToken.None);
        }
    }

    [Fact]
    public async Task Sample_persons_sign_in_only_while_the_server_listens_to_this_machine_alone()
    {
        var port = FreePorts.Next();
        sample.CopyTo(folder);
        await using var server = await ServerProcess.Start(folder, ("CARBON_URL", $"http://0.0.0.0:{port}"));
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        using var body = new StringContent(JsonSerializer.Serialize(new { user = "trader", password = ServerProcess.Password("trader", folder) }), Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync("/api/sign-in", body, Ct);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task An_empty_start_prints_a_code_that_makes_the_first_administrator_once()
    {
        await using var server = await ServerProcess.Start(folder, ("CARBON_SAMPLE", "0"), ("CARBON_BUSINESS_DATE", "2099-06-05"));
        for (var i = 0; i < 50 && !server.Log.Any(l => l.Contains("Set-up code", StringComparison.Ordinal)); i++) await Task.Delay(100, Ct);
        var code = server.Log.First(l => l.Contains("Set-up code", StringComparison.Ordinal)).Split(": ")[1].Split("  (")[0].Trim();
        Assert.Contains("class=\"done\"", await Redeem(server.Url, code), StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"done\"", await Redeem(server.Url, code), StringComparison.Ordinal);
        using var sign = await Post(server.Client, "/api/sign-in", "x", JsonSerializer.Serialize(new { user = "chief", password = "a good password" }));
        Assert.Equal(HttpStatusCode.OK, sign.StatusCode);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder, "carbon.db")));
        }
    }

    /// <summary>Fills the page's form as a browser does: with its antiforgery token and cookie.</summary>
    private static async Task<string> Redeem(string url, string code)
    {
        using var browser = new HttpClient { BaseAddress = new Uri(url) };
        var page = await browser.GetStringAsync("/code", Ct);
        var fields = new Dictionary<string, string>
        {
            ["Input.Code"] = code, ["Input.Login"] = "chief", ["Input.Name"] = "Chief", ["Input.Password"] = "a good password", ["_handler"] = "code",
            ["__RequestVerificationToken"] = System.Text.RegularExpressions.Regex.Match(page, "__RequestVerificationToken\" value=\"([^\"]+)\"").Groups[1].Value,
        };
        using var form = new FormUrlEncodedContent(fields);
        using var answer = await browser.PostAsync("/code", form, Ct);
        using var bare = new FormUrlEncodedContent(fields.Where(f => f.Key != "__RequestVerificationToken"));
        using var forged = await browser.PostAsync("/code", bare, Ct);
        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
        return await answer.Content.ReadAsStringAsync(Ct);
    }

    private static Task<HttpResponseMessage> Receive(HttpClient client, string id, int quantity) => Post(client, "/api/accounts/QM-CHP-01/receive-free-allocation", id,
        $$"""{"effective":"2026-06-05","product":"cn-ets/CEA/2025","quantity":{{quantity}},"document":"D"}""");

    private static async Task<HttpResponseMessage> Post(HttpClient client, string path, string id, string json)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", id);
        return await client.SendAsync(request, Ct);
    }
}
