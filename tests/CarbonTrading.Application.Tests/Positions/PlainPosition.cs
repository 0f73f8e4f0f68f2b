using System.Globalization;
using System.Text.Json;
using CarbonTrading.Application.Positions;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Engine;

namespace CarbonTrading.Application.Tests.Positions;

/// <summary>
/// Positions once more, slow and plain, from the stored bytes: of every event its day, what it is called, and how many tonnes of what it names.
/// Where the tonnes went follows from what the event is, said here a second time; which lots they were of, and from where to where, is not looked at.
/// </summary>
public sealed class PlainPosition
{
    private sealed record Entry(long Position, DateTimeOffset Recorded, DateOnly Day, string Account, string Unit, Bucket State, long Tonnes);

    private sealed record Step(string Unit, Bucket From, Bucket To, long Tonnes);

    private readonly List<Entry> entries = [];
    private readonly Dictionary<(string Stream, int Version), List<Step>> told = [];
    private readonly Dictionary<(string Stream, string Claim), Bucket> encumbered = [];

    public PlainPosition(IEnumerable<StoredEvent> log)
    {
        foreach (var stored in log)
            if (stored.Stream.StartsWith("allowance-account/", StringComparison.Ordinal) || stored.Stream.StartsWith("ccer-holding/", StringComparison.Ordinal)) Read(stored);
    }

    /// <summary>Tonnes by account, unit class and state, counted from up to a day, recorded up to a position or an instant; what is 0 is left out.</summary>
    public Dictionary<(string Account, string Unit, Bucket State), long> At(DateOnly asOf, Func<long, DateTimeOffset, bool> isKnown)
    {
        var found = new Dictionary<(string, string, Bucket), long>();
        foreach (var e in entries)
            if (e.Day <= asOf && isKnown(e.Position, e.Recorded)) found[(e.Account, e.Unit, e.State)] = found.GetValueOrDefault((e.Account, e.Unit, e.State)) + e.Tonnes;
        foreach (var key in found.Where(f => f.Value == 0).Select(f => f.Key).ToList()) found.Remove(key);
        return found;
    }

    /// <summary>Where the product's positions are others, or null.</summary>
    public string? Difference(MovementTable.Snapshot table, DateOnly asOf, long known, Func<long, DateTimeOffset, bool> isKnown)
    {
        var (expected, found) = (At(asOf, isKnown), 0);
        foreach (var line in PositionQuery.Lines(table, asOf, known))
        {
            var (unit, all) = (line.Unit.ToString(), 0L);
            for (var state = Bucket.Outside + 1; (int)state < Buckets.Count; state++)
            {
                var plain = expected.GetValueOrDefault((line.Account, unit, state));
                if (plain != line.In(state)) return $"{line.Account} {unit} {state} as of {asOf} known {known}: {line.In(state)} t, plainly {plain} t";
                if (plain != 0) found++;
                all += plain;
            }

            if (all != line.CameIn) return $"{line.Account} {unit} as of {asOf} known {known}: {line.CameIn} t came in, plainly {all} t";
        }

        return found == expected.Count ? null : $"as of {asOf} known {known}: {found} positions, plainly {expected.Count}";
    }

