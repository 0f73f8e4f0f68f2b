using System.Globalization;
using CarbonTrading.Application.Jobs;
using CarbonTrading.Application.Lots;
using CarbonTrading.Application.People;
using CarbonTrading.Application.Planning;
using CarbonTrading.Application.Prices;
using CarbonTrading.Application.Processes;
using CarbonTrading.Application.Rules;
using CarbonTrading.Application.Sample;
using CarbonTrading.Domain.Control;
using CarbonTrading.Domain.People;
using CarbonTrading.Domain.Prices;
using CarbonTrading.Engine;
using CarbonTrading.Engine.Sql;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application;

/// <summary>The product opened on one store: what the server and the terminal both stand on.</summary>
public sealed class Workplace : IAsyncDisposable
{
    private readonly TimeProvider clock;
    private readonly IReadOnlyList<RuleFile> ruleFiles;

    /// <param name="settings">Settings.</param>
    /// <param name="store">Opened store; disposed with the workplace.</param>
    /// <param name="rules">Rule book and the files it was read from.</param>
    /// <param name="host">Where entities live.</param>
    /// <param name="clock">The domain's clock.</param>
    public Workplace(Settings settings, Store store, (RuleBook Rules, IReadOnlyList<RuleFile> Files) rules, IEntityHost host, TimeProvider clock)
    {
        (Settings, Store, Rules, ruleFiles, this.clock) = (settings, store, rules.Rules, rules.Files, clock);
        Units = new(Rules);
        var prices = Path.Combine(MarketData.Folder, "prices");
        var catalogue = PriceCatalogue.Load(prices);
        Planning = PlanningFiles.Load(MarketData.Folder);
        Files = new PriceFileReader(catalogue, PriceFormats.Load(prices, catalogue));
        Read = new ReadSide(new PriceBook(store.Prices, catalogue, Rules)) { Authority = Planning.Authority };
        Tail = new LogTail(store.Events, Read.Folds);
        Read.Refresh = Tail.CatchUp;
        Desk = new Desk(host, Rules, Read, clock)
        {
            ProposedFor = async (obligation, ct) => Queries!.Resolve(null, null).AsOf is { } now ? await SurrenderProposal.Of(this, obligation, now, ct) : null,
        };
        SignIn = new SignIn(store.Values, Read, clock);
        Processes = new ProcessRunner(store.Events, store.Values, Desk, Tail, AllProcesses.Of(store.Events));
        Queries = new Queries(this);
        Jobs = new JobRunner(this, $"{Environment.MachineName}:{Environment.ProcessId}:{Guid.NewGuid():N}"[..Math.Min(60, Environment.MachineName.Length + 30)]);
    }

    /// <summary>Settings.</summary>
    public Settings Settings { get; }

    /// <summary>Log and side tables.</summary>
    public Store Store { get; }

    /// <summary>Rule book.</summary>
    public RuleBook Rules { get; }

    /// <summary>What a unit of each market stands for.</summary>
    public UnitsOfAccount Units { get; }

    /// <summary>Times and assumptions to plan with.</summary>
    public PlanningFiles Planning { get; }

    /// <summary>Everything derived from the log.</summary>
    public ReadSide Read { get; }

    /// <summary>What keeps the read side current.</summary>
    public LogTail Tail { get; }

    /// <summary>Where commands come in.</summary>
    public Desk Desk { get; }

    /// <summary>Passwords, tokens, codes.</summary>
    public SignIn SignIn { get; }

    /// <summary>Processes.</summary>
    public ProcessRunner Processes { get; }

    /// <summary>Reads price files of every declared format.</summary>
    public PriceFileReader Files { get; }

    /// <summary>Queries with their pair of dates.</summary>
    public Queries Queries { get; }

    /// <summary>Runs jobs.</summary>
    public JobRunner Jobs { get; }

    /// <summary>The domain's clock.</summary>
    public TimeProvider Clock => clock;

    /// <summary>True once the read side is complete and the first start's work is done.</summary>
    public bool IsReady { get; private set; }

    /// <summary>What the start is doing, for the health answer and the first page.</summary>
    public string Doing { get; private set; } = "opening the store";

    /// <summary>A desk for thousands of commands on entities that are not there yet: they are decided in this process, and need no seat in the cluster.</summary>
    /// <remarks>The same rules and rights; the log fences what another node writes meanwhile. For one import, then forgotten.</remarks>
    public Desk BulkDesk() => new(new LocalEntityHost(Store.Events, Rules), Rules, Read, clock);

    /// <summary>Opens the store the settings name.</summary>
    public static Task<Store> OpenStore(Settings settings)
    {
        if (settings.Postgres is not { } postgres) return Store.Open(settings.DataFolder);
        OwnFile.CreateFolder(settings.DataFolder); // tokens and sample passwords lie there also then
        return Store.OpenPostgres(postgres);
    }

