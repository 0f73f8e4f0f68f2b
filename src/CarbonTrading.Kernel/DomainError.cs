using System.Text.Json.Serialization;

namespace CarbonTrading.Kernel;

/// <summary>How a refusal is answered; mapped once to HTTP (400, 403, 404, 409, 422, 503) and to the CLI's exit code.</summary>
public enum ErrorKind
{
    /// <summary>The input has not the form asked for: 400.</summary>
    Invalid,
    /// <summary>The person may not do this: 403.</summary>
    Forbidden,
    /// <summary>There is no such thing: 404.</summary>
    NotFound,
    /// <summary>Another change or an earlier use stands against it: 409.</summary>
    Conflict,
    /// <summary>A rule of the business or of the law refuses it: 422.</summary>
    Refused,
    /// <summary>No answer now; ask again with the same command id: 503.</summary>
    Unavailable,
}

/// <summary>A refusal a user can cause. Returned, never thrown.</summary>
/// <param name="Code"><c>entity.reason-in-kebab-case</c>; never renamed or reused.</param>
/// <param name="Kind">How it is answered.</param>
/// <param name="Message">What was asked, what is possible, which rule says so, what to do.</param>
/// <param name="Field">The field of the command it is about, in camel case; null when it is about the whole.</param>
[method: JsonConstructor]
public sealed record DomainError(string Code, ErrorKind Kind, string Message, string? Field = null)
{
    /// <summary>The refusal of an interpolated sentence, with the values that stand in it.</summary>
    public DomainError(string code, ErrorKind kind, Sentence message, string? field = null) : this(code, kind, message.Text, field) =>
        (Values, Parts) = (message.Values, message.Parts.Count > 0 ? message.Parts : null);

    /// <summary>What stands in the message, in its order, as it stands there: for a sentence in another language. Null = not kept.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    /// <summary>Sentences that stand in the message as values or in them; null = none.</summary>
    public IReadOnlyList<Remark>? Parts { get; init; }

    /// <summary>The refusal of a market whose units are no tonnes: its quantities name their own unit, <c>300 MWh</c>.</summary>
    /// <param name="unit">Code of the market's unit.</param>
    public DomainError InUnit(string unit) => unit == LimitFigure.Tonne ? this : this with
    {
        Message = LimitFigure.Renamed(Message, unit), Values = Values is null ? null : [.. Values.Select(v => LimitFigure.Renamed(v, unit))],
        Parts = Parts is null ? null : [.. Parts.Select(p => new Remark(p.Code, LimitFigure.Renamed(p.Text, unit), [.. p.Values.Select(v => LimitFigure.Renamed(v, unit))]))],
    };

    /// <summary>The message as a sentence inside another one.</summary>
    public Remark Said() => new(Code, Message, Values ?? []);

    /// <inheritdoc/>
    public bool Equals(DomainError? other) => other is not null && (Code, Kind, Message, Field) == (other.Code, other.Kind, other.Message, other.Field);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Code, Kind, Message, Field);
}
