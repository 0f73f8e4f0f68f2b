using System.Security.Claims;
using System.Text.Encodings.Web;
using CarbonTrading.Application;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.Extensions.Options;

namespace CarbonTrading.Web;

/// <summary>Cookies for pages, bearer tokens for programs; both end after 15 idle minutes and after 10 hours.</summary>
public static class Sessions
{
    private const string Either = "either";

    /// <summary>Name of the bearer scheme.</summary>
    public const string Bearer = "bearer";

    /// <summary>Registers sign-in and what is asked of every request.</summary>
    public static void AddSessions(this IServiceCollection services)
    {
        services.AddAuthentication(Either)
            .AddPolicyScheme(Either, null, o => o.ForwardDefaultSelector = http =>
                http.Request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
                    ? Bearer : CookieAuthenticationDefaults.AuthenticationScheme)
            .AddScheme<AuthenticationSchemeOptions, BearerTokens>(Bearer, null)
            .AddCookie(Configure);
        services.AddAuthorization(o =>
        {
            o.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
            foreach (var line in Permissions.All)
                if (line.What is string query) o.AddPolicy(query, p => p.RequireAuthenticatedUser().AddRequirements(new May(query)));
        });
        services.AddSingleton<IAuthorizationHandler, MayHandler>();
        services.AddSingleton<Doorway>();
        services.AddCascadingAuthenticationState();
        services.AddScoped<CircuitActivity>();
        services.AddScoped<CircuitHandler>(s => s.GetRequiredService<CircuitActivity>());
        services.AddScoped<AuthenticationStateProvider, CircuitRevalidation>();
    }

    /// <summary>Signs a person in with a cookie.</summary>
    public static Task SignInAsync(this HttpContext http, string login, DateTimeOffset now) => http.SignInAsync(
        CookieAuthenticationDefaults.AuthenticationScheme, Visitor.Make(CookieAuthenticationDefaults.AuthenticationScheme, login, now));

    /// <summary>Maps sign-out and the sign of life of a page in use.</summary>
    public static void MapSessions(this IEndpointRouteBuilder app)
    {
        app.MapPost("/sign-out", async (HttpContext http, IAntiforgery antiforgery) =>
        {
            if (!await antiforgery.IsRequestValidAsync(http)) return Results.BadRequest();
            await http.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
            return Results.LocalRedirect("/sign-in");
        }).ExcludeFromDescription();
        app.MapPost("/session", () => Results.NoContent()).ExcludeFromDescription(); // the cookie renews itself on the way
    }

    private static void Configure(CookieAuthenticationOptions o)
    {
        o.Cookie.Name = "carbon-session";
        o.Cookie.HttpOnly = true;
        o.Cookie.SameSite = SameSiteMode.Strict;
        o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        o.ExpireTimeSpan = Visitor.Idle;
        o.SlidingExpiration = true;
        o.LoginPath = "/sign-in";
        o.AccessDeniedPath = "/forbidden";
        o.ReturnUrlParameter = "back";
        o.Events.OnRedirectToLogin = context => Answer(context, StatusCodes.Status401Unauthorized);
        o.Events.OnRedirectToAccessDenied = context => Answer(context, StatusCodes.Status403Forbidden);
        o.Events.OnValidatePrincipal = context =>
        {
            var workplace = context.HttpContext.RequestServices.GetRequiredService<Workplace>();
            if (workplace.IsReady && context.Principal!.IsOver(workplace.Read, workplace.Clock.GetUtcNow())) context.RejectPrincipal();
            return Task.CompletedTask;
        };
    }

    private static Task Answer(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        if (Edge.ApiProblems.IsApi(context.HttpContext) || context.Request.Path.StartsWithSegments("/session"))
            context.Response.StatusCode = status;
        else context.Response.Redirect(context.RedirectUri);
        return Task.CompletedTask;
    }

    private sealed record May(string What) : IAuthorizationRequirement;

    /// <summary>Holds a query against its line in the permissions.</summary>
    private sealed class MayHandler(Workplace workplace) : AuthorizationHandler<May>
    {
        protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, May requirement)
        {
            if (context.User.Identity?.Name is { } login
                && workplace.Read.MayNot(Permissions.Of(requirement.What), login, requirement.What) is null) context.Succeed(requirement);
            return Task.CompletedTask;
        }
    }

    private sealed class BearerTokens(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder,
        Workplace workplace)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
    {
        protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            var token = Request.Headers.Authorization.ToString()["Bearer ".Length..].Trim();
            var login = await workplace.SignIn.WhoHolds(token, Context.RequestAborted);
            return login is null ? AuthenticateResult.Fail("the token is unknown or has ended")
                : AuthenticateResult.Success(new(Visitor.Make(Bearer, login, workplace.Clock.GetUtcNow()), Bearer));
        }
    }

    /// <summary>Asks every minute whether the person in front of an open page may still be there.</summary>
    private sealed class CircuitRevalidation(ILoggerFactory logs, CircuitActivity activity, Workplace workplace)
        : RevalidatingServerAuthenticationStateProvider(logs)
    {
        protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(60);

        protected override Task<bool> ValidateAuthenticationStateAsync(AuthenticationState state, CancellationToken ct) => Task.FromResult(
            activity.Quiet < Visitor.Idle && !state.User.IsOver(workplace.Read, workplace.Clock.GetUtcNow()));
    }
}
