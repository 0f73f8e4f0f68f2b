using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Contracts;
using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Lots;

/// <summary>Something tonnes come from, pass through or end in.</summary>
/// <param name="Id">Unique in the picture.</param>
/// <param name="Column">0 = the lot asked for, below 0 = before it, above = after it.</param>
/// <param name="Kind">lot, allocation, trade, transfer, loan, issuance, surrender, cancellation, sale, contract, conversion, return, lapse, or a bucket.</param>
/// <param name="Title">Document, trade, registry number, lot.</param>
/// <param name="Link">Page that shows it; null = none.</param>
public sealed record LineageNode(string Id, int Column, string Kind, string Title, string? Link);

/// <summary>Tonnes on their way from one to the next.</summary>
/// <param name="From">Id.</param>
/// <param name="To">Id.</param>
/// <param name="Tonnes">t.</param>
/// <param name="Day">Day it counts from; null = now.</param>
/// <param name="Movement">Stream version of the event; null = none, a balance.</param>
public sealed record LineageEdge(string From, string To, long Tonnes, DateOnly? Day, int? Movement);

/// <summary>Where the tonnes of a lot came from and where they went, as a picture.</summary>
/// <param name="Received">Tonnes the lot received: what comes in equals what goes out and what is held.</param>
public sealed record Lineage(string Account, string Lot, UnitClass Unit, long Received, IReadOnlyList<LineageNode> Nodes, IReadOnlyList<LineageEdge> Edges);

/// <summary>Follows a lot through accounts, transfers and carry-overs, four steps each way.</summary>
public sealed class LotLineage(Workplace workplace, LotBooks books)
{
    private const int DepthMax = 4;
    private readonly Dictionary<string, LineageNode> nodes = new(StringComparer.Ordinal);
    private readonly List<LineageEdge> edges = [];

    /// <summary>The picture of one lot; null where there is none.</summary>
    public async Task<Lineage?> Of(string account, string lot, AsOf asOf, CancellationToken ct)
    {
        if (await Find(account, lot, asOf, ct) is not { } found) return null;
        await Before(found, 0, asOf, ct);
        await After(found, 0, asOf, ct);
        return new(account, lot, found.Lot.Unit, found.Lot.Received.Value, [.. nodes.Values.OrderBy(n => n.Column).ThenBy(n => n.Id, StringComparer.Ordinal)], edges);
    }

    /// <summary>A lot with everything that moved it and was not turned round.</summary>
    private sealed record Found(string Account, Lot Lot, IReadOnlyList<(int Version, IMovement Movement)> All)
    {
        public string Id => $"{Account}/{Lot.Id}";

        public IEnumerable<(int Version, IMovement Movement, long Tonnes)> Moves(Func<Move, bool> which) => All
            .Select(m => (m.Version, m.Movement, m.Movement.Moves.Where(x => x.Lot == Lot.Id && which(x)).Sum(x => x.Quantity.Value))).Where(m => m.Item3 > 0);
    }

    /// <summary>A lot with what moved it up to the day asked; null where it is none, or came later.</summary>
    private async Task<Found?> Find(string account, string lot, AsOf asOf, CancellationToken ct)
    {
        if (await Known(account, lot, asOf, ct) is not { } known) return null;
        if (asOf.Latest) return known;
        var byDay = known with { All = [.. known.All.Where(m => m.Movement.Effective <= asOf.Date)] };
        return byDay.All.Count == 0 ? null : byDay with { Lot = LotsOn.Of([known.Lot], known.All.Select(m => KeyValuePair.Create(m.Version, m.Movement)), asOf.Date)[0] };
    }

    private async Task<Found?> Known(string account, string lot, AsOf asOf, CancellationToken ct)
    {
        if (lot.StartsWith("C-", StringComparison.Ordinal))
            return workplace.Read.Holdings.Find(account, asOf.Known) is { } holding && holding.State.Lots.Find(l => l.Id == lot) is { } batch
                ? new(account, batch, [.. holding.History.Where(h => h.Event is IMovement and not IReversal
                    && !holding.State.Reversed.Contains(h.Version)).Select(h => (h.Version, (IMovement)h.Event))]) : null;
        if (workplace.Read.Accounts.Find(account, asOf.Known) is null) return null;
        var state = await books.At(account, asOf, ct);
        return state.Lots.Find(l => l.Id == lot) is not { } found ? null
            : new(account, found,
                [.. state.Movements.Where(m => m.Value is not MovementReversed && !state.Reversed.Contains(m.Key)).OrderBy(m => m.Key).Select(m => (m.Key, m.Value))]);
    }

