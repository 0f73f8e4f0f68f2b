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
public sealed record DomainError(string Code, ErrorKind Kind, string Message, string? Field = null);
