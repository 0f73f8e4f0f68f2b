using System.Globalization;
using System.Text.Json;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Planning;

/// <summary>One step that must be done before a deadline can be met.</summary>
/// <param name="Step">Name; texts are under <c>duty.step.</c>.</param>
/// <param name="WorkingDays">How long it takes, 0 or more.</param>
public sealed record ChainStep(string Step, decimal WorkingDays);

/// <summary>What must be done before a deadline, first step first.</summary>
/// <param name="Owner">Role that begins it.</param>
/// <param name="Source">Where the times come from.</param>
/// <param name="Status">How sure they are.</param>
/// <param name="SourceZh">The same in Chinese.</param>
public sealed record Chain(string Owner, IReadOnlyList<ChainStep> Steps, string Source, string SourceZh, RuleStatus Status)
{
    /// <summary>All steps together, working days.</summary>
    public decimal WorkingDays => Steps.Sum(s => s.WorkingDays);
}

/// <summary>A duty with less slack than this concerns someone else too.</summary>
public sealed record Escalation(decimal BelowWorkingDays, string To);

/// <summary>What an approver may approve at once without a grant of one's own.</summary>
/// <param name="Amount">At most this amount, CNY; null = any.</param>
/// <param name="Source">Who decided so.</param>
/// <param name="SourceZh">The same in Chinese.</param>
/// <param name="Status">How sure it is.</param>
public sealed record DefaultAuthority(decimal? Amount, string Source, string SourceZh, RuleStatus Status)
{
    /// <summary>Any amount.</summary>
    public static readonly DefaultAuthority Any = new(null, "", "", RuleStatus.Unknown);
}

/// <summary>Times and assumptions an installation plans with: <c>market-data/planning</c>. No law; each names its source.</summary>
/// <param name="From">Opening of a working day.</param>
/// <param name="To">Closing.</param>
/// <param name="Escalations">By slack, the smallest first.</param>
/// <param name="Chains">By kind of duty.</param>
/// <param name="SigmaWhereNotMeasured">Spread of a forecast without three whole earlier years.</param>
/// <param name="Authority">What an approver may approve without a grant.</param>
public sealed record PlanningFiles(
    TimeOnly From, TimeOnly To, IReadOnlyList<Escalation> Escalations, IReadOnlyDictionary<string, Chain> Chains, double SigmaWhereNotMeasured,
    DefaultAuthority Authority)
{
    /// <summary>Reads the folder.</summary>
    /// <exception cref="InvalidDataException">A file is not what it should be.</exception>
    public static PlanningFiles Load(string marketData)
    {
        var (duties, forecast) = (Path.Combine(marketData, "planning", "duties.json"), Path.Combine(marketData, "planning", "forecast.json"));
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(duties));
            using var authority = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(marketData, "planning", "authority.json")));
            using var assumptions = JsonDocument.Parse(File.ReadAllBytes(forecast));
            var hours = json.RootElement.GetProperty("workingHours");
            var read = new PlanningFiles(
                Time(hours.GetProperty("from")), Time(hours.GetProperty("to")),
                [.. json.RootElement.GetProperty("escalation").EnumerateArray()
                    .Select(e => new Escalation(e.GetProperty("belowWorkingDays").GetDecimal(), e.GetProperty("to").GetString()!))
                    .OrderBy(e => e.BelowWorkingDays)],
                json.RootElement.GetProperty("chains").EnumerateObject().ToDictionary(c => c.Name, c => Chain(c.Value), StringComparer.Ordinal),
                assumptions.RootElement.GetProperty("sigmaWhereNotMeasured").GetProperty("value").GetDouble(),
                Default(authority.RootElement.GetProperty("withoutGrant")));
            if (read.To <= read.From) throw new FormatException("workingHours: the closing is not after the opening");
            if (read.SigmaWhereNotMeasured < 0) throw new FormatException("sigmaWhereNotMeasured is below 0");
            return read;
        }
        catch (Exception wrong) when (wrong is JsonException or FormatException or KeyNotFoundException or InvalidOperationException or FileNotFoundException)
        {
            throw new InvalidDataException($"market-data/planning: {wrong.Message}", wrong);
        }
    }

    /// <summary>Who must know of a duty with this slack besides its owner; null = nobody.</summary>
    public string? EscalatedTo(decimal slack) => Escalations.FirstOrDefault(e => slack < e.BelowWorkingDays)?.To;

    private static Chain Chain(JsonElement chain)
    {
        var steps = chain.GetProperty("steps").EnumerateArray()
            .Select(s => new ChainStep(s.GetProperty("step").GetString()!, s.GetProperty("workingDays").GetDecimal())).ToList();
        if (steps.Count == 0 || steps.Any(s => s.WorkingDays < 0)) throw new FormatException("a chain has steps of 0 or more working days");
        var status = Status(chain);
        return new(chain.GetProperty("owner").GetString()!, steps, chain.GetProperty("source").GetString()!, chain.GetProperty("sourceZh").GetString()!, status);
    }

    private static DefaultAuthority Default(JsonElement given)
    {
        decimal? amount = given.GetProperty("amount") is { ValueKind: JsonValueKind.Number } number ? number.GetDecimal() : null;
        if (amount < 0 || given.GetProperty("currency").GetString() != "CNY") throw new FormatException("withoutGrant: an amount of CNY from 0, or null for any");
        return new(amount, given.GetProperty("source").GetString()!, given.GetProperty("sourceZh").GetString()!, Status(given));
    }

    private static RuleStatus Status(JsonElement given) => given.GetProperty("status").GetString() switch
    {
        "in-force" => RuleStatus.InForce,
        "unsure" => RuleStatus.Unsure,
        var other => throw new FormatException($"status '{other}' is neither in-force nor unsure"),
    };

    private static TimeOnly Time(JsonElement time) => TimeOnly.ParseExact(time.GetString()!, "HH:mm", CultureInfo.InvariantCulture);
}
