using System.Globalization;
using System.Text.Json;
using CarbonTrading.Domain.People;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application;

/// <summary>Refusals given before an entity is asked.</summary>
public static class DeskErrors
{
    /// <summary>The body is not the command.</summary>
    /// <param name="wrong">What the reader says.</param>
    /// <param name="body">What was read, to show the value; null = nothing, or nothing to show.</param>
    public static DomainError BadInput(JsonException wrong, JsonElement? body = null) => new("input.invalid", ErrorKind.Invalid,
        $"The input is not what this command takes: {InputFault.Of(wrong, body)}. See the command's description for its fields.", InputFault.Field(wrong));

    /// <summary>No such command.</summary>
    public static DomainError UnknownCommand(string plural, string command, IEnumerable<string> known) => new("input.unknown-command", ErrorKind.NotFound,
        $"'{Short(command)}' is not a command of {plural}; there are: {string.Join(", ", known)}.");

    /// <summary>The key has not the form.</summary>
    public static DomainError BadKey() => new("input.key-invalid", ErrorKind.Invalid,
        "This is no key; enter 1 to 40 of A-Z, 0-9 and hyphen, not starting with a hyphen.", "key");

    /// <summary>The command id has not the form.</summary>
    public static DomainError BadCommandId() => new("input.idempotency-key-invalid", ErrorKind.Invalid,
        "Idempotency-Key is needed: 1 to 100 visible ASCII characters, a new one for each intent, the same one for a retry.", "Idempotency-Key");

    /// <summary>The person may not.</summary>
    public static DomainError NotPermitted(string actor, string what, IEnumerable<string> roles) => new("permission.denied", ErrorKind.Forbidden,
        $"{actor} may not {what}; it takes the role {string.Join(" or ", roles)}. Ask an administrator.");

    /// <summary>The person has no access any more.</summary>
    public static DomainError NoAccess(string actor) => new("permission.no-access", ErrorKind.Forbidden,
        $"{actor} is not an active person of this installation.");

    /// <summary>The books are not open.</summary>
    public static DomainError BooksNotOpen() => new("desk.books-not-open", ErrorKind.Refused,
        "The books are not open yet; an administrator opens them with their first business date.");

    /// <summary>The last administrator stays.</summary>
    public static DomainError LastAdministrator() => new("person.last-administrator", ErrorKind.Refused,
        "This is the last active administrator; make another person administrator first.");

    /// <summary>No holder of that key.</summary>
    public static DomainError UnknownHolder(string holder) => new("allowance-account.unknown-holder", ErrorKind.Invalid,
        $"'{Short(holder)}' is not a unit of the organisation; register it first.", "holder");

    /// <summary>The holder has an account, or a holding, in the market already.</summary>
    public static DomainError HolderHasOne(string holder, string market, string key) => new("desk.holder-has-one", ErrorKind.Conflict,
        $"{holder} holds {key} in {market} already; cost, position and obligations are kept per entity and market. Use that one, or name another company.", "holder");

    /// <summary>No account of that key.</summary>
    public static DomainError UnknownAccount(string account) => new("trade.unknown-account", ErrorKind.Invalid,
        $"'{Short(account)}' is not an open account; see the accounts page.", "account");

    /// <summary>No holding of that key: credits are traded for a holding.</summary>
    public static DomainError NoHoldingToTradeFor(string holding) => new("trade.unknown-holding", ErrorKind.Invalid,
        $"'{Short(holding)}' is not an open CCER holding; credits are traded for a holding, see the CCER page.", "account");

    /// <summary>The product is of another market than the account.</summary>
    public static DomainError OtherMarket(string account, string market, string asked) => new("trade.other-market", ErrorKind.Invalid,
        $"Account {account} is of market {market}; the product is of {Short(asked)}. Choose an account of that market.", "product");

    /// <summary>The rules name no such product.</summary>
    public static DomainError UnknownProduct(Product product, IEnumerable<string> known) => new("desk.product-unknown", ErrorKind.Invalid,
        $"{product.Market} has no product {product.Name}; its products are {string.Join(", ", known)}. Choose one of them.", "product");

    /// <summary>The market did not trade yet.</summary>
    public static DomainError MarketNotOpen(string market, DateOnly day, DateOnly first) => new("desk.market-not-open", ErrorKind.Invalid,
        $"{market} did not trade on {day:yyyy-MM-dd}; its rules begin on {first:yyyy-MM-dd}. Check the trade date.", "tradeDate");

