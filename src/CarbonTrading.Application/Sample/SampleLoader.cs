using System.Globalization;
using System.Text.Json;
using CarbonTrading.Application.Processes;
using CarbonTrading.Domain.Control;
using CarbonTrading.Domain.People;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Sample;

/// <summary>Fills an empty store with the sample group: the lines of <c>market-data/sample/*.jsonl</c> as commands through a real desk, its clock set to each line.</summary>
/// <remarks>Command ids are file and line, so a load that was broken off goes on where it stopped.</remarks>
public sealed class SampleLoader(Workplace workplace)
{
    /// <summary>The sample persons: login, name, role.</summary>
    public static readonly IReadOnlyList<(string Login, string Name, Role Role)> Persons =
    [
        ("trader", "韩雪 Han Xue", Role.Trader),
        ("approver", "周敏 Zhou Min", Role.Approver),
        ("finance", "林涛 Lin Tao", Role.Finance),
        ("compliance", "陈静 Chen Jing", Role.Compliance),
        ("auditor", "沈安 Shen An", Role.Auditor),
        ("admin", "管理员 Admin", Role.Administrator),
    ];

    private readonly LineClock clock = new();
    private readonly Dictionary<string, (string Actor, string CommandId)> lines = new(StringComparer.Ordinal);

    private sealed record Line(
        DateTimeOffset At, string As, string? Entity = null, string? Key = null, string? Command = null, JsonElement? Body = null,
        string? Id = null, string? Approves = null, string? Expect = null);

    private sealed class LineClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }

    /// <summary>Loads everything.</summary>
    /// <exception cref="InvalidDataException">A line did not end as it should; the message names file and line.</exception>
    public async Task Load(Func<Desk, CancellationToken, Task> recordRules, CancellationToken ct)
    {
        var files = Directory.GetFiles(Path.Combine(MarketData.Folder, "sample"), "*.jsonl").Order(StringComparer.Ordinal).ToList();
        var all = files.SelectMany(f => File.ReadAllLines(f).Select((text, i) => (Id: $"{Path.GetFileNameWithoutExtension(f)}:{i + 1}", Text: text)))
            .Where(l => l.Text.Length > 0)
            .Select(l => (l.Id, Line: JsonSerializer.Deserialize<Line>(l.Text, Contract.Strict) ?? throw new InvalidDataException($"{l.Id} is empty"))).ToList();
        clock.Now = all[0].Line.At.ToUniversalTime();
        var desk = new Desk(new LocalEntityHost(workplace.Store.Events, workplace.Rules), workplace.Rules, workplace.Read, clock);
        var processes = new ProcessRunner(workplace.Store.Events, workplace.Store.Values, desk, workplace.Tail, AllProcesses.Of(workplace.Store.Events));
        await recordRules(desk, ct);
        await RegisterPersons(desk, ct);
        await Must(desk.Execute(BusinessDayDecider.Instance, BusinessDay.Key, new OpenBooks(Day(all[0].Line.At)), Start("sample:books"), ct), "open books");
        await workplace.Tail.CatchUp(ct);
        await ImportPrices(desk, ct);
        foreach (var (id, line) in all)
        {
            clock.Now = line.At.ToUniversalTime();
            await MoveTo(desk, Day(line.At), ct);
            await Run(desk, id, line, ct);
            await workplace.Tail.CatchUp(ct);
            await processes.RunToEnd(ct);
            await workplace.Tail.CatchUp(ct);
        }
    }

    private static Caller Start(string id) => new(Permissions.Start, id);

    private static DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(at.DateTime);

    private async Task RegisterPersons(Desk desk, CancellationToken ct)
    {
        var passwords = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (login, name, role) in Persons)
        {
            await Must(desk.Execute(PersonDecider.Instance, login.ToUpperInvariant(), new RegisterPerson(login, name, [role]), Start($"sample:person:{login}"), ct), login);
            passwords[login] = People.SignIn.Secret(12);
            if (await workplace.SignIn.SetPassword(login, passwords[login], ct) is { } refused) throw new InvalidDataException(refused.Message);
        }

        await OwnFile.Write(workplace.Settings.SamplePasswords, JsonSerializer.Serialize(passwords, JsonSerializerOptions.Web), ct);
    }

    private async Task ImportPrices(Desk desk, CancellationToken ct)
    {
        var importer = workplace.PriceImporter(desk, Permissions.Start);
        foreach (var file in Directory.GetFiles(Path.Combine(MarketData.Folder, "prices"), "*.csv").Order(StringComparer.Ordinal))
        {
            var report = await importer.Import(await File.ReadAllBytesAsync(file, ct), Path.GetFileName(file), "normalised", dryRun: false, ct);
            if ((report.Refusal ?? report.Series.Select(s => s.Refusal).FirstOrDefault(r => r is not null)) is { } refused)
                throw new InvalidDataException($"{Path.GetFileName(file)}: {refused.Code}: {refused.Message}");
            await workplace.Tail.CatchUp(ct);
        }
    }

    private async Task MoveTo(Desk desk, DateOnly day, CancellationToken ct)
    {
        if (workplace.Read.Log.BusinessDate >= day) return;
        await Must(desk.Execute(BusinessDayDecider.Instance, BusinessDay.Key, new AdvanceBusinessDate(day),
            new Caller("finance", string.Create(CultureInfo.InvariantCulture, $"sample:day:{day:yyyy-MM-dd}")), ct), "advance business date");
        await workplace.Tail.CatchUp(ct);
    }

    private async Task Run(Desk desk, string id, Line line, CancellationToken ct)
    {
        var commandId = line.Id ?? $"sample:{id}";
        if (line.Id is { } named) lines[named] = (line.As, commandId);
        Outcome outcome;
        if (line.Approves is { } proposing)
        {
            var (maker, command) = lines[proposing];
            outcome = await desk.Execute(ProposalDecider.Instance, Desk.ProposalKey(maker, command), new ApproveProposal(), new Caller(line.As, commandId), ct);
        }
        else
        {
            var kind = Entities.ByPlural(line.Entity ?? "") ?? throw new InvalidDataException($"{id}: no entity '{line.Entity}'");
            outcome = await kind.Execute(desk, line.Key ?? "", line.Command ?? "", line.Body ?? default, new Caller(line.As, commandId), ct);
        }

        if (outcome.Error?.Code != line.Expect)
            throw new InvalidDataException($"sample line {id} ended in '{outcome.Error?.Code ?? "done"}', expected '{line.Expect ?? "done"}': {outcome.Error?.Message}");
    }

    private static async Task Must(Task<Outcome> running, string what)
    {
        var outcome = await running;
        if (outcome.Error is { } refused) throw new InvalidDataException($"{what}: {refused.Code}: {refused.Message}");
    }
}
