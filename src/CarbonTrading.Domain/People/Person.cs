using System.Globalization;
using System.Text.Json.Serialization;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.People;

/// <summary>What a person may be. Rights follow from the Permissions table alone.</summary>
public enum Role
{
    /// <summary>Captures trades and enters movements.</summary>
    Trader,
    /// <summary>Second person: approves trades and proposals, confirms settlement.</summary>
    Approver,
    /// <summary>Values the assets; imports prices.</summary>
    Finance,
    /// <summary>Surrenders, cancels, watches deadlines.</summary>
    Compliance,
    /// <summary>Reads everything, changes nothing.</summary>
    Auditor,
    /// <summary>Keeps persons and roles; does not trade.</summary>
    Administrator,
}

/// <summary>A person who may sign in. Key = login in upper case. The password is not here.</summary>
/// <param name="Login">Lower case; empty before registration.</param>
/// <param name="Name">Name shown.</param>
/// <param name="Roles">Roles held.</param>
/// <param name="Active">False: may not sign in, and every session ends at its next command.</param>
public sealed record Person(string Login, string Name, IReadOnlyList<Role> Roles, bool Active)
{
    /// <summary>Nobody yet.</summary>
    public static readonly Person Unregistered = new("", "", [], false);

    /// <summary>Approval authority that was granted, in the order it was; the last that covers a day counts.</summary>
    public IReadOnlyList<Authority> Authorities { get; init; } = [];

    /// <summary>Who may approve in this person's place, and when.</summary>
    public IReadOnlyList<Delegation> Delegations { get; init; } = [];

    /// <summary>The authority of a day; null where none was granted for it.</summary>
    public Authority? AuthorityOn(DateOnly day) => Authorities.LastOrDefault(a => a.From <= day && day <= a.To);

    /// <summary>Whether another may approve in this person's place on a day.</summary>
    public bool DelegatesTo(string login, DateOnly day) =>
        Delegations.Any(d => string.Equals(d.To, login, StringComparison.OrdinalIgnoreCase) && d.From <= day && day <= d.Until);

    /// <summary>Whether somebody is registered under the key.</summary>
    public bool Exists => Login.Length > 0;
}

/// <summary>How much one person may approve at once.</summary>
/// <param name="Amount">At most this amount, two decimals.</param>
/// <param name="Currency">CNY.</param>
/// <param name="From">First business date.</param>
/// <param name="To">Last business date.</param>
public sealed record Authority(decimal Amount, string Currency, DateOnly From, DateOnly To);

/// <summary>A time in which another approves in one's place, within one's own authority.</summary>
/// <param name="To">Login of the delegate.</param>
/// <param name="From">First business date.</param>
/// <param name="Until">Last business date.</param>
/// <param name="Reason">Why.</param>
public sealed record Delegation(string To, DateOnly From, DateOnly Until, string Reason);

/// <summary>A command on one person.</summary>
[JsonDerivedType(typeof(RegisterPerson), "register-person")]
[JsonDerivedType(typeof(GrantRole), "grant-role")]
[JsonDerivedType(typeof(RevokeRole), "revoke-role")]
[JsonDerivedType(typeof(DeactivatePerson), "deactivate-person")]
[JsonDerivedType(typeof(ReactivatePerson), "reactivate-person")]
[JsonDerivedType(typeof(RecordCodeIssue), "record-code-issue")]
[JsonDerivedType(typeof(GrantAuthority), "grant-authority")]
[JsonDerivedType(typeof(WithdrawAuthority), "withdraw-authority")]
[JsonDerivedType(typeof(DelegateApproval), "delegate-approval")]
[JsonDerivedType(typeof(EndDelegation), "end-delegation")]
public abstract record PersonCommand;

/// <summary>Registers a person; the login is the key in lower case.</summary>
public sealed record RegisterPerson(string Login, string Name, IReadOnlyList<Role> Roles) : PersonCommand;

/// <summary>Gives a role.</summary>
public sealed record GrantRole(Role Role) : PersonCommand;

/// <summary>Takes a role.</summary>
public sealed record RevokeRole(Role Role) : PersonCommand;

/// <summary>Ends the person's access.</summary>
public sealed record DeactivatePerson(string Reason) : PersonCommand;

/// <summary>Gives access back.</summary>
public sealed record ReactivatePerson(string Reason) : PersonCommand;

/// <summary>Records that an administrator was given a one-time code with which the person's password can be set; the code itself is not here.</summary>
public sealed record RecordCodeIssue : PersonCommand;

/// <summary>Lets the person approve up to an amount; replaces what was granted before for those days.</summary>
/// <param name="Amount">0 to 10^16 CNY, two decimals.</param>
/// <param name="Currency">CNY: amounts of other currencies are compared by the rate in the books.</param>
/// <param name="From">First business date.</param>
/// <param name="To">Last business date.</param>
public sealed record GrantAuthority(decimal Amount, string Currency, DateOnly From, DateOnly To) : PersonCommand;

/// <summary>Takes back all authority that was granted; the installation's default counts again.</summary>
public sealed record WithdrawAuthority(string Reason) : PersonCommand;

/// <summary>Lets another approve in one's own place; asked by the person whose place it is.</summary>
/// <param name="To">Login of the delegate.</param>
/// <param name="From">First business date.</param>
/// <param name="Until">Last business date.</param>
/// <param name="Reason">Why.</param>
public sealed record DelegateApproval(string To, DateOnly From, DateOnly Until, string Reason) : PersonCommand;

/// <summary>Ends a delegation at once.</summary>
public sealed record EndDelegation(string To, string Reason) : PersonCommand;

