using System.Text.Json;
using CarbonTrading.Application.Tests.Support;
using CarbonTrading.Domain.Control;
using CarbonTrading.Domain.Orders;
using CarbonTrading.Domain.People;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Application.Tests.Desk;

/// <summary>Pains 9 and 16.</summary>
public class SelfApprovalTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>
    /// Pain 16: a person with any two roles proposes every command that takes two persons, and captures a trade. Each cell is refused for its own reason: where the roles
    /// may decide, because maker and checker are one person; else because they may not. Somebody else with such a role is taken.
    /// </summary>
    [Fact]
    public async Task All_pairs_of_roles_and_all_commands_for_two_persons_give_no_self_approval()
    {
        await using var desk = await TestDesk.Open();
        await desk.Prices("date,close\n2026-06-04,80.00\n");
        var lines = Permissions.All.Where(p => p.FourEyes).ToList();
        var roles = Enum.GetValues<Role>();
        var (told, expected) = (new Dictionary<string, string>(StringComparer.Ordinal), new Dictionary<string, string>(StringComparer.Ordinal));
        var pairs = roles.SelectMany(a => roles.Where(b => b > a).Select(b => new[] { a, b })).ToList();
        foreach (var pair in pairs)
        {
            var login = $"{pair[0]}{pair[1]}".ToLowerInvariant();
            await Register(desk, login, pair);
            foreach (var line in lines)
            {
                var key = await Propose(desk, login, (Type)line.What);
                told[$"{login} {key}"] = (await Approve(desk, key, login))?.Code ?? "accepted";
                expected[$"{login} {key}"] = MayDecide(line, pair) ? "proposal.maker-is-checker" : "permission.denied";
            }

            var trade = $"T-{login.ToUpperInvariant()}";
            await Capture(desk, trade, login);
            told[$"{login} approve-trade"] = (await desk.Send(login, "trades", trade, "approve-trade", "{}")).Error?.Code ?? "accepted";
            told[$"{login} reject-trade"] = (await desk.Send(login, "trades", trade, "reject-trade", """{"reason":"no"}""")).Error?.Code ?? "accepted";
            expected[$"{login} approve-trade"] = expected[$"{login} reject-trade"] = pair.Contains(Role.Approver) ? "trade.maker-is-checker" : "permission.denied";
            Assert.Equal(TradeStatus.PendingApproval, desk.Workplace.Read.Trades.Find(trade)!.State.Status);
            await desk.Done("approver", "trades", trade, "approve-trade", "{}"); // nothing but the person stood against it
        }

        Assert.Equal(pairs.Count * (lines.Count + 2), told.Count);
        Assert.Equal(expected.OrderBy(e => e.Key, StringComparer.Ordinal), told.OrderBy(t => t.Key, StringComparer.Ordinal));
    }

    /// <summary>Pain 16, the other half: of somebody else's proposal each role is taken where the line of the command names it, and refused everywhere else.</summary>
    [Fact]
    public async Task Each_role_decides_on_what_its_line_names_and_on_nothing_else()
    {
        await using var desk = await TestDesk.Open();
        await Register(desk, "maker", [Role.Trader, Role.Finance, Role.Compliance]);
        foreach (var line in Permissions.All.Where(p => p.FourEyes))
            foreach (var role in Enum.GetValues<Role>())
            {
                var key = await Propose(desk, "maker", (Type)line.What, role);
                var code = (await Approve(desk, key, role == Role.Administrator ? "admin" : role.ToString().ToLowerInvariant()))?.Code ?? "accepted";
                Assert.Equal($"{key} {(line.Checkers.Contains(role) ? "accepted" : "permission.denied")}", $"{key} {code}");
            }
    }

    /// <summary>Whether roles may decide on a proposal of a command at all.</summary>
    private static bool MayDecide(Permission line, Role[] roles) => roles.Intersect(line.Checkers).Any();

    private static async Task Register(TestDesk desk, string login, Role[] roles)
    {
        var registered = await desk.Workplace.Desk.Execute(PersonDecider.Instance, login.ToUpperInvariant(), new RegisterPerson(login, login, roles),
            new Caller(Permissions.Start, $"setup-{login}"), Ct);
        Assert.Null(registered.Error);
        await desk.Settle();
    }

    /// <summary>Written by the store's own host: what the command says does not matter, who asked does.</summary>
    private static async Task<string> Propose(TestDesk desk, string login, Type type, Role? of = null)
    {
        var command = Entities.NameOf(type);
        var key = Application.Desk.ProposalKey(login, $"{command} {of}");
        var kind = Entities.All.Single(k => k.Commands.ContainsKey(command)).Name;
        var outcome = await Host(desk).Execute(ProposalDecider.Instance, key, new ProposeCommand(kind, "X", command, JsonSerializer.SerializeToElement(new { })),
            Stamp(desk, login, $"p-{login}-{command}-{of}"), Ct);
        Assert.Null(outcome.Error);
        await desk.Workplace.Tail.CatchUp(Ct);
        return key;
    }

    private static async Task<DomainError?> Approve(TestDesk desk, string key, string login) =>
        (await desk.Workplace.Desk.Execute(ProposalDecider.Instance, key, new ApproveProposal(), new Caller(login, $"a-{login}-{key}"), Ct)).Error;

    private static async Task Capture(TestDesk desk, string key, string login)
    {
        var capture = JsonSerializer.Deserialize<CaptureTrade>("""
            {"tradeDate":"2026-06-05","account":"QM-CHP-01","side":"buy","method":"listed","product":"cn-ets/CEA/2025","quantity":1000,"price":{"amount":80.00,"currency":"CNY"}}
            """, Contract.Strict)!;
        var quotes = new Dictionary<string, Quote> { [capture.Product.ToString()] = new(new(80m, "CNY"), new(2026, 6, 4), "cea-composite", 1) };
        Assert.Null((await Host(desk).Execute(TradeDecider.Instance, key, capture, Stamp(desk, login, $"c-{login}") with { Quotes = quotes }, Ct)).Error);
        await desk.Settle();
    }

    private static LocalEntityHost Host(TestDesk desk) => new(desk.Workplace.Store.Events, desk.Workplace.Rules);

    private static Stamp Stamp(TestDesk desk, string login, string id) => new(id, login, desk.Clock.GetUtcNow(), desk.Workplace.Rules.Version, new DateOnly(2026, 6, 5));

    /// <summary>Pain 9: every command that moves units names its day, and a correction takes the day of what it corrects.</summary>
    [Fact]
    public void No_command_that_moves_units_is_without_a_day()
    {
        var movers = typeof(AllowanceAccountCommand).Assembly.GetTypes().Where(t => !t.IsAbstract && (t.IsSubclassOf(typeof(AllowanceAccountCommand))
            || t.IsSubclassOf(typeof(Domain.Offsets.CcerHoldingCommand)))).Where(t => t.Name is not ("OpenAccount" or "OpenHolding" or "UndoTrade" or "UndoCreditTrade"
                or "RestateReceipts" or "RestateCreditReceipts")).ToList();
        Assert.True(movers.Count > 25);
        Assert.All(movers, t => Assert.Contains(t.GetConstructors()[0].GetParameters(), p => p.ParameterType == typeof(DateOnly) && !p.HasDefaultValue));
        Type[] corrections = [typeof(AnnulTrade), typeof(CorrectPrice), typeof(CaptureTrade), typeof(RecordFill)]; // rebook-trade holds a capture, the executions' corrections are fills
        Assert.All(corrections, t => Assert.Contains(t.GetConstructors()[0].GetParameters(), p => p.ParameterType == typeof(DateOnly) && !p.HasDefaultValue));
        Assert.Equal(typeof(DateOnly), typeof(ReceiptCorrection).GetConstructors()[0].GetParameters()[0].ParameterType); // the right one has a day of its own
    }
}
