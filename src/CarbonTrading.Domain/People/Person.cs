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

    /// <summary>Whether somebody is registered under the key.</summary>
    public bool Exists => Login.Length > 0;
}

/// <summary>A command on one person.</summary>
[JsonDerivedType(typeof(RegisterPerson), "register-person")]
[JsonDerivedType(typeof(GrantRole), "grant-role")]
[JsonDerivedType(typeof(RevokeRole), "revoke-role")]
[JsonDerivedType(typeof(DeactivatePerson), "deactivate-person")]
[JsonDerivedType(typeof(ReactivatePerson), "reactivate-person")]
[JsonDerivedType(typeof(RecordCodeIssue), "record-code-issue")]
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

/// <summary>What happened to a person.</summary>
[JsonDerivedType(typeof(PersonRegistered), "person.registered.v1")]
[JsonDerivedType(typeof(RoleGranted), "person.role-granted.v1")]
[JsonDerivedType(typeof(RoleRevoked), "person.role-revoked.v1")]
[JsonDerivedType(typeof(PersonDeactivated), "person.deactivated.v1")]
[JsonDerivedType(typeof(PersonReactivated), "person.reactivated.v1")]
[JsonDerivedType(typeof(PasswordCodeIssued), "person.password-code-issued.v1")]
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
        $"Login '{login}' must be the key in lower case, letters a-z, digits and hyphens.", "login");

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

    /// <summary>Nobody may change own roles.</summary>
    public static DomainError OwnRoles() => new("person.own-roles", ErrorKind.Forbidden,
        "Nobody changes the own roles or access; ask another administrator.");
}
