using System.Text;
using System.Text.Json;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;
using Xunit;

namespace CarbonTrading.Domain.Tests.Support;

/// <summary>Given events, when a command, then events or a refusal. Events are compared by their JSON, as they would be stored; 5 and 5.00 are the same number.</summary>
public sealed record Story<TState, TCommand, TEvent>(Decider<TState, TCommand, TEvent> Decider, RuleBook Rules)
    where TState : notnull where TCommand : notnull where TEvent : class
{
    private DateOnly businessDate = TestRules.Today;
    private string actor = "trader";
    private IReadOnlyDictionary<string, Quote>? quotes;
    private Func<Context, Context> known = context => context;
    private IReadOnlyList<TEvent> before = [];

    /// <summary>Everything that happened so far.</summary>
    public IReadOnlyList<TEvent> Events => before;

    private Decision<TEvent> decision;

    public TState State { get; private init; } = Decider.Initial;

    public Story<TState, TCommand, TEvent> On(DateOnly day) => this with { businessDate = day };

    public Story<TState, TCommand, TEvent> By(string person) => this with { actor = person };

    public Story<TState, TCommand, TEvent> Quoting(IReadOnlyDictionary<string, Quote> prices) => this with { quotes = prices };

    /// <summary>What the desk reads for the command beside the state.</summary>
    public Story<TState, TCommand, TEvent> With(Func<Context, Context> read) => this with { known = read };

    public Story<TState, TCommand, TEvent> Given(params TEvent[] happened) => this with
    {
        before = [.. before, .. happened],
        State = happened.Aggregate(State, Decider.Evolve),
    };

    /// <summary>A command that must be accepted, as part of what went before.</summary>
    public Story<TState, TCommand, TEvent> And(TCommand command)
    {
        var after = When(command);
        Assert.True(after.decision.Error is null, after.decision.Error?.Message);
        return Given([.. after.decision.Events]);
    }

    public Story<TState, TCommand, TEvent> When(TCommand command) => this with
    {
        decision = Decider.Decide(State, command, known(new(TestRules.Now, actor, Rules, businessDate, Quotes: quotes))),
    };

    public Story<TState, TCommand, TEvent> Then(params TEvent[] expected)
    {
        Assert.True(decision.Error is null, decision.Error?.Message);
        Assert.Equal(expected.Select(Text), decision.Events.Select(Text), (a, b) => JsonElement.DeepEquals(JsonElement.Parse(a), JsonElement.Parse(b)));
        return Given([.. decision.Events]);
    }

    /// <summary>Accepted; the first event is of this type, for a look at parts of it.</summary>
    public T ThenOne<T>() where T : TEvent
    {
        Assert.True(decision.Error is null, decision.Error?.Message);
        return Assert.IsType<T>(Assert.Single(decision.Events));
    }

    public Story<TState, TCommand, TEvent> ThenAccepted()
    {
        Assert.True(decision.Error is null, decision.Error?.Message);
        return Given([.. decision.Events]);
    }

    /// <summary>Refused with this code; <paramref name="says"/> are parts of the message.</summary>
    public DomainError ThenRefused(string code, params string[] says)
    {
        Assert.NotNull(decision.Error);
        Assert.Equal(code, decision.Error.Code);
        Assert.Empty(decision.Events);
        foreach (var part in says) Assert.Contains(part, decision.Error.Message, StringComparison.Ordinal);
        return decision.Error;
    }

    public static string Text(TEvent happened) => Encoding.UTF8.GetString(Contract.Encode(happened));
}
