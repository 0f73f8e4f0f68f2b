using System.Diagnostics;
using System.Text.Json;
using CarbonTrading.Application;
using CarbonTrading.Domain.Control;
using CarbonTrading.Domain.Prices;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;

namespace CarbonTrading.Web.Api;

/// <summary>Every command of every entity: <c>POST /api/trades/T-1/approve-trade</c>, the command record as body.</summary>
public static partial class CommandsApi
{
    private const string IdHeader = "Idempotency-Key";

    // The desk itself proposes; price imports come with their file, since an event without its rows would stop every reader.
    private static readonly HashSet<Type> notOffered = [typeof(ProposeCommand), typeof(RecordPriceImport)];

    /// <summary>Maps one path per command a person may ask for.</summary>
    public static void MapCommands(this IEndpointRouteBuilder app)
    {
        foreach (var kind in Entities.All)
        {
            var group = app.MapGroup($"/api/{kind.Plural}/{{key}}").WithTags(kind.Plural);
            foreach (var (name, type) in kind.Commands)
                if (!notOffered.Contains(type) && Permissions.Of(type).Makers.Length > 0)
                    group.MapPost(name, (string key, HttpContext http, Desk desk, ILoggerFactory logs) =>
                        Run(kind, name, key, http, desk, logs))
                        .Accepts(type, "application/json")
                        .Produces<HttpOutcome.Accepted>()
                        .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404)
                        .ProducesProblem(409).ProducesProblem(422).ProducesProblem(429).ProducesProblem(503)
                        .WithMetadata(new NeedsCommandId())
                        .WithName(name).WithSummary(Summary(name, Permissions.Of(type)));
        }
    }

    /// <summary>Marks an operation whose description must ask for the header.</summary>
    public sealed record NeedsCommandId;

    private static string Summary(string name, Permission line) =>
        $"{name}: {string.Join(", ", line.Makers)}{(line.FourEyes ? $"; takes a second person ({string.Join(", ", line.Checkers)})" : "")}";

    private static async Task<IResult> Run(EntityKind kind, string command, string key, HttpContext http, Desk desk, ILoggerFactory logs)
    {
        var caller = new Caller(http.User.Login(), http.Request.Headers[IdHeader].ToString(), Activity.Current?.TraceId.ToString());
        if (!EntityKey.IsValid(key)) return DeskErrors.BadKey().ToHttp();
        if (!Caller.IsCommandId(caller.CommandId)) return DeskErrors.BadCommandId().ToHttp();
        if (!http.Request.HasJsonContentType()) return Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        Outcome outcome;
        try
        {
            using var body = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
            outcome = await kind.Execute(desk, key, command, body.RootElement, caller, http.RequestAborted);
        }
        catch (JsonException wrong) { return DeskErrors.BadInput(wrong).ToHttp(); }
        var stream = $"{kind.Name}/{key}";
        if (outcome is { Error: null, Events: [CommandProposed, ..] })
            stream = $"proposal/{Desk.ProposalKey(caller.Actor, caller.CommandId)}";
        Ran(logs.CreateLogger("Command"), command, stream, outcome.Position, outcome.Error?.Code ?? "accepted");
        return outcome.ToHttp(stream);
    }

    [LoggerMessage(LogLevel.Information, "{Command} on {Stream}: {Result}, position {Position}")]
    private static partial void Ran(ILogger log, string command, string stream, long position, string result);
}
