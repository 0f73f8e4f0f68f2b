using System.Reflection;
using System.Text.Json.Serialization;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;

namespace CarbonTrading.Tidy.Tests;

/// <summary>What the assemblies of the product hold: errors, events, deciders.</summary>
public static class Catalogue
{
    public static readonly IReadOnlyList<Assembly> Assemblies =
    [
        typeof(DomainError).Assembly, typeof(Domain.Registry.AllowanceAccount).Assembly, typeof(Contract).Assembly,
        Assembly.Load("CarbonTrading.Application"),
    ];

    /// <summary>Every static class whose name ends in Errors.</summary>
    public static IEnumerable<Type> ErrorClasses => Assemblies.SelectMany(a => a.GetTypes())
        .Where(t => t is { IsAbstract: true, IsSealed: true } && t.Name.EndsWith("Errors", StringComparison.Ordinal))
        .OrderBy(t => t.Name, StringComparer.Ordinal);

    /// <summary>Every stored event: name, and the abstract record it is an event of.</summary>
    public static IReadOnlyDictionary<string, Type> Events => Assemblies.SelectMany(a => a.GetTypes())
        .Where(t => t.IsAbstract && t.Name.EndsWith("Event", StringComparison.Ordinal))
        .SelectMany(t => t.GetCustomAttributes<JsonDerivedTypeAttribute>(inherit: false).Select(d => (Name: (string)d.TypeDiscriminator!, Type: t)))
        .ToDictionary(e => e.Name, e => e.Type, StringComparer.Ordinal);

    /// <summary>Every decider, by its event type.</summary>
    public static IReadOnlyDictionary<Type, object> Deciders => Assemblies.SelectMany(a => a.GetTypes())
        .SelectMany(t => t.GetFields(BindingFlags.Public | BindingFlags.Static))
        .Where(f => f.FieldType.IsGenericType && f.FieldType.GetGenericTypeDefinition() == typeof(Decider<,,>))
        .ToDictionary(f => f.FieldType.GetGenericArguments()[2], f => f.GetValue(null)!);
}
