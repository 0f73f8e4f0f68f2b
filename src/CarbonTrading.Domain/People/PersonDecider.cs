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
        if (command is DelegateApproval delegating) return Delegate(state, delegating, context);
        if (command is EndDelegation ending) return End(state, ending);
        if (string.Equals(state.Login, context.Actor, StringComparison.Ordinal)) return PersonErrors.OwnRoles();
        return command switch
        {
            GrantRole c => state.Roles.Contains(c.Role) ? PersonErrors.RoleHeld(c.Role) : new RoleGranted(c.Role),
            RevokeRole c => state.Roles.Contains(c.Role) ? new RoleRevoked(c.Role) : PersonErrors.RoleNotHeld(c.Role),
            DeactivatePerson c => Access(state, c.Reason, active: false, new PersonDeactivated(c.Reason)),
            RecordCodeIssue => state.Active ? new PasswordCodeIssued(state.Login) : PersonErrors.AccessUnchanged(active: false),
            GrantAuthority c => Grant(state, c, context),
            WithdrawAuthority c => string.IsNullOrWhiteSpace(c.Reason) ? PersonErrors.ReasonMissing()
                : state.Authorities.Count == 0 ? PersonErrors.NoAuthority() : new AuthorityWithdrawn(c.Reason),
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
        AuthorityGranted e => state with { Authorities = [.. state.Authorities, new(e.Amount, e.Currency, e.From, e.To)] },
        AuthorityWithdrawn => state with { Authorities = [] },
        ApprovalDelegated e => state with { Delegations = [.. state.Delegations, new(e.To, e.From, e.Until, e.Reason)] },
        DelegationEnded e => state with { Delegations = [.. state.Delegations.Where(d => d.To != e.To)] },
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

    private const decimal AuthorityMax = 10_000_000_000_000_000m;

    /// <summary>Nobody approves the own authority, whoever asked for it.</summary>
    private static Decision<PersonEvent> Grant(Person state, GrantAuthority c, Context context)
    {
        if (c.Amount is < 0 or > AuthorityMax || decimal.Round(c.Amount, 2) != c.Amount || c.Currency != "CNY")
            return PersonErrors.AuthorityNotPossible(c.Amount, c.Currency);
        if (c.To < c.From || c.To < context.BusinessDate) return PersonErrors.DatesNotPossible(c.From, c.To, context.BusinessDate, "to");
        if (string.Equals(state.Login, context.ApprovedBy, StringComparison.Ordinal)) return PersonErrors.OwnRoles();
        return new AuthorityGranted(c.Amount, c.Currency, c.From, c.To);
    }

    private static Decision<PersonEvent> Delegate(Person state, DelegateApproval c, Context context)
    {
        if (string.IsNullOrWhiteSpace(c.Reason)) return PersonErrors.ReasonMissing();
        if (!string.Equals(state.Login, context.Actor, StringComparison.Ordinal)) return PersonErrors.NotOwnDelegation(state.Login);
        if (string.Equals(c.To, state.Login, StringComparison.OrdinalIgnoreCase)) return PersonErrors.DelegateIsSelf();
        if (c.Until < c.From || c.Until < context.BusinessDate) return PersonErrors.DatesNotPossible(c.From, c.Until, context.BusinessDate, "until");
        return new ApprovalDelegated(c.To, c.From, c.Until, c.Reason);
    }

    private static Decision<PersonEvent> End(Person state, EndDelegation c)
    {
        if (string.IsNullOrWhiteSpace(c.Reason)) return PersonErrors.ReasonMissing();
        return state.Delegations.Any(d => d.To == c.To) ? new DelegationEnded(c.To, c.Reason) : PersonErrors.NotDelegated(c.To);
    }
}
