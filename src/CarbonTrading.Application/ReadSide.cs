using CarbonTrading.Application.Planning;
using CarbonTrading.Application.CostBooks;
using CarbonTrading.Application.Funds;
using CarbonTrading.Application.Positions;
using CarbonTrading.Application.Prices;
using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Compliance;
using CarbonTrading.Domain.Contracts;
using CarbonTrading.Domain.Control;
using CarbonTrading.Domain.Funds;
using CarbonTrading.Domain.Limits;
using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Orders;
using CarbonTrading.Domain.Organisation;
using CarbonTrading.Domain.People;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application;

/// <summary>Everything derived from the log, on one position. Rebuilt at start, kept current by one tail.</summary>
public sealed class ReadSide(PriceBook prices)
{
    /// <summary>Instants and business dates by position.</summary>
    public LogIndex Log { get; } = new();

    /// <summary>All movements.</summary>
    public MovementTable Movements { get; } = new();

    /// <summary>Units borrowed.</summary>
    public UnitLoans Loans { get; } = new();

    /// <summary>First days of sale of units that left an account.</summary>
    public SaleDays SaleDays { get; } = new();

    /// <summary>The trade each lot was bought by.</summary>
    public LotTrades LotTrades { get; } = new();

    /// <summary>Who answers for which serial numbers.</summary>
    public SerialHolders Serials { get; } = new();

    /// <summary>Accounts that were opened.</summary>
    public AccountDirectory Accounts { get; } = new();

    /// <summary>Free allocations by year.</summary>
    public Allocations Allocations { get; } = new();

    /// <summary>Cost methods as they were set.</summary>
    public CostMethods CostMethods { get; } = new();

    /// <summary>Trades.</summary>
    public EntityView<Trade, TradeCommand, TradeEvent> Trades => trades ??= new(TradeDecider.Instance, (key, before, after, happened) =>
    {
        OpenDeals.Changed(key, before, after);
        FundBook.Changed(before, after, happened);
        if (happened.Event is TradeCaptured captured) VenueDeals.Captured(key, captured.Terms);
    });

    /// <summary>Trades by the deal number of the venue.</summary>
    public VenueDeals VenueDeals { get; } = new();

    /// <summary>What is agreed that no account shows yet.</summary>
    public OpenDeals OpenDeals { get; } = new();

    /// <summary>Money of trades by account.</summary>
    public FundBook FundBook { get; } = new();

    /// <summary>Balances of fund accounts.</summary>
    public EntityView<FundAccount, FundAccountCommand, FundAccountEvent> Funds { get; } = new(FundAccountDecider.Instance);

    /// <summary>Orders with their executions.</summary>
    public EntityView<Order, OrderCommand, OrderEvent> Orders => orders ??= new(OrderDecider.Instance, (key, before, after, _) => OpenDeals.Changed(key, before, after));

    /// <summary>Term contracts.</summary>
    public EntityView<TermContract, ContractCommand, ContractEvent> Contracts =>
        contracts ??= new(ContractDecider.Instance, (key, _, after, happened) => OpenDeals.Changed(key, after, happened.Event as ContractAgreed));

    /// <summary>Limits.</summary>
    public EntityView<Limit, LimitCommand, LimitEvent> Limits { get; } = new(LimitDecider.Instance);

    /// <summary>CCER holdings.</summary>
    public EntityView<CcerHolding, CcerHoldingCommand, CcerHoldingEvent> Holdings { get; } = new(CcerHoldingDecider.Instance);

    /// <summary>Obligations.</summary>
    public EntityView<Obligation, ObligationCommand, ObligationEvent> Obligations { get; } = new(ObligationDecider.Instance);

    /// <summary>Reduction projects.</summary>
    public EntityView<ReductionProject, ReductionProjectCommand, ReductionProjectEvent> Projects { get; } = new(ReductionProjectDecider.Instance);

    /// <summary>Proposals.</summary>
    public EntityView<Proposal, ProposalCommand, ProposalEvent> Proposals { get; } = new(ProposalDecider.Instance);

    /// <summary>Runs of jobs.</summary>
    public EntityView<JobRun, JobCommand, JobEvent> Jobs { get; } = new(JobRunDecider.Instance);