    private void Read(StoredEvent stored)
    {
        using var json = JsonDocument.Parse(stored.Body);
        var body = json.RootElement;
        if (!body.TryGetProperty("moves", out var moves)) return; // opened, or a matter of cost
        var (kind, name) = (stored.Name[..stored.Name.IndexOf('.', StringComparison.Ordinal)], stored.Name[(stored.Name.IndexOf('.', StringComparison.Ordinal) + 1)..^3]);
        var quantities = moves.EnumerateArray().Select(m => (Unit: m.GetProperty("unit").GetString()!, Tonnes: m.GetProperty("quantity").GetInt64())).ToList();
        List<Step> steps;
        if (name == "movement-reversed") steps = Reversed(stored.Stream, body, moves);
        else if (name == "units-converted")
        {
            var from = Has(body, "application") ? Bucket.CarryOver : Bucket.Free; // filed here, or free until now
            steps = [.. quantities.SkipLast(1).Select(q => new Step(q.Unit, from, Bucket.Converted, q.Tonnes)), new(quantities[^1].Unit, Bucket.Outside, Bucket.Free, quantities[^1].Tonnes)];
        }
        else
        {
            var (from, to) = Way(stored.Stream, kind, name, body);
            steps = [.. quantities.Select(q => new Step(q.Unit, from, to, q.Tonnes))];
        }

        told[(stored.Stream, stored.Version)] = steps;
        var day = DateOnly.ParseExact(body.GetProperty("effective").GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var account = stored.Stream[(stored.Stream.IndexOf('/', StringComparison.Ordinal) + 1)..];
        foreach (var step in steps)
        {
            if (step.From != Bucket.Outside) entries.Add(new(stored.Position, stored.Recorded, day, account, step.Unit, step.From, -step.Tonnes));
            if (step.To != Bucket.Outside) entries.Add(new(stored.Position, stored.Recorded, day, account, step.Unit, step.To, step.Tonnes));
        }
    }

    private static bool Has(JsonElement body, string name) => body.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>What an event did, done back. A delivery taken out after parts of it came back goes straight to free; which of the two it was only the event says.</summary>
    private List<Step> Reversed(string stream, JsonElement body, JsonElement moves)
    {
        var wrong = told[(stream, body.GetProperty("movement").GetInt32())];
        var isToFree = wrong[0].To == Bucket.Delivered && moves[0].GetProperty("to").GetString() == "free";
        return [.. wrong.Select(s => new Step(s.Unit, s.To, isToFree ? Bucket.Free : s.From, s.Tonnes))];
    }

    private (Bucket From, Bucket To) Way(string stream, string kind, string name, JsonElement body)
    {
        switch (name)
        {
            case "units-encumbered" or "credits-encumbered":
                var given = body.GetProperty("kind").GetString() switch
                {
                    "pledge" => Bucket.Pledged,
                    "loan" => Bucket.Lent,
                    "repo" => Bucket.SoldInRepo,
                    var other => throw new InvalidOperationException(other),
                };
                encumbered[(stream, body.GetProperty("encumbrance").GetString()!)] = given;
                return (Bucket.Free, given);
            case "encumbrance-released":
                return (encumbered[(stream, body.GetProperty("encumbrance").GetString()!)], Bucket.Free);
            case "encumbrance-enforced":
                return (encumbered[(stream, body.GetProperty("encumbrance").GetString()!)], Bucket.Delivered);
        }

        return $"{kind} {name}" switch
        {
            "allowance-account free-allocation-received" or "allowance-account purchase-received" or "allowance-account transfer-received" or "allowance-account borrowed-received"
                or "ccer-holding issued-batch-received" or "ccer-holding purchased-batch-received" or "ccer-holding transferred-batch-received" or "ccer-holding borrowed-received"
                => (Bucket.Outside, Bucket.Free),
            "allowance-account units-reserved" or "ccer-holding credits-reserved" => (Bucket.Free, Bucket.Reserved),
            "allowance-account units-released" or "ccer-holding credits-released" => (Bucket.Reserved, Bucket.Free),
            "allowance-account delivery-instructed" or "ccer-holding delivery-instructed" => (Bucket.Reserved, Bucket.InTransit),
            "allowance-account delivery-confirmed" or "ccer-holding delivery-confirmed" => (Bucket.InTransit, Bucket.Delivered),
            "allowance-account delivery-failed" or "ccer-holding delivery-failed" => (Bucket.InTransit, Bucket.Free),
            "allowance-account units-surrendered" => (Bucket.Free, Bucket.Surrendered),
            "allowance-account units-cancelled" or "ccer-holding cancelled-voluntarily" => (Bucket.Free, Bucket.Cancelled),
            "ccer-holding used-for-offset" => (Bucket.Reserved, Bucket.Cancelled),
            "allowance-account units-frozen" => (Bucket.Free, Bucket.Frozen),
            "allowance-account units-unfrozen" => (Bucket.Frozen, Bucket.Free),
            "allowance-account carry-over-frozen" => (Bucket.Free, Bucket.CarryOver),
            "allowance-account carry-over-unfrozen" => (Bucket.CarryOver, Bucket.Free),
            "allowance-account borrowed-returned" or "ccer-holding borrowed-returned" or "allowance-account units-returned" => (Bucket.Free, Bucket.Returned),
            "allowance-account units-lapsed" => (Bucket.Free, Bucket.Lapsed),
            var other => throw new InvalidOperationException(other),
        };
    }
}
