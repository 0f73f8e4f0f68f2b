using System.Globalization;
using System.Security.Claims;

namespace CarbonTrading.Web;

/// <summary>What the web layer keeps of a signed-in person: claims, checked again on every command by the desk.</summary>
public static class Visitor
{
    /// <summary>Longest time without using the product.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(15);

    /// <summary>Longest time since signing in.</summary>
    public static readonly TimeSpan Absolute = TimeSpan.FromHours(10);

    private const string NameEn = "carbon:name";
    private const string NameZh = "carbon:name-zh";
    private const string Since = "carbon:since";
    private const string Stamp = "carbon:stamp";

    /// <summary>A principal.</summary>
    /// <param name="scheme">How the person came in: cookie or token.</param>
    /// <param name="login">Login.</param>
    /// <param name="name">English name.</param>
    /// <param name="nameZh">Chinese name.</param>
    /// <param name="roles">Roles as the API writes them.</param>
    /// <param name="stamp">Changes when the password does.</param>
    /// <param name="since">When the person signed in.</param>
    public static ClaimsPrincipal Make(
        string scheme, string login, string name, string nameZh, IEnumerable<string> roles, string stamp, DateTimeOffset since)
    {
        var identity = new ClaimsIdentity(scheme, ClaimTypes.Name, ClaimTypes.Role);
        identity.AddClaim(new(ClaimTypes.Name, login));
        identity.AddClaim(new(NameEn, name));
        identity.AddClaim(new(NameZh, nameZh));
        identity.AddClaim(new(Stamp, stamp));
        identity.AddClaim(new(Since, since.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)));
        identity.AddClaims(roles.Select(r => new Claim(ClaimTypes.Role, r)));
        return new(identity);
    }

    /// <summary>Login.</summary>
    /// <exception cref="InvalidOperationException">Nobody is signed in: a bug, the door lets no one through.</exception>
    public static string Login(this ClaimsPrincipal user) => user.Identity?.Name ?? throw new InvalidOperationException("nobody is signed in");

    /// <summary>Name in the person's language.</summary>
    public static string ShownName(this ClaimsPrincipal user, Texts texts) =>
        texts.Pick(user.FindFirstValue(NameEn) ?? user.Identity?.Name ?? "", user.FindFirstValue(NameZh) ?? "");

    /// <summary>Roles.</summary>
    public static IEnumerable<string> Roles(this ClaimsPrincipal user) => user.FindAll(ClaimTypes.Role).Select(c => c.Value);

    /// <summary>What changes when the password does.</summary>
    public static string SecurityStamp(this ClaimsPrincipal user) => user.FindFirstValue(Stamp) ?? "";

    /// <summary>Whether the session is older than a session may be.</summary>
    public static bool IsTooOld(this ClaimsPrincipal user, DateTimeOffset now) =>
        !long.TryParse(user.FindFirstValue(Since), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        || now - DateTimeOffset.FromUnixTimeSeconds(seconds) > Absolute;
}
