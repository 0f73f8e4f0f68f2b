using System.Diagnostics;
using System.Text.Json.Serialization;
using CarbonTrading.Kernel;

namespace CarbonTrading.Engine.Tests.Support;

/// <summary>A small real entity: tonnes go in and out, never below 0.</summary>
public sealed record Purse(long Balance);

[JsonDerivedType(typeof(PutIn), "put-in")]
[JsonDerivedType(typeof(TakeOut), "take-out")]
public abstract record PurseCommand;

public sealed record PutIn(Tonnes Quantity) : PurseCommand;

public sealed record TakeOut(Tonnes Quantity) : PurseCommand;

[JsonDerivedType(typeof(WasPutIn), "purse.was-put-in.v1")]
[JsonDerivedType(typeof(WasTakenOut), "purse.was-taken-out.v1")]
public abstract record PurseEvent;

public sealed record WasPutIn(Tonnes Quantity, string Actor) : PurseEvent;

public sealed record WasTakenOut(Tonnes Quantity, string Actor) : PurseEvent;

public static class PurseDecider
{
    public static readonly Decider<Purse, PurseCommand, PurseEvent> Instance = new("purse", new Purse(0), Decide, Evolve);

    private static Decision<PurseEvent> Decide(Purse state, PurseCommand command, Context context) => command switch
    {
        PutIn c => new WasPutIn(c.Quantity, context.Actor),
        TakeOut c when c.Quantity.Value > state.Balance => new DomainError("purse.not-enough", ErrorKind.Refused, $"{state.Balance} t are there."),
        TakeOut c => new WasTakenOut(c.Quantity, context.Actor),
        _ => throw new UnreachableException(),
    };

    private static Purse Evolve(Purse state, PurseEvent happened) => happened switch
    {
        WasPutIn e => new Purse(state.Balance + e.Quantity.Value),
        WasTakenOut e => new Purse(state.Balance - e.Quantity.Value),
        _ => throw new UnreachableException(),
    };
}
