namespace CarbonTrading.Web;

/// <summary>How a person has the screens drawn. Each choice is a cookie that the server reads, so the first paint is right.</summary>
/// <param name="Theme">Light, dark, as the system, or stronger contrast.</param>
/// <param name="Density">Height of rows and controls.</param>
/// <param name="Move">Colours of up and down.</param>
/// <param name="Unit">Unit of large quantities in tables and key figures: tonnes, or ten thousand tonnes.</param>
/// <param name="Keys">Whether single letters are commands.</param>
/// <param name="Nav">Width of the navigation.</param>
public sealed record Display(string Theme = "light", string Density = "normal", string Move = "cn", string Unit = "t", string Keys = "on", string Nav = "auto")
{
    /// <summary>What may be chosen; the first value stands where nothing was.</summary>
    public static readonly IReadOnlyList<(string Name, string[] Values)> Choices =
    [
        ("theme", ["light", "dark", "system", "contrast"]), ("density", ["normal", "compact", "roomy"]), ("move", ["cn", "intl", "cvd"]),
        ("unit", ["t", "wan"]), ("keys", ["on", "off"]), ("nav", ["auto", "wide", "narrow"]),
    ];

    /// <summary>Whether large quantities stand in ten thousand tonnes.</summary>
    public bool InTenThousands => Unit == "wan";

    /// <summary>For style sheets of the dark theme: when they apply; null = never.</summary>
    public string? DarkMedia => Theme switch { "dark" => "screen", "system" => "screen and (prefers-color-scheme: dark)", _ => null };

    /// <summary>The value of a choice.</summary>
    public string this[string name] => name switch
    {
        "theme" => Theme, "density" => Density, "move" => Move, "unit" => Unit, "keys" => Keys, "nav" => Nav,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such choice"),
    };

    /// <summary>What the request's cookies say.</summary>
    public static Display Of(HttpRequest request)
    {
        string Chosen(string name) => Choices.First(c => c.Name == name).Values is var values && request.Cookies[Cookie(name)] is { } value && values.Contains(value)
            ? value : values[0];
        return new(Chosen("theme"), Chosen("density"), Chosen("move"), Chosen("unit"), Chosen("keys"), Chosen("nav"));
    }

    /// <summary>Maps <c>GET /display/theme/dark?back=/settings</c>: sets the cookie and goes back to a page of ours.</summary>
    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/display/{name}/{value}", (string name, string value, string? back, HttpContext http) =>
    {
        if (!Choices.Any(c => c.Name == name && c.Values.Contains(value))) return Results.NotFound();
        http.Response.Cookies.Append(Cookie(name), value, new CookieOptions
        {
            HttpOnly = true, SameSite = SameSiteMode.Strict, MaxAge = TimeSpan.FromDays(365), Path = "/", Secure = http.Request.IsHttps,
        });
        return Results.LocalRedirect(LanguageCookie.IsOwnPage(back) ? back! : "/settings");
    }).AllowAnonymous().ExcludeFromDescription();

    private static string Cookie(string name) => "carbon-" + name;
}
