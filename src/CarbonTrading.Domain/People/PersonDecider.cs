using System.Diagnostics;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.People;

/// <summary>Rules of <see cref="Person"/>.</summary>
public static class PersonDecider
{
    /// <summary>The decider.</summary>
    public static readonly Decider<Person, PersonCommand, PersonEvent> Instance = new("person", Person.Unregistered, Decide, Evolve);

    /// <summary>Decides on a command.</summary>
    public static Decision<PersonEvent> Decide(Person state, PersonCommand command, Context context)
    {
        if (command is RegisterPerson register) return Register(state, register);
        if (!state.Exists) return PersonErrors.NotRegistered();
        if (string.Equals(state.Login, context.Actor, StringComparison.Ordinal)) return PersonErrors.OwnRoles();
        return command switch
        {
            GrantRole c => state.Roles.Contains(c.Role) ? PersonErrors.RoleHeld(c.Role) : new RoleGranted(c.Role),
            RevokeRole c => state.Roles.Contains(c.Role) ? new RoleRevoked(c.Role) : PersonErrors.RoleNotHeld(c.Role),
            DeactivatePerson c => Access(state, c.Reason, active: false, new PersonDeactivated(c.Reason)),
            RecordCodeIssue => state.Active ? new PasswordCodeIssued(state.Login) : PersonErrors.AccessUnchanged(active: false),
            ReactivatePerson c => Access(state, c.Reason, active: true, new PersonReactivated(c.Reason)),
            _ => throw new UnreachableException($"no decision for {command.GetType().Name}"),
        };
    }

    /// <summary>Next state.</summary>
    public static Person Evolve(Person state, PersonEvent happened) => happened switch
    {
        PersonRegistered e => new(e.Login, e.Name, e.Roles, true),
        RoleGranted e => state with { Roles = [.. state.Roles, e.Role] },
        RoleRevoked e => state with { Roles = [.. state.Roles.Where(r => r != e.Role)] },
        PersonDeactivated => state with { Active = false },
        PersonReactivated => state with { Active = true },
        PasswordCodeIssued => state with { }, // a fact for the auditor
        _ => throw new UnreachableException($"no evolution for {happened.GetType().Name}"),
    };

    private static Decision<PersonEvent> Register(Person state, RegisterPerson c)
    {
        if (c.Login.Length is 0 or > 40 || !c.Login.All(l => char.IsAsciiLetterLower(l) || char.IsAsciiDigit(l) || l == '-'))
            return PersonErrors.LoginNotKey(c.Login);
        if (string.IsNullOrWhiteSpace(c.Name)) return PersonErrors.NameMissing();
        if (state.Exists) return PersonErrors.AlreadyRegistered(c.Login);
        return new PersonRegistered(c.Login, c.Name, [.. c.Roles.Distinct()]);
    }

    private static Decision<PersonEvent> Access(Person state, string reason, bool active, PersonEvent happened)
    {
        if (string.IsNullOrWhiteSpace(reason)) return PersonErrors.ReasonMissing();
        return state.Active == active ? PersonErrors.AccessUnchanged(active) : happened;
    }
}