    /// <summary>Persons.</summary>
    public EntityView<Person, PersonCommand, PersonEvent> People { get; } = new(PersonDecider.Instance);

    /// <summary>The organisation tree.</summary>
    public EntityView<OrganisationUnit, OrganisationCommand, OrganisationEvent> Organisation { get; } = new(OrganisationDecider.Instance);

    /// <summary>Prices.</summary>
    public PriceBook Prices { get; } = prices;

    /// <summary>What an approver without a grant may approve at once.</summary>
    public DefaultAuthority Authority { get; set; } = DefaultAuthority.Any;

    /// <summary>Reads on to the end of the log; asked before something is refused because it was not seen yet.</summary>
    public Func<CancellationToken, Task> Refresh { get; set; } = _ => Task.CompletedTask;

    /// <summary>All folds, for the tail.</summary>
    public IReadOnlyList<IFold> Folds =>
    [
        Log, Movements, Serials, Pending, Loans, SaleDays, LotTrades, Accounts, Allocations, CostMethods, Trades, Funds, Orders, Contracts, Limits, OpenDeals,
        Holdings, Obligations,
        Projects, Proposals, People, Organisation, Jobs, Prices,
    ];

    /// <summary>Surrenders applied for before the registry did them.</summary>
    public PendingSurrenders Pending { get; } = new();

    /// <summary>What trades in a market are made for: an allowance account, or a holding of credits, which may have the same key; null where it was not opened by then.</summary>
    public AccountEntry? TradingAccount(string key, string market, long known = long.MaxValue) =>
        market == CcerHoldingDecider.Market ? Holdings.Find(key, known) is { State.IsOpened: true } h ? Entry(h.Key, h.State) : null
            : Accounts.Find(key, known) is { } account && account.Market == market ? account : null;

    /// <summary>All allowance accounts and holdings of credits opened by then, by key.</summary>
    public IReadOnlyList<AccountEntry> TradingAccounts(long known = long.MaxValue) =>
        [.. Accounts.All(known).Concat(Holdings.All(known).Select(h => Entry(h.Key, h.State))).OrderBy(a => a.Key, StringComparer.Ordinal)];

    /// <summary>Roles a person holds now; none when unknown, without access, or kept out here.</summary>
    public IReadOnlyList<Role> RolesOf(string login) => Active(login)?.Roles ?? [];

    /// <summary>Keeps persons out of this server, whatever their roles: those whose passwords lie in a file, where others can reach it.</summary>
    public void KeepOut(IEnumerable<string> logins) => keptOut = logins.ToHashSet(StringComparer.Ordinal);

    /// <summary>Why a person may not do something; null = may.</summary>
    public DomainError? MayNot(Permission line, string login, string what)
    {
        if (Active(login) is not { } person) return DeskErrors.NoAccess(login);
        return person.Roles.Any(line.Makers.Contains) ? null : DeskErrors.NotPermitted(login, what, line.Makers.Select(r => r.ToString()));
    }

    private static AccountEntry Entry(string key, CcerHolding h) => new(key, h.Holder, CcerHoldingDecider.Market, h.Name, h.NameZh, null, 0);

    private HashSet<string> keptOut = [];
    private EntityView<Trade, TradeCommand, TradeEvent>? trades;
    private EntityView<Order, OrderCommand, OrderEvent>? orders;
    private EntityView<TermContract, ContractCommand, ContractEvent>? contracts;

    private Person? Active(string login) =>
        People.Find(login.ToUpperInvariant())?.State is { Active: true } person && person.Login == login && !keptOut.Contains(login) ? person : null;

    /// <summary>Whether nobody else with access is administrator.</summary>
    public bool IsLastAdministrator(string key)
    {
        var administrators = People.All().Where(p => p.State.Active && p.State.Roles.Contains(Role.Administrator)).ToList();
        return administrators.Count == 1 && administrators[0].Key == key;
    }

    /// <summary>The last close of a product before a day, from the series that stands for it; null where there is none.</summary>
    public Quote? PreviousClose(Product product, DateOnly before) => Prices.PreviousClose(product, before);
}