    private LineageNode Node(Found found, int column) =>
        Add(new(found.Id, column, "lot", $"{found.Account} {found.Lot.Id} {found.Lot.Unit.Product.Code}", $"/lots?lot={found.Account}~{found.Lot.Id}"));

    private LineageNode Add(LineageNode node)
    {
        if (!nodes.TryGetValue(node.Id, out var known)) nodes[node.Id] = known = node;
        return known;
    }

    private void Edge(string from, string to, long tonnes, DateOnly? day, int? movement)
    {
        if (!edges.Exists(e => e.From == from && e.To == to && e.Movement == movement)) edges.Add(new(from, to, tonnes, day, movement));
    }

    private async Task Before(Found found, int column, AsOf asOf, CancellationToken ct)
    {
        var here = Node(found, column);
        foreach (var (version, movement, tonnes) in found.Moves(m => m.From == Bucket.Outside))
        {
            var (kind, title, link) = Source(movement);
            var sources = column > -DepthMax ? await SourceLots(found, movement, asOf, ct) : [];
            foreach (var (lot, part) in sources)
            {
                Edge(Node(lot, column - 1).Id, here.Id, part, movement.Effective, version);
                await Before(lot, column - 1, asOf, ct);
            }

            if (sources.Count == 0) Edge(Add(new($"{found.Id}<{version}", column - 1, kind, title, link)).Id, here.Id, tonnes, movement.Effective, version);
        }
    }

    private async Task After(Found found, int column, AsOf asOf, CancellationToken ct)
    {
        var here = Node(found, column);
        foreach (var (version, movement, tonnes) in found.Moves(m => m.From != Bucket.Outside && m.To != Bucket.Outside && !m.To.IsHeld()))
        {
            var (kind, title, link) = Target(found.Account, movement);
            var targets = column < DepthMax ? await TargetLots(found, movement, asOf, ct) : [];
            foreach (var lot in targets)
            {
                Edge(here.Id, Node(lot, column + 1).Id, tonnes, movement.Effective, version);
                await After(lot, column + 1, asOf, ct);
            }

            if (targets.Count == 0) Edge(here.Id, Add(new($"{found.Id}>{version}", column + 1, kind, title, link)).Id, tonnes, movement.Effective, version);
        }

        foreach (var (bucket, holding) in found.Lot.Buckets.Where(b => b.Key.IsHeld()))
        {
            var kind = System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(bucket.ToString());
            Edge(here.Id, Add(new($"{found.Id}={bucket}", column + 1, kind, "", null)).Id, holding.Quantity.Value, null, null);
        }
    }

    private (string Kind, string Title, string? Link) Source(IMovement movement) => movement switch
    {
        FreeAllocationReceived e => ("allocation", e.Document, null),
        PurchaseReceived { Trade: { } trade } => OfTrade(trade),
        PurchaseReceived e => ("trade", e.Document ?? "", null),
        TransferReceived e => ("transfer", $"{e.FromAccount} {e.Reference}", null),
        BorrowedReceived e => ("loan", e.Lender, null),
        IssuedBatchReceived e => ("issuance", e.Batch.Project, workplace.Read.Projects.Find(e.Batch.Project) is null ? null : $"/projects/{e.Batch.Project}"),
        PurchasedBatchReceived { Trade: { } trade } => OfTrade(trade),
        PurchasedBatchReceived e => ("trade", e.Document ?? "", null),
        BorrowedBatchReceived e => ("loan", e.Lender, null),
        TransferredBatchReceived e => ("transfer", $"{e.FromHolding} {e.Reference}", null),
        _ => ("lot", "", null),
    };

    private (string Kind, string Title, string? Link) Target(string account, IMovement movement) => movement switch
    {
        UnitsSurrendered e => ("surrender", $"{e.ComplianceYear} {e.RegistryReference}", $"/compliance/{account}-{e.ComplianceYear}"),
        UsedForOffset e => ("surrender", e.Obligation ?? e.RegistryReference, e.Obligation is null ? null : $"/compliance/{e.Obligation}"),
        UnitsCancelled e => ("cancellation", $"{e.Purpose} {e.Beneficiary}", null),
        CancelledVoluntarily e => ("cancellation", e.Beneficiary, null),
        DeliveryConfirmed e => OfTrade(e.Reservation),
        CreditDeliveryConfirmed e => OfTrade(e.Reservation),
        EncumbranceEnforced e => OfTrade(e.Encumbrance),
        CreditEncumbranceEnforced e => OfTrade(e.Encumbrance),
        BorrowedReturned e => ("loan", e.RegistryReference, null),
        BorrowedCreditsReturned e => ("loan", e.RegistryReference, null),
        UnitsReturned e => ("return", e.Document, null),
        UnitsLapsed e => ("lapse", e.Document, null),
        _ => ("conversion", "", null),
    };