/// <summary>What happened to a person.</summary>
[JsonDerivedType(typeof(PersonRegistered), "person.registered.v1")]
[JsonDerivedType(typeof(RoleGranted), "person.role-granted.v1")]
[JsonDerivedType(typeof(RoleRevoked), "person.role-revoked.v1")]
[JsonDerivedType(typeof(PersonDeactivated), "person.deactivated.v1")]
[JsonDerivedType(typeof(PersonReactivated), "person.reactivated.v1")]
[JsonDerivedType(typeof(PasswordCodeIssued), "person.password-code-issued.v1")]
[JsonDerivedType(typeof(AuthorityGranted), "person.authority-granted.v1")]
[JsonDerivedType(typeof(AuthorityWithdrawn), "person.authority-withdrawn.v1")]
[JsonDerivedType(typeof(ApprovalDelegated), "person.approval-delegated.v1")]
[JsonDerivedType(typeof(DelegationEnded), "person.delegation-ended.v1")]
public abstract record PersonEvent;

/// <summary>Registered.</summary>
public sealed record PersonRegistered(string Login, string Name, IReadOnlyList<Role> Roles) : PersonEvent;

/// <summary>Role given.</summary>
public sealed record RoleGranted(Role Role) : PersonEvent;

/// <summary>Role taken.</summary>
public sealed record RoleRevoked(Role Role) : PersonEvent;

/// <summary>Access ended.</summary>
public sealed record PersonDeactivated(string Reason) : PersonEvent;

/// <summary>Access given back.</summary>
public sealed record PersonReactivated(string Reason) : PersonEvent;

/// <summary>A one-time code for the person's password was given to the actor of this event.</summary>
public sealed record PasswordCodeIssued(string Login) : PersonEvent;

/// <summary>Authority granted.</summary>
public sealed record AuthorityGranted(decimal Amount, string Currency, DateOnly From, DateOnly To) : PersonEvent;

/// <summary>Authority taken back.</summary>
public sealed record AuthorityWithdrawn(string Reason) : PersonEvent;

/// <summary>Another may approve in this person's place.</summary>
public sealed record ApprovalDelegated(string To, DateOnly From, DateOnly Until, string Reason) : PersonEvent;

/// <summary>No longer.</summary>
public sealed record DelegationEnded(string To, string Reason) : PersonEvent;

/// <summary>Refusals of <see cref="PersonDecider"/>.</summary>
public static class PersonErrors
{
    /// <summary>The key is taken.</summary>
    public static DomainError AlreadyRegistered(string login) => new("person.already-registered", ErrorKind.Conflict,
        $"{login} is already registered; choose another login or grant roles to the existing person.");

    /// <summary>Nobody under the key.</summary>
    public static DomainError NotRegistered() => new("person.not-registered", ErrorKind.NotFound,
        "Nobody is registered under this key; register the person first.");

    /// <summary>Login and key differ, or the login has not the form.</summary>
    public static DomainError LoginNotKey(string login) => new("person.login-not-key", ErrorKind.Invalid,
        $"Login '{login}' is not the key in lower case; enter that, letters a-z, digits and hyphens.", "login");

    /// <summary>No name.</summary>
    public static DomainError NameMissing() => new("person.name-missing", ErrorKind.Invalid, "A name is needed; give the name that screens shall show.", "name");

    /// <summary>No reason.</summary>
    public static DomainError ReasonMissing() => new("person.reason-missing", ErrorKind.Invalid, "A reason is needed; say in a sentence why.", "reason");

    /// <summary>Role held already.</summary>
    public static DomainError RoleHeld(Role role) => new("person.role-held", ErrorKind.Conflict, $"The role {role} is already held.", "role");

    /// <summary>Role not held.</summary>
    public static DomainError RoleNotHeld(Role role) => new("person.role-not-held", ErrorKind.Conflict, $"The role {role} is not held.", "role");

    /// <summary>Access is not in the state asked for.</summary>
    public static DomainError AccessUnchanged(bool active) => new("person.access-unchanged", ErrorKind.Conflict,
        active ? "The person already has access." : "The person has no access already.");

    /// <summary>An authority that cannot be one.</summary>
    public static DomainError AuthorityNotPossible(decimal amount, string currency) => new("person.authority-not-possible", ErrorKind.Invalid,
        $"An authority of {amount.ToString(CultureInfo.InvariantCulture)} {currency} is not possible; give 0 to 10,000,000,000,000,000 CNY with 2 decimals.", "amount");

    /// <summary>Dates the wrong way round, or over already.</summary>
    public static DomainError DatesNotPossible(DateOnly from, DateOnly until, DateOnly businessDate, string field) => new(
        "person.dates-not-possible", ErrorKind.Invalid,
        $"From {Day(from)} to {Day(until)} is not possible; the last day is the first or later, and not before the business date {Day(businessDate)}.", field);

    /// <summary>No authority to take back.</summary>
    public static DomainError NoAuthority() => new("person.no-authority", ErrorKind.Conflict, "No authority was granted to this person; there is nothing to take back.");

    /// <summary>Only the person delegates the own approvals.</summary>
    public static DomainError NotOwnDelegation(string login) => new("person.not-own-delegation", ErrorKind.Forbidden,
        $"Only {login} delegates the approvals of {login}; ask that person.");

    /// <summary>Nobody stands in for oneself.</summary>
    public static DomainError DelegateIsSelf() => new("person.delegate-is-self", ErrorKind.Invalid,
        "Nobody stands in for oneself; name another person.", "to");

    /// <summary>No such delegation.</summary>
    public static DomainError NotDelegated(string to) => new("person.not-delegated", ErrorKind.Conflict,
        $"No approvals are delegated to {to}; there is nothing to end.", "to");

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Nobody may change own roles.</summary>
    public static DomainError OwnRoles() => new("person.own-roles", ErrorKind.Forbidden,
        "Nobody changes the own roles or access; ask another administrator.");
}
