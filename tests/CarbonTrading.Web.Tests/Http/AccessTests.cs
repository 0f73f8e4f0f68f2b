using System.Net;
using CarbonTrading.Application;
using CarbonTrading.Domain.People;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CarbonTrading.Web.Tests.Http;

public class AccessTests(RunningServer server) : IClassFixture<RunningServer>
{
    private static readonly string[] open = ["/api/health", "/api/sign-in"];

    private static string Concrete(string pattern) => "/" + pattern.TrimStart('/').Replace("{key}", "X-1", StringComparison.Ordinal)
        .Replace("{series}", "x", StringComparison.Ordinal).Replace("{documentName}.json", "v1.json", StringComparison.Ordinal);

    private List<(HttpMethod Method, string Path)> Endpoints(string prefix) =>
        [.. server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(e => (e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(m =>
                (new HttpMethod(m), Concrete(e.RoutePattern.RawText!))))
            .Where(e => e.Item2.StartsWith(prefix, StringComparison.Ordinal))];

    [Fact]
    public async Task Every_path_of_the_API_but_health_and_sign_in_asks_who_is_there()
    {
        var endpoints = Endpoints("/api").Where(e => !open.Contains(e.Path)).ToList();
        Assert.True(endpoints.Count > 40, $"only {endpoints.Count} endpoints found");
        foreach (var (method, path) in endpoints)
        {
            using var request = new HttpRequestMessage(method, path) { Content = method == HttpMethod.Post
                ? new StringContent("{}", null, "application/json") : null };
            using var answer = await server.Anonymous.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized || path.EndsWith("/import", StringComparison.Ordinal),
                $"{method} {path}: {(int)answer.StatusCode}");
        }
    }

    [Fact]
    public async Task Every_command_is_refused_to_every_role_that_its_line_does_not_name_and_to_no_other()
    {
        foreach (var kind in Entities.All)
            foreach (var (name, type) in kind.Commands)
                foreach (var role in Enum.GetValues<Role>())
                {
                    if (Permissions.Of(type).Makers.Length == 0) continue;
                    using var answer = await RunningServer.Post(server.As[role], $"/api/{kind.Plural}/X-1/{name}", Body(type));
                    var offered = answer.StatusCode != HttpStatusCode.NotFound
                        || (await RunningServer.Problem(answer)).Code != "input.no-such-path";
                    if (!offered) continue;
                    var forbidden = answer.StatusCode == HttpStatusCode.Forbidden
                        && (await RunningServer.Problem(answer)).Code == "permission.denied";
                    Assert.True(forbidden == !Permissions.Of(type).Makers.Contains(role), $"{name} as {role}: {(int)answer.StatusCode}");
                    Assert.True((int)answer.StatusCode < 500, $"{name} as {role}: {(int)answer.StatusCode}");
                }
    }

    [Fact]
    public async Task Persons_are_shown_only_to_administrator_and_auditor()
    {
        foreach (var role in Enum.GetValues<Role>())
        {
            using var answer = await server.As[role].GetAsync(new Uri("/api/people", UriKind.Relative),
                TestContext.Current.CancellationToken);
            Assert.Equal(role is Role.Administrator or Role.Auditor ? HttpStatusCode.OK : HttpStatusCode.Forbidden, answer.StatusCode);
        }
    }

    [Fact]
    public async Task An_unknown_person_and_a_wrong_password_get_the_same_answer()
    {
        using var unknown = await server.SignIn("nobody", "whatever it is");
        using var wrong = await server.SignIn("auditor", "whatever it is");
        Assert.Equal(HttpStatusCode.Unauthorized, unknown.StatusCode);
        Assert.Equal(await RunningServer.Problem(unknown), await RunningServer.Problem(wrong));
    }

    [Fact]
    public async Task A_page_leads_a_stranger_to_the_sign_in_page_and_the_API_does_not()
    {
        using var page = await server.Anonymous.GetAsync(new Uri("/trades", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
        Assert.Contains("/sign-in?back=%2Ftrades", page.Headers.Location!.ToString());
        using var api = await server.Anonymous.GetAsync(new Uri("/api/trades", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal((401, "access.sign-in"), await RunningServer.Problem(api));
    }

    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/api/health")]
    [InlineData("/app.css")]
    [InlineData("/api/nothing")]
    public async Task Every_answer_carries_the_security_headers_and_names_no_server(string path)
    {
        using var answer = await server.Anonymous.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'self'", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.DoesNotContain("unsafe", policy);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("DENY", Assert.Single(answer.Headers.GetValues("X-Frame-Options")));
        Assert.False(answer.Headers.Contains("Server"));
    }

    private static string Body(Type command) => System.Text.Json.JsonSerializer.Serialize(Fields(command), Engine.Contract.Json);

    private static Dictionary<string, object?> Fields(Type record) => record.GetConstructors()[0].GetParameters().Where(p => !p.HasDefaultValue)
        .ToDictionary(p => char.ToLowerInvariant(p.Name![0]) + p.Name[1..], p => Sample(p.ParameterType));

    /// <summary>A value that the reader of commands takes, so that the answer is about rights and not about form.</summary>
    private static object? Sample(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain == typeof(string)) return "X";
        if (plain == typeof(bool)) return false;
        if (plain == typeof(DateOnly)) return "2026-06-05";
        if (plain == typeof(Kernel.Product)) return "cn-ets/CEA/2025";
        if (plain == typeof(Kernel.UnitClass)) return "cn-ets/CEA/2025/free";
        if (plain == typeof(Kernel.Vintage)) return "2025";
        if (plain == typeof(Kernel.Tonnes) || plain == typeof(int) || plain == typeof(long) || plain == typeof(decimal)) return 1;
        if (plain == typeof(Kernel.UnitPrice)) return new { amount = 80.5m, currency = "CNY" };
        if (plain.IsEnum) return Kebab.Of(Enum.GetNames(plain)[0]);
        if (plain.IsGenericType) return Array.Empty<string>();
        return plain.Namespace!.StartsWith("CarbonTrading", StringComparison.Ordinal) ? Fields(plain) : null;
    }
}