    /// <summary>A trade's key, or what a contract calls its leg.</summary>
    private (string Kind, string Title, string? Link) OfTrade(string id) =>
        id.LastIndexOf("-L", StringComparison.Ordinal) is > 0 and var at && workplace.Read.Contracts.Find(id[..at]) is not null
            ? ("contract", id, $"/contracts/{id[..at]}") : ("trade", id, $"/trades/{id}");

    /// <summary>Lots the tonnes were before: converted here, or delivered by another own account.</summary>
    private async Task<IReadOnlyList<(Found Lot, long Tonnes)>> SourceLots(Found found, IMovement movement, AsOf asOf, CancellationToken ct)
    {
        var sources = new List<(Found, long)>();
        if (movement is UnitsConverted converted)
        {
            foreach (var old in converted.Moves.Where(m => m.To == Bucket.Converted))
                if (await Find(found.Account, old.Lot, asOf, ct) is { } lot) sources.Add((lot, old.Quantity.Value));
        }
        else if (movement is TransferReceived transfer && workplace.Read.Accounts.Find(transfer.FromAccount, asOf.Known) is not null)
        {
            var state = await books.At(transfer.FromAccount, asOf, ct);
            foreach (var move in state.Movements.Values.OfType<DeliveryConfirmed>().Where(d => d.Reservation == transfer.Reference).SelectMany(d => d.Moves)
                .Where(m => m.Unit == found.Lot.Unit))
                if (await Find(transfer.FromAccount, move.Lot, asOf, ct) is { } lot) sources.Add((lot, move.Quantity.Value));
        }

        else if (movement is TransferredBatchReceived came)
        {
            foreach (var e in EventsOf(came.FromHolding, asOf).OfType<CreditDeliveryConfirmed>().Where(d => d.Reservation == came.Reference))
                foreach (var move in e.Moves.Where(m => m.Unit == found.Lot.Unit && IsOf(e, m.Lot, came)))
                    if (await Find(came.FromHolding, move.Lot, asOf, ct) is { } lot) sources.Add((lot, move.Quantity.Value));
        }

        return sources;
    }

    private IEnumerable<CcerHoldingEvent> EventsOf(string holding, AsOf asOf) => workplace.Read.Holdings.Find(holding, asOf.Known)?.History.Select(h => h.Event) ?? [];

    /// <summary>Whether a batch another holding took over is of a lot that was delivered.</summary>
    private static bool IsOf(CreditDeliveryConfirmed delivered, string lot, TransferredBatchReceived came) =>
        delivered.Batches?.Any(b => b.Lot == lot && b.Batch == came.Batch && b.SellableFrom == came.SellableFrom) == true;

    /// <summary>Lots the tonnes became: converted here, or received by the other account of an internal transfer.</summary>
    private async Task<IReadOnlyList<Found>> TargetLots(Found found, IMovement movement, AsOf asOf, CancellationToken ct)
    {
        var targets = new List<Found>();
        if (movement is UnitsConverted converted)
        {
            foreach (var into in converted.Moves.Where(m => m.From == Bucket.Outside))
                if (await Find(found.Account, into.Lot, asOf, ct) is { } lot) targets.Add(lot);
        }
        else if (movement is CreditDeliveryConfirmed gone && TransferredTo(gone.Reservation, asOf) is { } holding)
        {
            foreach (var move in EventsOf(holding, asOf).OfType<TransferredBatchReceived>().Where(t => t.Reference == gone.Reservation && IsOf(gone, found.Lot.Id, t)).SelectMany(t => t.Moves)
                .Where(m => m.Unit == found.Lot.Unit))
                if (await Find(holding, move.Lot, asOf, ct) is { } lot) targets.Add(lot);
        }
        else if (movement is DeliveryConfirmed { Reservation: var id } && TransferredTo(id, asOf) is { } other)
        {
            var state = await books.At(other, asOf, ct);
            foreach (var move in state.Movements.Values.OfType<TransferReceived>().Where(t => t.Reference == id).SelectMany(t => t.Moves)
                .Where(m => m.Unit == found.Lot.Unit))
                if (await Find(other, move.Lot, asOf, ct) is { } lot) targets.Add(lot);
        }

        return targets;
    }

    /// <summary>The other own account or holding of the internal transfer a delivery is a leg of; null = it is none.</summary>
    private string? TransferredTo(string id, AsOf asOf) => id.LastIndexOf("-L", StringComparison.Ordinal) is > 0 and var at
        && workplace.Read.Contracts.Find(id[..at], asOf.Known)?.State.Terms is { Kind: ContractKind.InternalTransfer, OtherAccount: { } other } ? other : null;
}
