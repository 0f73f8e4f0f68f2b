using System.Globalization;
using System.Security.Claims;
using CarbonTrading.Application;

namespace CarbonTrading.Web;

/// <summary>What the web layer keeps of a signed-in person: the login and since when. Name and roles are read anew each time.</summary>
public static class Visitor
{
    /// <summary>Longest time without using the product.</summary>
    public static readonly TimeSpan Idle = Application.People.SignIn.Idle;

    /// <summary>Longest time since signing in.</summary>
    public static readonly TimeSpan Absolute = Application.People.SignIn.Absolute;

    private const string Since = "carbon:since";

    /// <summary>A principal.</summary>
    /// <param name="scheme">How the person came in: cookie or token.</param>
    /// <param name="login">Login.</param>
    /// <param name="since">When the person signed in.</param>
    public static ClaimsPrincipal Make(string scheme, string login, DateTimeOffset since) => new(new ClaimsIdentity(
        [new(ClaimTypes.Name, login), new(Since, since.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture))], scheme));

    /// <summary>Login.</summary>
    /// <exception cref="InvalidOperationException">Nobody is signed in: a bug, the door lets no one through.</exception>
    public static string Login(this ClaimsPrincipal user) =>
        user.Identity?.Name ?? throw new InvalidOperationException("nobody is signed in");

    /// <summary>Whether the session is at its end: too old, or the person has no access any more.</summary>
    public static bool IsOver(this ClaimsPrincipal user, ReadSide read, DateTimeOffset now) => user.Identity?.Name is not { } login
        || !long.TryParse(user.FindFirstValue(Since), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        || now - DateTimeOffset.FromUnixTimeSeconds(seconds) > Absolute
        || read.RolesOf(login).Count == 0;
}
