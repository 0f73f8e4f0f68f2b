using System.Security.Cryptography;
using System.Text;
using CarbonTrading.Domain.People;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;
using Microsoft.AspNetCore.Identity;

namespace CarbonTrading.Application.People;

/// <summary>Passwords, tokens and one-time codes; beside the log, because none of them may be in an event.</summary>
/// <remarks>Passwords by the framework's hasher; tokens and codes are stored only as SHA-256.</remarks>
public sealed class SignIn(IKeyValueStore store, ReadSide read, TimeProvider clock)
{
    /// <summary>Wrong passwords until the lock.</summary>
    public const int FailuresMax = 5;

    /// <summary>How long the lock holds.</summary>
    public static readonly TimeSpan LockTime = TimeSpan.FromMinutes(15);

    /// <summary>How long a one-time code is good.</summary>
    public static readonly TimeSpan CodeTime = TimeSpan.FromMinutes(15);

    /// <summary>How long a token is good when it is used, and at most.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(15), Absolute = TimeSpan.FromHours(10);

    private const int PasswordMin = 10, PasswordMax = 200;

    private static readonly PasswordHasher<string> hasher = new();
    private static readonly string decoy = hasher.HashPassword("", "no such person");

    private sealed record Failures(int Count, DateTimeOffset LockedUntil);

    private sealed record Ticket(string Login, DateTimeOffset Issued, DateTimeOffset Used);

    private sealed record Code(string? Login, DateTimeOffset Until);

    /// <summary>Checks login and password. The same answer, in the same time, for a wrong password, an unknown person and a locked one.</summary>
    public async Task<bool> Check(string login, string password, CancellationToken ct = default)
    {
        var known = login.Length <= 40 && read.RolesOf(login).Count > 0 ? login : null;
        var slot = Hash(login);
        var hash = known is null ? null : await store.Get("password", known, ct);
        var matches = password.Length <= PasswordMax
            && hasher.VerifyHashedPassword("", hash is null ? decoy : Encoding.UTF8.GetString(hash), password) != PasswordVerificationResult.Failed
            && hash is not null;
        for (var attempt = 0; attempt < 8; attempt++)
        {
            var stored = await store.Get("sign-in-failures", slot, ct);
            var failures = stored is null ? new Failures(0, DateTimeOffset.MinValue) : Contract.Decode<Failures>(stored);
            var now = clock.GetUtcNow();
            if (failures.LockedUntil > now) return false;
            if (matches && stored is null) return true;
            var next = matches ? new Failures(0, DateTimeOffset.MinValue)
                : failures.Count + 1 >= FailuresMax ? new Failures(0, now + LockTime) : new Failures(failures.Count + 1, DateTimeOffset.MinValue);
            if (await store.PutIf("sign-in-failures", slot, stored, Contract.Encode(next), ct)) return matches;
        }

        return false; // others try the same login at the same moment: that is an attack, not a person
    }

    /// <summary>A new bearer token for a person who just signed in.</summary>
    public async Task<string> IssueToken(string login, CancellationToken ct = default)
    {
        var token = Secret(32);
        var now = clock.GetUtcNow();
        await store.Put("token", Hash(token), Contract.Encode(new Ticket(login, now, now)), ct);
        return token;
    }

    /// <summary>The person behind a token; null when it is unknown, unused for 15 minutes, older than 10 hours, or the person has no access any more.</summary>
    public async Task<string?> WhoHolds(string token, CancellationToken ct = default)
    {
        if (token.Length is 0 or > 100) return null;
        var slot = Hash(token);
        if (await store.Get("token", slot, ct) is not { } stored) return null;
        var ticket = Contract.Decode<Ticket>(stored);
        var now = clock.GetUtcNow();
        if (now - ticket.Used > Idle || now - ticket.Issued > Absolute || read.RolesOf(ticket.Login).Count == 0)
        {
            await store.Delete("token", slot, ct);
            return null;
        }

        if (now - ticket.Used > Idle / 10) await store.PutIf("token", slot, stored, Contract.Encode(ticket with { Used = now }), ct);
        return ticket.Login;
    }

    /// <summary>Ends a token.</summary>
    public Task Forget(string token, CancellationToken ct = default) => store.Delete("token", Hash(token), ct);

    /// <summary>A one-time code with which a person sets a password; without login: the code with which the first administrator is set up.</summary>
    public async Task<string> IssueCode(string? login, CancellationToken ct = default)
    {
        var code = Secret(12);
        await store.Put("code", Hash(code), Contract.Encode(new Code(login, clock.GetUtcNow() + CodeTime)), ct);
        return code;
    }

    /// <summary>Uses a code: once, within its 15 minutes. Returns whom it is for ("" for the first administrator), or null.</summary>
    public async Task<string?> UseCode(string code, CancellationToken ct = default)
    {
        var slot = Hash(code);
        if (await store.Get("code", slot, ct) is not { } stored) return null;
        var found = Contract.Decode<Code>(stored);
        if (!await store.PutIf("code", slot, stored, Contract.Encode(found with { Until = DateTimeOffset.MinValue }), ct)) return null;
        return found.Until < clock.GetUtcNow() ? null : found.Login ?? "";
    }

    /// <summary>What stands against a login with a password; null = nothing.</summary>
    public static DomainError? Fault(string login, string password)
    {
        if (password.Length is < PasswordMin or > PasswordMax) return SignInErrors.PasswordLength(PasswordMin, PasswordMax);
        if (login.Length == 0) return SignInErrors.LoginMissing();
        return password.Contains(login, StringComparison.OrdinalIgnoreCase) ? SignInErrors.PasswordHasLogin() : null;
    }

    /// <summary>Sets a person's password.</summary>
    public async Task<DomainError?> SetPassword(string login, string password, CancellationToken ct = default)
    {
        if (Fault(login, password) is { } fault) return fault;
        await store.Put("password", login, Encoding.UTF8.GetBytes(hasher.HashPassword("", password)), ct);
        return null;
    }

    /// <summary>A random text of n bytes, URL-safe.</summary>
    public static string Secret(int bytes) => Convert.ToBase64String(RandomNumberGenerator.GetBytes(bytes)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}

/// <summary>Refusals around sign-in.</summary>
public static class SignInErrors
{
    /// <summary>One answer for all that can be wrong.</summary>
    public static DomainError Failed() => new("sign-in.failed", ErrorKind.Forbidden,
        "Login or password is wrong, or sign-in is locked for 15 minutes after 5 failures. Try again later or ask an administrator for a one-time code.");

    /// <summary>Too short or too long.</summary>
    public static DomainError PasswordLength(int min, int max) => new("sign-in.password-length", ErrorKind.Invalid,
        $"The password is too short or too long; enter {min} to {max} characters.", "password");

    /// <summary>Too easy.</summary>
    public static DomainError PasswordHasLogin() => new("sign-in.password-has-login", ErrorKind.Invalid,
        "The password contains the login; choose another.", "password");

    /// <summary>No login.</summary>
    public static DomainError LoginMissing() => new("sign-in.login-missing", ErrorKind.Invalid, "A login is needed; enter yours.", "login");

    /// <summary>The code is no good.</summary>
    public static DomainError CodeWrong() => new("sign-in.code-wrong", ErrorKind.Forbidden,
        "The code is wrong, used or older than 15 minutes; ask for a new one.", "code");
}
