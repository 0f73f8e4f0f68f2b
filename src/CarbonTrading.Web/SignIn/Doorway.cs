using CarbonTrading.Application;
using CarbonTrading.Application.People;
using CarbonTrading.Domain.People;
using CarbonTrading.Kernel;

namespace CarbonTrading.Web;

/// <summary>How a person comes in by password or by one-time code; pages and API ask here.</summary>
public sealed class Doorway(Workplace workplace)
{
    /// <summary>True when login and password fit and the person may come in from here.</summary>
    public async Task<bool> Fits(string? login, string? password, CancellationToken ct)
    {
        if (login is not { Length: > 0 and <= 40 } || password is null) return false;
        return await workplace.SignIn.Check(login, password, ct);
    }

    /// <summary>Uses a one-time code: sets a person's password, or registers the first administrator.</summary>
    /// <returns>Null when done; else what stands against it.</returns>
    public async Task<DomainError?> Redeem(string code, string login, string name, string password, CancellationToken ct)
    {
        if (SignIn.Fault(login, password) is { } fault) return fault; // before the code is used up
        if (await workplace.SignIn.UseCode(code, ct) is not { } whom) return SignInErrors.CodeWrong();
        if (whom.Length > 0) return whom == login ? await workplace.SignIn.SetPassword(whom, password, ct) : SignInErrors.CodeWrong();
        var outcome = await workplace.Desk.Execute(PersonDecider.Instance, login.ToUpperInvariant(),
            new RegisterPerson(login, name, [Role.Administrator]), new Caller(Permissions.Start, "start:first-administrator"), ct);
        if (outcome.Error is { } refused) return refused;
        await workplace.Tail.WaitFor(outcome.Position, TimeSpan.FromSeconds(2), ct);
        return await workplace.SignIn.SetPassword(login, password, ct);
    }
}
