using CarbonTrading.Application;
using CarbonTrading.Application.Jobs;
using CarbonTrading.Application.Rules;
using CarbonTrading.Engine;
using CarbonTrading.Engine.Sql;
using CarbonTrading.Grains;
using CarbonTrading.Application.Prices;
using CarbonTrading.Web.Api;
using CarbonTrading.Web.Components;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Scalar.AspNetCore;

namespace CarbonTrading.Web.Edge;

/// <summary>The server: settings, store, silo, pages and API in one process.</summary>
public static class Server
{
    private const long CommandBytesMax = 1024 * 1024;
    private static readonly TimeSpan drain = TimeSpan.FromSeconds(10);

    /// <summary>Runs until stopped.</summary>
    /// <returns>0; 2 for a setting that has not its form; 3 when the store is not to be had.</returns>
    public static async Task<int> Run(string[] args)
    {
        try
        {
            var settings = Settings.FromEnvironment();
            await using var store = await Workplace.OpenStore(settings);
            await using var app = Build(args, settings, store);
            await app.RunAsync();
            return Environment.ExitCode;
        }
        catch (InvalidDataException wrong)
        {
            await Console.Error.WriteLineAsync(wrong.Message);
            return 2;
        }
        catch (StoreUnavailableException down)
        {
            await Console.Error.WriteLineAsync(down.Message);
            return 3;
        }
    }

    /// <summary>The server on an opened store, not started yet.</summary>
    public static WebApplication Build(string[] args, Settings settings, Store store)
    {
        // The pages' files are found beside the program, whatever folder it is started from.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args, ContentRootPath = ContentRoot(), ApplicationName = typeof(Server).Assembly.GetName().Name, // also when a test is the host
        });
        builder.WebHost.UseStaticWebAssets(); // an unpublished run outside Development
        builder.Configuration["ReloadStaticAssetsAtRuntime"] = "false"; // its fallback would answer any unknown path with 405
        builder.WebHost.UseUrls(settings.Url);
        builder.WebHost.ConfigureKestrel(k =>
        {
            k.AddServerHeader = false;
            k.Limits.MaxRequestBodySize = CommandBytesMax;
        });
        builder.Services.Configure<HostOptions>(h => h.ShutdownTimeout = drain);
        AddLogs(builder);
        AddSilo(builder);
        AddWorkplace(builder, settings, store);
        AddWeb(builder.Services);
        var app = builder.Build();
        Use(app);
        Map(app);
        return app;
    }

    private static void AddLogs(WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        builder.Logging.AddJsonConsole(o =>
        {
            o.IncludeScopes = true;
            o.UseUtcTimestamp = true;
            o.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
        });
        builder.Logging.Configure(o => o.ActivityTrackingOptions = ActivityTrackingOptions.TraceId);
        builder.Logging.SetMinimumLevel(LogLevel.Information);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Components", LogLevel.Error);
        builder.Logging.AddFilter("Orleans", LogLevel.Warning);
        builder.Services.AddOpenTelemetry()
            .WithTracing(t => t.AddAspNetCoreInstrumentation())
            .WithMetrics(m => m.AddAspNetCoreInstrumentation().AddRuntimeInstrumentation().AddMeter("Microsoft.Orleans").AddPrometheusExporter());
    }

    /// <summary>This server is a silo and the whole cluster; added before what needs it, so that it is up first. The store is open by now.</summary>
    private static void AddSilo(WebApplicationBuilder builder)
    {
        builder.Host.UseOrleans(o => o.UseLocalhostClustering(FreePorts.Next(), FreePorts.Next()));
    }

    private static void AddWorkplace(WebApplicationBuilder builder, Settings settings, Store store)
    {
        var rules = RuleFiles.Load(MarketData.Folder);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(store.Events);
        builder.Services.AddSingleton(rules.Rules);
        builder.Services.AddSingleton<IEntityHost, OrleansEntityHost>();
        builder.Services.AddSingleton(s => new Workplace(settings, store, rules, s.GetRequiredService<IEntityHost>(), TimeProvider.System));
        builder.Services.AddSingleton(s => s.GetRequiredService<Workplace>().Desk);
        builder.Services.AddSingleton(s => s.GetRequiredService<Workplace>().Queries);
        builder.Services.AddSingleton(s => s.GetRequiredService<Workplace>().Read);
        builder.Services.AddSingleton(s => s.GetRequiredService<Workplace>().Units);
        builder.Services.AddSingleton<SeriesDesk>();
        builder.Services.AddSingleton<Timekeeper>();
        builder.Services.AddHostedService<Opening>();
        builder.Services.AddDataProtection().SetApplicationName("carbon-trading");
        builder.Services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(
            new ConfigureOptions<KeyManagementOptions>(o => o.XmlRepository = new StoredKeys(store.Values)));
    }

    private static void AddWeb(IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddSessions();
        services.AddRateLimits();
        services.AddOpenApiDocument();
        services.AddProblemDetails();
        services.ConfigureHttpJsonOptions(o =>
        {
            foreach (var converter in Contract.Json.Converters) o.SerializerOptions.Converters.Add(converter);
        });
        services.AddAntiforgery(o =>
        {
            o.Cookie.Name = "carbon-form";
            o.Cookie.SameSite = SameSiteMode.Strict;
            o.SuppressXFrameOptionsHeader = true; // set for every answer already
        });
    }

    private static void Use(WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseApiProblems();
        app.UseWhen(http => !http.IsApi(), pages =>
        {
            pages.UseExceptionHandler("/failed");
            pages.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        });
        app.UseWhileOpening();
        app.UseRouting();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseAntiforgery();
    }

    private static void Map(WebApplication app)
    {
        app.MapAccess();
        app.MapCommands();
        app.MapQueries();
        app.MapCompliance();
        app.MapCosts();
        app.MapTrades();
        app.MapOrders();
        app.MapReport();
        app.MapPrices();
        app.MapJobs();
        app.MapExport();
        app.MapSessions();
        app.MapLanguage();
        Display.Map(app);
        app.MapOpenApi();
        app.MapScalarApiReference("/scalar", o => o.WithTitle("Carbon Desk API").DisableDefaultFonts().DisableAgent().DisableMcp().DisableTelemetry()
            .HideDeveloperTools().HideClientButton());
        app.MapPrometheusScrapingEndpoint();
        app.MapStaticAssets(Path.Combine(AppContext.BaseDirectory, "CarbonTrading.Web.staticwebassets.endpoints.json")).AllowAnonymous();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(o => o.ContentSecurityFrameAncestorsPolicy = null); // our own header says it
    }

    private static string ContentRoot() => File.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot", "app.css"))
        ? AppContext.BaseDirectory : Directory.GetCurrentDirectory();
}