    /// <summary>Nothing of that vintage exists on the day.</summary>
    public static DomainError VintageToCome(Product product, DateOnly day) => new("desk.vintage-to-come", ErrorKind.Invalid,
        $"Units of {product.Code} are of {product.Vintage.First}; there are none on {day:yyyy-MM-dd}. Choose a vintage up to that year.", "product");

    /// <summary>Another account has the units.</summary>
    public static DomainError SerialsElsewhere(SerialRange asked, SerialRange held, string account) => new("desk.serials-elsewhere", ErrorKind.Conflict,
        $"Serial numbers {asked.Block} {asked.First}-{asked.Last} overlap {held.Block} {held.First}-{held.Last}, which are in account {account}; "
        + $"one unit is in one account. Check the statement.", "serials");

    /// <summary>More is carried over than our own books allow.</summary>
    public static DomainError CarryOverBeyond(Tonnes asked, SignedTonnes done, SignedTonnes most, string source) => new("desk.carry-over-beyond", ErrorKind.Refused,
        $"{asked} are to be carried over, {done} were before; by our books at most {most} may be ({source}). Give less, or say in the remark why the authority allowed more.", "quantity");

    /// <summary>Other units are surrendered than are proposed.</summary>
    public static DomainError DepartsFromProposal(Tonnes asked, Product product, string units, string obligation, Tonnes proposed, string lots) => new("desk.departs-from-proposal", ErrorKind.Refused,
        $"{asked} of {product.Code} are to be surrendered: {units}; for {obligation} {proposed} of it are proposed: {lots}. Surrender those, or say in the remark why not.", "remark");

    /// <summary>Too few credits from the region of the market. Rule offset-local-share-min.</summary>
    public static DomainError TooFewLocalOffsets(Tonnes others, Tonnes total, string obligation, string market, decimal share, string source) => new(
        "desk.too-few-local-offsets", ErrorKind.Refused,
        $"{others} of {total} surrendered for {obligation} would be from outside {market}; at least {share * 100:0.##} % must be from there ({source}). "
        + $"Surrender credits from there first, or fewer others.",
        "reservation");

    /// <summary>Nobody wrote down where a project lies. Rule offset-local-share-min.</summary>
    public static DomainError OffsetRegionUnknown(Tonnes unknown, string market, decimal share, string source) => new(
        "desk.offset-region-unknown", ErrorKind.Refused,
        $"Of {unknown} it is not on record where the project lies; at least {share * 100:0.##} % must be from {market} ({source}). "
        + $"Say in the remark where it lies, or surrender credits from there first.",
        "remark");

    /// <summary>Units surrendered for a year nothing is owed in.</summary>
    public static DomainError NoObligation(string account, int year) => new("desk.no-obligation", ErrorKind.Refused,
        $"{account} has no obligation for {year}; give a year it has one for, or open it first (open-obligation).", "complianceYear");

    /// <summary>More is surrendered than the obligation still lacks.</summary>
    public static DomainError BeyondWhatIsOwed(Tonnes asked, string obligation, Tonnes left, Tonnes waiting) => new("desk.beyond-what-is-owed", ErrorKind.Refused,
        $"{asked} are to be surrendered; {obligation} still lacks {left}, and {waiting} wait for approval. Surrender less, or say in the remark why more.", "remark");

    /// <summary>An obligation of an account that is not there.</summary>
    public static DomainError ObligationWithoutAccount(string account) => new("obligation.unknown-account", ErrorKind.Invalid,
        $"There is no account '{account}'; open it first, or name one that exists.", "account");

    /// <summary>An obligation in another market than its account.</summary>
    public static DomainError ObligationElsewhere(string account, string market, string asked) => new("obligation.other-market", ErrorKind.Invalid,
        $"{account} is an account of {market}; it has no obligation in {asked}.", "market");

    /// <summary>An obligation under another key than account and year.</summary>
    public static DomainError ObligationKey(string key, string right) => new("obligation.key-wrong", ErrorKind.Invalid,
        $"The obligation stands under account and year, not under {key}; send it to {right}.");

