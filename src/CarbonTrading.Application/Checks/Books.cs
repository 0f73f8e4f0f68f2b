using CarbonTrading.Application.Positions;
using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Engine;

namespace CarbonTrading.Application.Checks;

/// <summary>What the checks look at: what was derived from the log, and the accounts folded anew.</summary>
/// <param name="Read">Read side; at least at the position.</param>
/// <param name="Accounts">Every allowance account, folded from its stream, not from what the product keeps of it.</param>
/// <param name="Known">Log position.</param>
internal sealed record Books(ReadSide Read, IReadOnlyDictionary<string, Books.Account> Accounts, long Known)
{
    /// <summary>An account, and the ids under which trades and contracts moved or hold its units: those their processes asked for.</summary>
    internal sealed record Account(AllowanceAccount State, IReadOnlySet<string> OfDeals);

    /// <summary>Units that stand under an id in an account or holding.</summary>
    /// <param name="Account">Key of the account or holding.</param>
    /// <param name="IsCredit">True: a holding of credits.</param>
    /// <param name="Id">Key of the trade, or id of the leg.</param>
    /// <param name="What">reserved, in transit, pledged, lent, sold in repo, borrowed.</param>
    internal readonly record struct Held(string Account, bool IsCredit, string Id, string What);

    private static readonly string[] processes = [Permissions.Settle, Permissions.Contracts];

    /// <summary>Movements up to the position and perhaps beyond.</summary>
    public MovementTable.Snapshot Table { get; } = Read.Movements.Now;

    /// <summary>Reads the accounts.</summary>
    public static async Task<Books> Of(ReadSide read, IEventStore log, long known, CancellationToken ct)
    {
        var accounts = new Dictionary<string, Account>(StringComparer.Ordinal);
        foreach (var account in read.Accounts.All())
        {
            var (state, deals) = (AllowanceAccount.Unopened, new HashSet<string>(StringComparer.Ordinal));
            foreach (var stored in await log.Read($"allowance-account/{account.Key}", 0, ct))
            {
                if (stored.Position > known) break;
                var happened = stored.As<AllowanceAccountEvent>();
                state = AllowanceAccountDecider.Evolve(state, happened);
                if (processes.Contains(stored.Actor) && IdOf(happened) is { } id) deals.Add(id);
            }

            accounts[account.Key] = new(state, deals);
        }

        return new(read, accounts, known);
    }

    /// <summary>Tonnes that stand for trades and contracts, as the accounts and holdings tell it; what persons reserved or pledged by themselves is not among them.</summary>
    public Dictionary<Held, long> HeldForDeals()
    {
        var held = new Dictionary<Held, long>();
        foreach (var (key, account) in Accounts)
            Add(key, false, account.State.Reservations.Concat(account.State.Holds), account.State.Loans, account.OfDeals);
        foreach (var holding in Read.Holdings.All(Known))
            Add(holding.Key, true, holding.State.Reservations.Concat(holding.State.Holds), holding.State.Loans,
                holding.History.Where(h => processes.Contains(h.Actor)).Select(h => IdOf(h.Event)).OfType<string>().ToHashSet(StringComparer.Ordinal));
        return held;

        void Add(string account, bool isCredit, IEnumerable<KeyValuePair<string, Claim>> claims, IEnumerable<KeyValuePair<string, BorrowedUnits>> loans, IReadOnlySet<string> deals)
        {
            foreach (var (id, claim) in claims)
                if (WhatOf(claim.Status) is { } what && deals.Contains(id)) held[new(account, isCredit, id, what)] = claim.Units.Sum(u => u.Quantity.Value);
            foreach (var (id, loan) in loans)
                if (loan.ReturnedOn is null && deals.Contains(id)) held[new(account, isCredit, id, "borrowed")] = loan.Quantity.Value;
        }
    }

    private static string? WhatOf(ClaimStatus status) => status switch
    {
        ClaimStatus.Reserved => "reserved", ClaimStatus.InTransit => "in transit", ClaimStatus.Pledged => "pledged", ClaimStatus.Lent => "lent",
        ClaimStatus.SoldInRepo => "sold in repo", _ => null,
    };

    private static string? IdOf(object happened) => happened switch
    {
        UnitsReserved e => e.Reservation, UnitsEncumbered e => e.Encumbrance, BorrowedReceived e => e.Loan,
        CreditsReserved e => e.Reservation, CreditsEncumbered e => e.Encumbrance, BorrowedBatchReceived e => e.Loan, _ => null,
    };
}