    /// <summary>Opens a workplace whose entities live in this process: for the terminal and tests.</summary>
    public static async Task<Workplace> OpenLocal(Settings settings, TimeProvider clock)
    {
        var rules = RuleFiles.Load(MarketData.Folder);
        var store = await OpenStore(settings);
        return new Workplace(settings, store, rules, new LocalEntityHost(store.Events, rules.Rules), clock);
    }

    /// <summary>Brings the read side up, records the rule files where they changed, fills an empty store, settles what is open.</summary>
    /// <returns>The set-up code for the first administrator where the store is empty and stays so; else null.</returns>
    public async Task<string?> Start(CancellationToken ct = default)
    {
        Doing = "reading the log";
        await Tail.CatchUp(ct);
        string? code = null;
        if (Read.Log.BusinessDate is null || !await WasFilled(ct)) code = await Fill(ct);
        else await RecordRules(ct);
        Doing = "settling what is open";
        await Processes.RunToEnd(ct);
        await Tail.CatchUp(ct);
        if (!Settings.IsLoopback && await Store.Values.Get("start", "sample", ct) is not null) Read.KeepOut(SampleLoader.Persons.Select(p => p.Login));
        (Doing, IsReady) = ("ready", true);
        return code;
    }

    /// <summary>Gives an administrator a one-time code for a person's password, and records that on the person.</summary>
    public async Task<(string? Code, DomainError? Refused)> IssueCode(string key, string actor, CancellationToken ct)
    {
        var outcome = await Desk.Execute(PersonDecider.Instance, key, new RecordCodeIssue(), new Caller(actor, $"code-{Guid.CreateVersion7():N}"), ct);
        return outcome.Events is [PasswordCodeIssued issued] ? (await SignIn.IssueCode(issued.Login, ct), null) : (null, outcome.Error);
    }

    /// <summary>An importer whose events are recorded by one actor.</summary>
    /// <param name="desk">The desk that records them.</param>
    /// <param name="actor">Login, or a system actor.</param>
    /// <param name="commandId">Id of the intent; each series adds its key. Null: each import its own id.</param>
    public PriceImporter PriceImporter(Desk desk, string actor, string? commandId = null) => new(
        Files, Read.Prices.Catalogue, Read.Prices, Store.Prices,
        (key, command, ct) => desk.Execute(PriceImportDecider.Instance, key, command,
            new Caller(actor, commandId is null ? command.ImportId : $"{commandId}:{key}"), ct),
        Tail.CatchUp);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Store.DisposeAsync();

    private async Task<bool> WasFilled(CancellationToken ct) => !Settings.Sample || await Store.Values.Get("start", "sample", ct) is { } mark && mark is not [0];

    private async Task<string?> Fill(CancellationToken ct)
    {
        // A start killed in the middle of the sample goes on where it was: every line has its own command id.
        var begun = await Store.Values.Get("start", "sample", ct) is not null;
        if (Settings.Sample && (begun || Tail.Position == 0))
        {
            await Store.Values.Put("start", "sample", [0], ct);
            Doing = "loading the sample group and the prices";
            await new SampleLoader(this).Load(RecordRules, ct);
            await Store.Values.Put("start", "sample", [1], ct);
            return null;
        }

        await RecordRules(ct);
        if (Read.Log.BusinessDate is null)
        {
            var today = Settings.BusinessDate ?? DateOnly.FromDateTime(
                TimeZoneInfo.ConvertTime(clock.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai")).DateTime);
            await System(BusinessDayDecider.Instance, BusinessDay.Key, new OpenBooks(today), "start:books", ct);
            await Tail.CatchUp(ct);
        }

        return Read.People.All().Any(p => p.State.Roles.Contains(Role.Administrator)) ? null : await SignIn.IssueCode(null, ct);
    }

    private Task RecordRules(CancellationToken ct) => RecordRules(Desk, ct);

    private async Task RecordRules(Desk desk, CancellationToken ct)
    {
        var outcome = await desk.Execute(RuleBookDecider.Instance, RuleBookLog.Key, new LoadRuleBook(Rules.Version, ruleFiles),
            new Caller(Permissions.Start, $"rules:{Rules.Version}:{(await Store.Events.Head(ct)).Position.ToString(CultureInfo.InvariantCulture)}"), ct);
        if (outcome.Error is { } refused && refused.Code != "rule-book.unchanged") throw new InvalidOperationException(refused.Message);
    }

    private async Task System<TState, TCommand, TEvent>(
        Decider<TState, TCommand, TEvent> decider, string key, TCommand command, string id, CancellationToken ct)
        where TState : notnull where TCommand : notnull where TEvent : class
    {
        var outcome = await Desk.Execute(decider, key, command, new Caller(Permissions.Start, id), ct);
        if (outcome.Error is { } refused) throw new InvalidOperationException($"{id}: {refused.Message}");
    }
}
