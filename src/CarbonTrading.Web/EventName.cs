using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json.Serialization;

namespace CarbonTrading.Web;

/// <summary>The text names of commands and events, read from <c>[JsonDerivedType]</c> of their abstract record.</summary>
public static class EventName
{
    private static readonly ConcurrentDictionary<Type, string> names = new();

    /// <summary>The stored name of an event or the kebab name of a command.</summary>
    public static string Of(object value) => Of(value.GetType());

    /// <summary>As <see cref="Of(object)"/>, by type.</summary>
    /// <exception cref="InvalidOperationException">The type is not declared: a bug.</exception>
    public static string Of(Type type) => names.GetOrAdd(type, t => t.BaseType?.GetCustomAttributes<JsonDerivedTypeAttribute>(false)
        .FirstOrDefault(a => a.DerivedType == t)?.TypeDiscriminator as string
        ?? throw new InvalidOperationException($"{t.Name} has no name in [JsonDerivedType] of its base"));
}
