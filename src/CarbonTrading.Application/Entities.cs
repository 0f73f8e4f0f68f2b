using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using CarbonTrading.Domain.Compliance;
using CarbonTrading.Domain.Contracts;
using CarbonTrading.Domain.Control;
using CarbonTrading.Domain.Funds;
using CarbonTrading.Domain.Limits;
using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Orders;
using CarbonTrading.Domain.Organisation;
using CarbonTrading.Domain.People;
using CarbonTrading.Domain.Prices;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application;

/// <summary>One kind of entity as the doors see it: its name in URLs, its commands by name.</summary>
public abstract class EntityKind
{
    /// <summary>First half of the stream name: <c>allowance-account</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Name in URLs: <c>/api/accounts</c>.</summary>
    public abstract string Plural { get; }

    /// <summary>Command name in kebab case to its record.</summary>
    public abstract IReadOnlyDictionary<string, Type> Commands { get; }

    /// <summary>Reads a command as people send it and has the desk run it.</summary>
    public abstract Task<Outcome> Execute(Desk desk, string key, string command, JsonElement body, Caller caller, CancellationToken ct);
}

/// <summary>One kind with its decider.</summary>
public sealed class EntityKind<TState, TCommand, TEvent>(Decider<TState, TCommand, TEvent> decider, string plural) : EntityKind
    where TState : notnull where TCommand : notnull where TEvent : class
{
    // From the attributes: asking the serializer would make it look at every field of every command, at every start.
    private readonly Dictionary<string, Type> commands = typeof(TCommand).GetCustomAttributes<JsonDerivedTypeAttribute>()
        .ToDictionary(d => (string)d.TypeDiscriminator!, d => d.DerivedType);

    /// <inheritdoc/>
    public override string Name => decider.Entity;

    /// <inheritdoc/>
    public override string Plural => plural;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Type> Commands => commands;

    /// <inheritdoc/>
    public override Task<Outcome> Execute(Desk desk, string key, string command, JsonElement body, Caller caller, CancellationToken ct)
    {
        if (!commands.TryGetValue(command, out var type))
            return Task.FromResult(Outcome.Refused(DeskErrors.UnknownCommand(plural, command, commands.Keys)));
        TCommand? read;
        try { read = (TCommand?)body.Deserialize(type, Contract.Strict); }
        catch (JsonException wrong) { return Task.FromResult(Outcome.Refused(DeskErrors.BadInput(wrong, body))); }
        return read is null
            ? Task.FromResult(Outcome.Refused(DeskErrors.BadInput(new JsonException("the body is null"))))
            : desk.Execute(decider, key, read, caller, ct);
    }
}

/// <summary>Every kind of entity there is. A new one is added here, to the grains and to the permissions; tests hold the three together.</summary>
public static class Entities
{
    /// <summary>All kinds.</summary>
    public static readonly IReadOnlyList<EntityKind> All =
    [
        new EntityKind<AllowanceAccount, AllowanceAccountCommand, AllowanceAccountEvent>(AllowanceAccountDecider.Instance, "accounts"),
        new EntityKind<Trade, TradeCommand, TradeEvent>(TradeDecider.Instance, "trades"),
        new EntityKind<Order, OrderCommand, OrderEvent>(OrderDecider.Instance, "orders"),
        new EntityKind<FundAccount, FundAccountCommand, FundAccountEvent>(FundAccountDecider.Instance, "funds"),
        new EntityKind<TermContract, ContractCommand, ContractEvent>(ContractDecider.Instance, "contracts"),
        new EntityKind<Limit, LimitCommand, LimitEvent>(LimitDecider.Instance, "limits"),
        new EntityKind<CcerHolding, CcerHoldingCommand, CcerHoldingEvent>(CcerHoldingDecider.Instance, "ccer"),
        new EntityKind<Obligation, ObligationCommand, ObligationEvent>(ObligationDecider.Instance, "obligations"),
        new EntityKind<ReductionProject, ReductionProjectCommand, ReductionProjectEvent>(ReductionProjectDecider.Instance, "projects"),
        new EntityKind<PriceImport, PriceImportCommand, PriceImportEvent>(PriceImportDecider.Instance, "price-imports"),
        new EntityKind<OrganisationUnit, OrganisationCommand, OrganisationEvent>(OrganisationDecider.Instance, "organisation"),
        new EntityKind<Person, PersonCommand, PersonEvent>(PersonDecider.Instance, "people"),
        new EntityKind<Proposal, ProposalCommand, ProposalEvent>(ProposalDecider.Instance, "proposals"),
        new EntityKind<BusinessDay, BusinessDayCommand, BusinessDayEvent>(BusinessDayDecider.Instance, "business-days"),
        new EntityKind<JobRun, JobCommand, JobEvent>(JobRunDecider.Instance, "jobs"),
        new EntityKind<RuleBookLog, RuleBookCommand, RuleBookEvent>(RuleBookDecider.Instance, "rule-books"),
    ];

    /// <summary>The kind with a stream name, or null.</summary>
    public static EntityKind? ByName(string name) => All.FirstOrDefault(k => k.Name == name);

    /// <summary>The kind with a URL name, or null.</summary>
    public static EntityKind? ByPlural(string plural) => All.FirstOrDefault(k => k.Plural == plural);

    private static readonly Dictionary<Type, string> names = All.SelectMany(k => k.Commands).ToDictionary(c => c.Value, c => c.Key);

    /// <summary>Name of a command in kebab case.</summary>
    public static string NameOf(Type command) => names[command];
}
