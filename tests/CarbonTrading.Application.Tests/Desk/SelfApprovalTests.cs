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

    /// <summary>Pain 16: a person with any two roles proposes every command that takes two persons, and approves none of them.</summary>
    [Fact]
    public async Task All_pairs_of_roles_and_all_commands_for_two_persons_give_no_self_approval()
    {
        await using var desk = await TestDesk.Open();
        var lines = Permissions.All.Where(p => p.FourEyes).ToList();
        var roles = Enum.GetValues<Role>();
        var (asked, accepted) = (0, new List<string>());
        foreach (var (first, second) in roles.SelectMany(a => roles.Where(b => b > a).Select(b => (a, b))))
        {
            var login = $"{first}{second}".ToLowerInvariant();
            var registered = await desk.Workplace.Desk.Execute(PersonDecider.Instance, login.ToUpperInvariant(), new RegisterPerson(login, login, [first, second]),
                new Caller(Permissions.Start, $"both-{login}"), Ct);
            Assert.Null(registered.Error);
            await desk.Settle();
            foreach (var line in lines)
            {
                var command = Entities.NameOf((Type)line.What);
                var kind = Entities.All.Single(k => k.Commands.ContainsKey(command)).Name;
                var key = Application.Desk.ProposalKey(login, command);
                // Written by the store's own host: what the command says does not matter, who asked does.
                var stamp = new Stamp($"p-{login}-{command}", login, desk.Clock.GetUtcNow(), desk.Workplace.Rules.Version, new DateOnly(2026, 6, 5));
                var proposed = await new LocalEntityHost(desk.Workplace.Store.Events, desk.Workplace.Rules).Execute(ProposalDecider.Instance, key,
                    new ProposeCommand(kind, "X", command, JsonSerializer.SerializeToElement(new { })), stamp, Ct);
                Assert.Null(proposed.Error);
                await desk.Workplace.Tail.CatchUp(Ct);
                var own = await desk.Workplace.Desk.Execute(ProposalDecider.Instance, key, new ApproveProposal(), new Caller(login, $"a-{login}-{command}"), Ct);
                asked++;
                if (own.Error is null) accepted.Add($"{login} {command}");
            }
        }

        Assert.True(asked >= 15 * 30, $"only {asked} asked");
        Assert.Empty(accepted);
    }

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
