using System.Text.Json;
using CarbonTrading.Application;
using CarbonTrading.Application.Rules;
using CarbonTrading.Domain.Control;
using CarbonTrading.Domain.People;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Engine;
using CarbonTrading.Engine.Sql;
using CarbonTrading.Kernel;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CarbonTrading.Application.Tests.Support;

/// <summary>A whole workplace on a SQLite file of its own: real store, real rules, real desk; only the clock is ours.</summary>
public sealed class TestDesk : IAsyncDisposable
{
    private int commands;

    private TestDesk(Workplace workplace, FakeTimeProvider clock, Settings settings) => (Workplace, Clock, Settings) = (workplace, clock, settings);

    public Workplace Workplace { get; private set; }

    public FakeTimeProvider Clock { get; }

    public Settings Settings { get; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Books open on 2026-06-05 (a Friday), one person per role, the company QM and the account QM-CHP-01; with the sample group instead where asked.</summary>
    public static async Task<TestDesk> Open(bool sample = false)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 6, 5, 2, 0, 0, TimeSpan.Zero));
        var made = Directory.CreateTempSubdirectory("carbon-desk-").FullName;
        var settings = new Settings(made, null, "http://127.0.0.1:0", sample, new DateOnly(2026, 6, 5));
        var rules = RuleFiles.Load(MarketData.Folder);
        var store = await Store.Open(made, Ct);
        var desk = new TestDesk(new Workplace(settings, store, rules, new LocalEntityHost(store.Events, rules.Rules), clock), clock, settings);
        await desk.Workplace.Start(Ct);
        if (!sample) await desk.SetUp();
        return desk;
    }

    /// <summary>Sends a command as REST, CLI and sample do: by names and JSON.</summary>
    public async Task<Outcome> Send(string actor, string plural, string key, string command, string json, string? id = null)
    {
        using var body = JsonDocument.Parse(json);
        var outcome = await Entities.ByPlural(plural)!.Execute(Workplace.Desk, key, command, body.RootElement, new Caller(actor, id ?? $"test-{++commands}"), Ct);
        await Settle();
        return outcome;
    }

    /// <summary>Sends a command that must be accepted.</summary>
    public async Task<Outcome> Done(string actor, string plural, string key, string command, string json, string? id = null)
    {
        var outcome = await Send(actor, plural, key, command, json, id);
        Assert.True(outcome.Error is null, $"{command}: {outcome.Error?.Code}: {outcome.Error?.Message}");
        return outcome;
    }

    /// <summary>A command that takes two persons: the approver agrees at once.</summary>
    public async Task<Outcome> Agreed(string actor, string plural, string key, string command, string json)
    {
        var id = $"agreed-{Guid.CreateVersion7():N}";
        await Done(actor, plural, key, command, json, id);
        return await Done("approver", "proposals", Application.Desk.ProposalKey(actor, id), "approve-proposal", "{}");
    }

    /// <summary>Imports a price file of the national market.</summary>
    public async Task Prices(string csv)
    {
        var report = await Workplace.PriceImporter(Workplace.Desk, "finance").Import(System.Text.Encoding.UTF8.GetBytes(csv), "cea-composite.csv", null, false, Ct);
        Assert.Null(report.Refusal);
        await Settle();
    }

    /// <summary>Sends a command that must be refused with a code.</summary>
    public async Task<DomainError> Refused(string code, string actor, string plural, string key, string command, string json)
    {
        var before = (await Workplace.Store.Events.Head(Ct)).Position;
        var outcome = await Send(actor, plural, key, command, json);
        Assert.Equal(code, outcome.Error?.Code);
        Assert.Equal(before, (await Workplace.Store.Events.Head(Ct)).Position);
        return outcome.Error!;
    }

    /// <summary>A deal of the trader's that a hard limit must refuse, with its line in the breach log.</summary>
    public async Task<DomainError> Beyond(string plural, string key, string command, string json)
    {
        var before = Workplace.Queries.Limits.Breaches(Workplace.Queries.Resolve(null, null).AsOf!).Count;
        var outcome = await Send("trader", plural, key, command, json);
        Assert.Equal("trade.limit-exceeded", outcome.Error?.Code);
        Assert.Equal(before + 1, Workplace.Queries.Limits.Breaches(Workplace.Queries.Resolve(null, null).AsOf!).Count);
        return outcome.Error!;
    }

    /// <summary>Brings read side and processes to the end of the log.</summary>
    public async Task Settle()
    {
        await Workplace.Tail.CatchUp(Ct);
        await Workplace.Processes.RunToEnd(Ct);
        await Workplace.Tail.CatchUp(Ct);
    }

    /// <summary>Free tonnes of an account's product, over all origins.</summary>
    public long In(string account, string product, Bucket bucket) => Workplace.Queries.Resolve(null, null).AsOf is { } now
        ? Application.Positions.PositionQuery.Lines(Workplace.Read.Movements.Now, now.Date, now.Known)
            .Where(l => l.Account == account && l.Unit.Product.ToString() == product).Sum(l => l.In(bucket))
        : 0;

    public async ValueTask DisposeAsync()
    {
        await Workplace.DisposeAsync();
        Directory.Delete(Settings.DataFolder, recursive: true);
    }

    private async Task SetUp()
    {
        foreach (var role in Enum.GetValues<Role>())
        {
            var login = role == Role.Administrator ? "admin" : role.ToString().ToLowerInvariant();
            var outcome = await Workplace.Desk.Execute(PersonDecider.Instance, login.ToUpperInvariant(), new RegisterPerson(login, login, [role]),
                new Caller(Permissions.Start, $"setup-{login}"), Ct);
            Assert.Null(outcome.Error);
        }

        await Settle();
        await Done("admin", "organisation", "QM", "register-unit", """{"kind":"group","name":"Group","nameZh":"集团"}""");
        await Done("admin", "organisation", "QM-ALU", "register-unit", """{"kind":"company","name":"Aluminium","nameZh":"铝业","parent":"QM"}""");
        await Done("compliance", "accounts", "QM-CHP-01", "open-account", """{"holder":"QM","market":"cn-ets","name":"CHP","nameZh":"热电"}""");
    }
}
