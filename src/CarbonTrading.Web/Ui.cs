namespace CarbonTrading.Web;

/// <summary>What every component needs to speak to the person in front of it: texts and figures in one language, and how they are drawn.</summary>
/// <remarks>Handed down as a cascading value; the thread's culture is never asked, since updates come from other threads.</remarks>
public sealed record Ui(Texts T, Format F, Display Display)
{
    /// <summary>For one language and one way of drawing.</summary>
    public static Ui For(Language language, Display display) => new(new Texts(language), new Format(language), display);
}

/// <summary>The language cookie.</summary>
public static class LanguageCookie
{
    private const string Name = "carbon-language";

    /// <summary>Language of the request: the cookie, else what the browser prefers, else English.</summary>
    public static Language Of(HttpRequest request) => request.Cookies[Name] switch
    {
        "zh" => Language.Zh,
        "en" => Language.En,
        _ => request.Headers.AcceptLanguage.ToString().StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? Language.Zh : Language.En,
    };

    /// <summary>Maps <c>GET /language/zh?back=/trades</c>: sets the cookie and goes back to a page of ours.</summary>
    public static void MapLanguage(this IEndpointRouteBuilder app) => app.MapGet("/language/{to}", (string to, string? back,
        HttpContext http) =>
    {
        if (to is not ("zh" or "en")) return Results.NotFound();
        http.Response.Cookies.Append(Name, to, new CookieOptions
        {
            HttpOnly = true, SameSite = SameSiteMode.Strict, MaxAge = TimeSpan.FromDays(365), Path = "/", Secure = http.Request.IsHttps,
        });
        return Results.LocalRedirect(IsOwnPage(back) ? back! : "/");
    }).AllowAnonymous().ExcludeFromDescription();

    /// <summary>Whether an address stays on this server.</summary>
    public static bool IsOwnPage(string? path) => path is { Length: > 0 and < 2_000 } && path[0] == '/'
        && (path.Length == 1 || path[1] is not ('/' or '\\'))
        && !path.Any(char.IsControl);
}
