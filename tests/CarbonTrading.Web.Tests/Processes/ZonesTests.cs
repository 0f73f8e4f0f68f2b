using System.Text.Json;
using Xunit;

namespace CarbonTrading.Web.Tests.Processes;

/// <summary>The zone of the machine changes nothing. It is the whole process's, so nothing else runs beside.</summary>
[CollectionDefinition(nameof(ZonesTests), DisableParallelization = true)]
[Collection(nameof(ZonesTests))]
public sealed class ZonesTests : IDisposable
{
    private const string Variable = "TZ";
    private readonly string folder = Directory.CreateTempSubdirectory("carbon-zones-").FullName;
    private readonly string? zoneBefore = Environment.GetEnvironmentVariable(Variable);
    private readonly Dictionary<string, string> environment;

    public ZonesTests(LoadedSample sample)
    {
        environment = new() { ["CARBON_DATA"] = folder };
        sample.CopyTo(folder);
    }

    public void Dispose()
    {
        Zone(zoneBefore);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_deadline_is_the_same_instant_whatever_zone_the_machine_is_in()
    {
        string[] zones =
        [
            "UTC", "Asia/Shanghai", "Europe/Brussels", "America/New_York", "America/Los_Angeles", "Asia/Kolkata", "Asia/Kathmandu", "Australia/Lord_Howe",
            "Pacific/Kiritimati", "Pacific/Pago_Pago", "Africa/Cairo", "America/St_Johns",
        ];
        Assert.Equal(0, (await Programs.Line(environment, ServerProcess.Password("compliance", folder), "sign-in", "compliance")).Exit);
        var answers = new HashSet<string>();
        foreach (var zone in zones)
        {
            Zone(zone);
            Assert.Equal(zone, TimeZoneInfo.Local.Id);
            answers.Add(Duties(await Programs.Line(environment, null, "duties", "--json")));
        }

        environment[Variable] = "Pacific/Kiritimati"; // 14 hours before: a process of its own
        answers.Add(Duties(await Programs.Carbon(environment, null, "duties", "--json")));
        Assert.Single(answers);
    }

    private static string Duties(Programs.Ran ran)
    {
        Assert.Equal(0, ran.Exit);
        using var json = JsonDocument.Parse(ran.Out);
        var data = json.RootElement.GetProperty("data");
        Assert.Contains(data.GetProperty("duties").EnumerateArray(), d => d.GetProperty("kind").GetString() == "carry-over"
            && d.GetProperty("deadline").GetProperty("instant").GetDateTimeOffset() == new DateTimeOffset(2026, 6, 10, 16, 0, 0, TimeSpan.Zero));
        return data.GetRawText();
    }

    private static void Zone(string? zone)
    {
        Environment.SetEnvironmentVariable(Variable, zone);
        TimeZoneInfo.ClearCachedData();
    }
}
