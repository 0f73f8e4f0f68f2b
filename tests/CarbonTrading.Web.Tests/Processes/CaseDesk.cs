using System.Globalization;
using System.Text.Json;
using Xunit;

namespace CarbonTrading.Web.Tests.Processes;

/// <summary>The terminal on the sample group with the books on 2027-02-01, so that every dated case lies in the past; each person has a token.</summary>
public sealed class CaseDesk(LoadedSample sample) : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("carbon-cases-").FullName;
    private readonly Dictionary<string, string> tokens = [];

    public async ValueTask InitializeAsync()
    {
        sample.CopyTo(folder);
        foreach (var person in new[] { "compliance", "approver", "finance", "admin" })
        {
            var signed = await Programs.Line(Environment(null), ServerProcess.Password(person, folder), "sign-in", person);
            Assert.Equal(0, signed.Exit);
            tokens[person] = (await File.ReadAllTextAsync(Path.Combine(folder, "token"))).Trim();
        }

        await Done("finance", "business-days advance-business-date BOOKS --to 2027-02-01");
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Runs a line as a person; it must be accepted. A bar stands for a blank within a value.</summary>
    public async Task<JsonElement> Done(string person, string line)
    {
        var ran = await Run(person, line);
        Assert.True(ran.Exit == 0, $"{line}: {ran.Exit} {ran.Out} {ran.Error}");
        return JsonDocument.Parse(ran.Out).RootElement;
    }

    /// <summary>Runs a line as the compliance officer; it must end with exit code 1 and the refusal's code.</summary>
    /// <returns>The message.</returns>
    public async Task<string> Refused(string code, string line)
    {
        var ran = await Run("compliance", line);
        var answer = JsonDocument.Parse(ran.Out).RootElement;
        Assert.Equal((1, code), (ran.Exit, answer.GetProperty("error").GetString()));
        return answer.GetProperty("message").GetString()!;
    }

    /// <summary>A command that takes two persons: the second one approves it.</summary>
    /// <returns>Key of the proposal.</returns>
    public async Task<string> Agreed(string line)
    {
        var proposal = (await Done("compliance", line)).GetProperty("stream").GetString()!["proposal/".Length..];
        await Done("approver", $"proposals approve {proposal}");
        return proposal;
    }

    /// <summary>An obligation with this much verified and due.</summary>
    public async Task Owes(string account, int year, string verified, long due)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"{account}-{year}");
        await Done("compliance", $"obligations open-obligation {key} --account {account} --market cn-ets --year {year} --sector power");
        await Agreed($"obligations record-verified {key} --effective {verified} --emissions {due} --allowances-due {due} --report-id VR-{key} --verifier body-A");
    }

    /// <summary>An account of the national market, of a company of its own: an entity has one.</summary>
    public async Task Account(string key)
    {
        await Done("admin", $"organisation register-unit CO-{key} --kind company --parent QIMING --name Case --name-zh 算例");
        await Done("compliance", $"accounts open {key} --holder CO-{key} --market cn-ets --name Case --name-zh 算例");
    }

    /// <summary>Rows of a list by their key.</summary>
    public async Task<Dictionary<string, JsonElement>> List(string verb) => (await Done("compliance", verb)).GetProperty("data").EnumerateArray()
        .ToDictionary(r => r.GetProperty("key").GetString()!, r => r);

    /// <summary>Imports a price file of the national market.</summary>
    public async Task Prices(string csv)
    {
        var file = Path.Combine(folder, "cea-composite.csv");
        await File.WriteAllTextAsync(file, csv);
        var ran = await Programs.Line(Environment("finance"), null, "prices", "import", file, "--format", "normalised");
        Assert.True(ran.Exit == 0, ran.Out + ran.Error);
    }

    private Task<Programs.Ran> Run(string person, string line) =>
        Programs.Line(Environment(person), null, [.. line.Split(' ').Select(a => a.Replace('|', ' ')), "--json"]);

    private Dictionary<string, string> Environment(string? person)
    {
        var environment = new Dictionary<string, string> { ["CARBON_DATA"] = folder };
        if (person is not null) environment["CARBON_TOKEN"] = tokens[person];
        return environment;
    }
}
