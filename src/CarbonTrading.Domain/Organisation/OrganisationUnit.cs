using System.Diagnostics;
using System.Text.Json.Serialization;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Organisation;

/// <summary>Level of the organisation tree.</summary>
public enum UnitKind
{
    /// <summary>The whole.</summary>
    Group,
    /// <summary>Electronics, cars, home appliances, energy.</summary>
    Industry,
    /// <summary>Legal entity.</summary>
    Company,
    /// <summary>Plant.</summary>
    Site,
}

/// <summary>A node of the tree group > industry > company > site. Its key is what accounts name as holder.</summary>
/// <param name="Kind">Level; null before registration.</param>
/// <param name="Parent">Key of the node above; null for the group.</param>
/// <param name="Name">English name.</param>
/// <param name="NameZh">Chinese name.</param>
/// <param name="Place">Province or country.</param>
public sealed record OrganisationUnit(UnitKind? Kind, string? Parent, string Name, string NameZh, string? Place)
{
    /// <summary>No node.</summary>
    public static readonly OrganisationUnit Unregistered = new(null, null, "", "", null);
}

/// <summary>A command on a node.</summary>
[JsonDerivedType(typeof(RegisterUnit), "register-unit")]
[JsonDerivedType(typeof(RenameUnit), "rename-unit")]
public abstract record OrganisationCommand;

/// <summary>Adds a node.</summary>
public sealed record RegisterUnit(UnitKind Kind, string Name, string NameZh, string? Parent = null, string? Place = null) : OrganisationCommand;

/// <summary>Gives a node other names.</summary>
public sealed record RenameUnit(string Name, string NameZh) : OrganisationCommand;

/// <summary>What happened to a node.</summary>
[JsonDerivedType(typeof(UnitRegistered), "organisation-unit.registered.v1")]
[JsonDerivedType(typeof(UnitRenamed), "organisation-unit.renamed.v1")]
public abstract record OrganisationEvent;

/// <summary>Added.</summary>
public sealed record UnitRegistered(UnitKind Kind, string? Parent, string Name, string NameZh, string? Place = null) : OrganisationEvent;

/// <summary>Renamed.</summary>
public sealed record UnitRenamed(string Name, string NameZh) : OrganisationEvent;

/// <summary>Refusals of <see cref="OrganisationDecider"/>.</summary>
public static class OrganisationUnitErrors
{
    /// <summary>The key is taken.</summary>
    public static DomainError AlreadyRegistered() => new("organisation-unit.already-registered", ErrorKind.Conflict, "A unit stands under this key already.");

    /// <summary>Nothing under the key.</summary>
    public static DomainError NotRegistered() => new("organisation-unit.not-registered", ErrorKind.NotFound, "There is no unit under this key.");

    /// <summary>A name is missing.</summary>
    public static DomainError NameMissing(string field) => new("organisation-unit.name-missing", ErrorKind.Invalid,
        "A unit needs an English and a Chinese name; enter both.", field);

    /// <summary>Parent and level do not go together.</summary>
    public static DomainError ParentWrong(UnitKind kind) => new("organisation-unit.parent-wrong", ErrorKind.Invalid,
        kind == UnitKind.Group ? "A group has no parent; leave it out." : $"A unit of kind {kind} stands under another; enter the key of the unit above as parent.", "parent");
}

/// <summary>Rules of <see cref="OrganisationUnit"/>.</summary>
public static class OrganisationDecider
{
    /// <summary>The decider.</summary>
    public static readonly Decider<OrganisationUnit, OrganisationCommand, OrganisationEvent> Instance =
        new("organisation-unit", OrganisationUnit.Unregistered, Decide, Evolve);

    /// <summary>Decides on a command.</summary>
    public static Decision<OrganisationEvent> Decide(OrganisationUnit state, OrganisationCommand command, Context context) => command switch
    {
        RegisterUnit c when MissingName(c.Name, c.NameZh) is { } field => OrganisationUnitErrors.NameMissing(field),
        RegisterUnit c when (c.Kind == UnitKind.Group) == (c.Parent is not null) || (c.Parent is not null && !EntityKey.IsValid(c.Parent)) => OrganisationUnitErrors.ParentWrong(c.Kind),
        RegisterUnit c => state.Kind is null ? new UnitRegistered(c.Kind, c.Parent, c.Name, c.NameZh, c.Place) : OrganisationUnitErrors.AlreadyRegistered(),
        RenameUnit c when MissingName(c.Name, c.NameZh) is { } field => OrganisationUnitErrors.NameMissing(field),
        RenameUnit c => state.Kind is null ? OrganisationUnitErrors.NotRegistered() : new UnitRenamed(c.Name, c.NameZh),
        _ => throw new UnreachableException($"no decision for {command.GetType().Name}"),
    };

    /// <summary>Next state.</summary>
    public static OrganisationUnit Evolve(OrganisationUnit state, OrganisationEvent happened) => happened switch
    {
        UnitRegistered e => new(e.Kind, e.Parent, e.Name, e.NameZh, e.Place),
        UnitRenamed e => state with { Name = e.Name, NameZh = e.NameZh },
        _ => throw new UnreachableException($"no evolution for {happened.GetType().Name}"),
    };

    private static string? MissingName(string name, string nameZh) =>
        string.IsNullOrWhiteSpace(name) ? "name" : string.IsNullOrWhiteSpace(nameZh) ? "nameZh" : null;
}