    /// <summary>Credits for an obligation that is not there, or is another's.</summary>
    public static DomainError UnknownObligation(string obligation, string? market, int? year) => new("ccer-holding.unknown-obligation", ErrorKind.Invalid,
        $"There is no obligation '{obligation}' of {market} {year}; give key, market and year of one that is open.", "obligation");

    /// <summary>Credits of an obligation used past it.</summary>
    public static DomainError SurrenderAtObligation(string reservation, string obligation) => new("ccer-holding.surrender-at-obligation", ErrorKind.Refused,
        $"Reservation '{reservation}' is for the obligation {obligation}; surrender it there (surrender-offsets), the holding follows.", "reservation");

    /// <summary>Issuance into a holding that is not there.</summary>
    public static DomainError UnknownHolding(string holding) => new("reduction-project.unknown-holding", ErrorKind.Invalid,
        $"There is no CCER holding '{holding}'; open it first, or leave it out.", "holding");

    /// <summary>A delegate who may not stand in.</summary>
    public static DomainError UnfitDelegate(string to, IEnumerable<Role> may, IEnumerable<Role> mayNot) => new("person.delegate-unfit", ErrorKind.Refused,
        $"'{Short(to)}' cannot stand in for an approver: it takes an active person who is {string.Join(" or ", may)} and not {string.Join(" or ", mayNot)}.", "to");

    /// <summary>A limit on nobody.</summary>
    public static DomainError UnknownTrader(string scope) => new("limit.unknown-trader", ErrorKind.Invalid,
        $"'{Short(scope)}' is not the login of a person; see the people page.", "scope");

    /// <summary>Units under the key of a trade or contract.</summary>
    public static DomainError ClaimOfAnother(string id, string field, string owner) => new("desk.claim-of-another", ErrorKind.Refused,
        $"'{Short(id)}' belongs to {owner}, which moves its units itself; take the step there, or use another {field}.", field);

    /// <summary>A limit on no account.</summary>
    public static DomainError UnknownLimitAccount(string account) => new("limit.unknown-account", ErrorKind.Invalid,
        $"'{Short(account)}' is not an open account; see the accounts page.", "account");

    /// <summary>A trade and a contract under one key: limits could not tell them apart.</summary>
    public static DomainError KeyOfContract(string key) => new("desk.key-of-contract", ErrorKind.Refused, $"{key} is the key of a contract; enter another.", "key") { Values = [key] };

    /// <summary>As <see cref="KeyOfContract"/>.</summary>
    public static DomainError KeyOfTrade(string key) => new("desk.key-of-trade", ErrorKind.Refused, $"{key} is the key of a trade; enter another.", "key") { Values = [key] };

    /// <summary>More than the person may approve.</summary>
    public static DomainError AuthorityExceeded(string actor, Money amount, string authority, string who) => new("permission.authority-exceeded", ErrorKind.Forbidden,
        $"{actor} may approve {authority} at once; this is {amount}. Who could: {who}. Ask one of them, or an administrator for a grant (grant-authority).");

    /// <summary>An amount that cannot be compared with an authority.</summary>
    public static DomainError AuthorityNotComparable(Money amount) => new("permission.no-rate", ErrorKind.Refused,
        $"{amount} cannot be compared with an authority in CNY: the books hold no rate of {amount.Currency}. Import the rate series first.");

    /// <summary>A delegate decides nothing the delegator made.</summary>
    public static DomainError DelegateOfMaker(string actor, string maker) => new("permission.delegate-of-maker", ErrorKind.Forbidden,
        $"{actor} stands in for {maker}, who made this, and cannot decide on it; another person has to.");

    /// <summary>The answer needs a position the read side has not reached.</summary>
    public static DomainError NotThereYet(long position) => new("query.not-there-yet", ErrorKind.Unavailable,
        $"The read side has not reached position {position} yet; ask again.", "atLeast");

    /// <summary>Nothing under the key that was asked for.</summary>
    public static DomainError NotFound(string plural, string key, long known) => new("query.not-found", ErrorKind.NotFound,
        $"Nothing stands under '{key}' in {plural} at log position {known.ToString(CultureInfo.InvariantCulture)}; GET /api/{plural} lists the keys there are.",
        "key");

    /// <summary>A query value has not the form.</summary>
    public static DomainError BadQuery(string field, string form) => new("query.invalid", ErrorKind.Invalid, $"{field} has not its form; it is {form}.", field);

    private static string Short(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
