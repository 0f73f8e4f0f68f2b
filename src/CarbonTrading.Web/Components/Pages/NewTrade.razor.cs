using System.Diagnostics;
using System.Globalization;
using CarbonTrading.Application.Deals;
using CarbonTrading.Application.Positions;
using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.People;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;
using CarbonTrading.Application.Prices;
using CarbonTrading.Web.Api;
using CarbonTrading.Web.Components.Charts;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace CarbonTrading.Web.Components.Pages;

/// <summary>The ticket: what is typed, what the server's own decider says to it on every change, and the submission.</summary>
public sealed partial class NewTrade
{
    private const int ChartDays = 60;

    private IReadOnlyList<AccountEntry> accounts = [];
    private IReadOnlyList<Product> products = [];
    private IReadOnlyList<PriceBar> bars = [];
    private IReadOnlySet<DateOnly> closed = new HashSet<DateOnly>();
    private Side side = Side.Buy;
    private TradeMethod method = TradeMethod.Listed;
    private string account = "", market = "", product = "", quantity = "", price = "", date = "", time = "", counterparty = "", reference = "",
        remark = "", book = "", commission = "", floor = "", settleOn = "", appliedOn = "", frozenOn = "", fee = "", reason = "", origin = "", lot = "", serials = "";
    private InvoiceKind? invoice;
    private string currency = "CNY", seriesName = "", approvers = "", key = "", commandId = "", plotted = "";
    private string? submitted;
    private long freeNow, checkMs;
    private bool isSending, isTouched, isRestored, isAsked;
    private (decimal? Low, decimal High)? band;
    private IReadOnlyList<EffectLine> effect = [];
    private Quote? previous;
    private TradeCaptured? captured;
    private DomainError? refusal;
    private IReadOnlyList<LimitReading> limits = [];
    private IReadOnlyList<VenueCheck> checks = [];
    private IReadOnlyList<LotLine> lots = [];

    [Inject] private SeriesDesk Series { get; set; } = null!;

    [SupplyParameterFromQuery] private string? Corrects { get; set; }

    /// <summary>Why the trade that is to be corrected cannot be; null = it can, or none is.</summary>
    private DomainError? NotReplaceable => InPlaceOf is not { } wrong ? null
        : Read.Trades.Find(wrong)?.State is not { } state ? TradeErrors.ReplacesUnknown(wrong)
        : state.WhyNotReplaced();

    private string? InPlaceOf => string.IsNullOrEmpty(Corrects) ? null : Corrects;

    private int warnings => captured is null ? 0 : captured.Checks.Count(c => !c.Passed) + (captured.Limits ?? []).Count(l => l.State != LimitState.Passes);

    private string PriceUnit => $"{currency}/{T.OrCode("unit-one", Measures.Of(market))}";

    /// <summary>Why the button is off; null = it is on.</summary>
    private string? Blocked => WhyNot<CaptureTrade>() ?? (isSending ? T["ticket.sending"] : Unread is { } unread ? T.OrCode("ticket.unread", unread) : refusal is { } no ? T.Refusal(no)
        : NotReplaceable is { } wrong ? T.Refusal(wrong)
        : captured is null ? T["ticket.incomplete"] : InPlaceOf is not null && reason.Trim().Length == 0 ? T["rebook.reason-needed"]
        : warnings > 0 && remark.Trim().Length == 0 ? T["ticket.reason-needed"] : null);

    /// <inheritdoc/>
    protected override Task Load()
    {
        accounts = Read.TradingAccounts(Seen.Known);
        if (key.Length == 0) Begin();
        approvers = string.Join(T["list.comma"], Read.People.All().Where(p => p.State.Active && p.State.Roles.Contains(Role.Approver)
            && p.State.Login != Login).Select(p => p.State.Name));
        Check();
        return Task.CompletedTask;
    }

    private void Begin()
    {
        commandId = NewCommandId();
        key = "T-" + Seen.Date.ToString("yyyyMMdd", CultureInfo.InvariantCulture) + "-" + commandId[^6..].ToUpperInvariant();
        if (date.Length == 0) date = Seen.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (InPlaceOf is { } wrong && Read.Trades.Find(wrong)?.State.Terms is { } was) Prefill(wrong, was);
        if (account.Length == 0) PickAccount(AccountChoices.First(accounts) is { } first ? $"{first.Market}/{first.Key}" : null);
    }

    /// <summary>A correction begins with the terms of what is wrong.</summary>
    private void Prefill(string wrong, CaptureTrade was)
    {
        var last = Enumerable.Range(1, 99).First(n => Read.Trades.Find($"{wrong}-C{n}") is null);
        if ($"{wrong}-C{last}" is { Length: <= 40 } free) key = free;
        (side, method, invoice) = (was.Side, was.Method, was.Invoice);
        PickAccount($"{was.Product.Market}/{was.Account}");
        product = was.Product.ToString();
        quantity = was.Quantity.Value.ToString(CultureInfo.InvariantCulture);
        price = was.Price.Amount.ToString("0.00######", CultureInfo.InvariantCulture);
        date = was.TradeDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        time = was.TradeTime?.ToString("HH:mm", CultureInfo.InvariantCulture) ?? "";
        (counterparty, reference, remark, book) = (was.Counterparty ?? "", was.VenueReference ?? "", was.Remark ?? "", was.Book ?? "");
        (commission, fee, floor) = (Text(was.Commission), Text(was.Fee), Text(was.Floor?.Amount));
        settleOn = was.SettleOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
        (appliedOn, frozenOn) = (was.AppliedOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "", was.FrozenOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "");
        (origin, lot) = (was.Units?.Origin is { } from ? Kebab.Of(from) : "", was.Units?.Lot ?? "");
        serials = string.Join(", ", (was.Units?.Serials ?? []).Select(s => $"{s.Block} {s.First}-{s.Last}"));

        static string Text(decimal? amount) => amount?.ToString("0.00##", CultureInfo.InvariantCulture) ?? "";
    }

    private void PickAccount(string? picked)
    {
        (market, account) = picked?.Split('/') is [var where, var key] ? (where, key) : ("", "");
        var owned = Read.Movements.Now.Cells.Where(c => c.Account == account && c.Unit.Product.Market == market).Select(c => c.Unit.Product);
        products = market.Length == 0 ? [] : ProductChoices.Of(Workplace, market, Seen.Date);
        if (products.Any(p => p.ToString() == product)) return;
        var newest = owned.OrderByDescending(p => p.Vintage.Last).Select(p => p.ToString()).FirstOrDefault();
        product = newest ?? (products.Count > 0 ? products[0].ToString() : "");
    }

    private void Set(Action change)
    {
        change();
        isTouched = true;
        submitted = null;
        Check();
        _ = Keep();
    }

    private void Check()
    {
        var started = Stopwatch.GetTimestamp();
        (captured, refusal, limits, checks, effect) = (null, null, [], [], []);
        _ = Product.TryParse(product, out var parsed);
        var day = AsOfLink.ReadDate(date) ?? Seen.Date;
        previous = product.Length > 0 ? Read.PreviousClose(parsed, day) : null;
        if (product.Length > 0) currency = Read.Prices.Catalogue.For(parsed)?.Series is { } s
            && Read.Prices.Catalogue.Find(s) is { } found ? found.Currency
            : parsed.Market.StartsWith("eu", StringComparison.Ordinal) ? "EUR" : "CNY";
        var rows = Queries.Positions(Seen).Where(r => r.Account == account && r.Unit.Product.ToString() == product).ToList();
        freeNow = rows.Sum(r => r.Free);
        lots = side == Side.Sell && account.Length > 0 ? [.. Queries.Lots(Seen, account, null).Where(l => l.Unit.Product.ToString() == product && l.In(Bucket.Free) > 0)] : [];
        band = previous is null ? null : Workplace.Desk.BandOf(new CaptureTrade(day, account, side, method, parsed, new(1), new(previous.Price.Amount, currency)));
        Plot(parsed);
        if (Terms(parsed) is { } terms)
        {
            limits = Workplace.Desk.LimitsOf(terms, key, Login, InPlaceOf);
            var decision = Workplace.Desk.Preview(terms, Login, key, InPlaceOf);
            refusal = decision.Error;
            captured = decision.Events.OfType<TradeCaptured>().FirstOrDefault();
            effect = new DealEffects(Workplace).Of(terms, Seen, wrong: InPlaceOf is { } replaced ? Read.Trades.Find(replaced)?.State : null);
            checks = captured?.Checks ?? Workplace.Desk.ChecksOf(terms, Login); // what stops it stands among what it keeps
        }

        checkMs = (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    /// <summary>The first field that holds something else than it is for; null = none. What cannot be read is never left out in silence.</summary>
    private string? Unread => Unreadable.FirstOrDefault();

    /// <summary>Every such field, in the order of the ticket.</summary>
    private IEnumerable<string> Unreadable => new (string Field, bool IsWrong)[]
    {
        ("quantity", quantity.Trim().Length > 0 && Format.ReadTonnes(quantity) is null),
        ("price", price.Trim().Length > 0 && PriceOf(price) is null),
        ("tradeDate", AsOfLink.ReadDate(date) is null),
        ("tradeTime", time.Trim().Length > 0 && ReadTime(time) is null),
        ("floor", method == TradeMethod.Auction && floor.Trim().Length > 0 && PriceOf(floor) is null),
        ("settleOn", method == TradeMethod.Otc && settleOn.Trim().Length > 0 && AsOfLink.ReadDate(settleOn) is null),
        ("appliedOn", IsAuctionSale && appliedOn.Trim().Length > 0 && AsOfLink.ReadDate(appliedOn) is null),
        ("frozenOn", IsAuctionSale && frozenOn.Trim().Length > 0 && AsOfLink.ReadDate(frozenOn) is null),
        ("commission", commission.Trim().Length > 0 && Format.ReadAmount(commission) is null),
        ("fee", fee.Trim().Length > 0 && Format.ReadAmount(fee) is null),
        ("serials", side == Side.Sell && ReadSerials(serials) is null),
    }.Where(f => f.IsWrong).Select(f => f.Field);

    /// <summary>Ranges such as <c>CN25 101-200</c>, several with commas; null where one is none.</summary>
    private static List<SerialRange>? ReadSerials(string text)
    {
        var ranges = new List<SerialRange>();
        foreach (var part in text.Split([',', '，', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var at = part.LastIndexOf(' ');
            if (at <= 0 || part[(at + 1)..].Split('-', '–') is not [var first, var last] || !long.TryParse(first, CultureInfo.InvariantCulture, out var from)
                || !long.TryParse(last, CultureInfo.InvariantCulture, out var to)) return null;
            ranges.Add(new(part[..at].Trim(), from, to));
        }

        return ranges;
    }

    private bool IsAuctionSale => method == TradeMethod.Auction && side == Side.Sell;

    private NamedUnits? UnitsNamed => side == Side.Buy || (origin.Length == 0 && lot.Length == 0 && serials.Trim().Length == 0) ? null
        : new(Enum.GetValues<Origin>().Where(o => Kebab.Of(o) == origin).Select(o => (Origin?)o).FirstOrDefault(), Or(lot), ReadSerials(serials) is { Count: > 0 } ranges ? ranges : null);

    /// <summary>In the currency beside the field, typed or not.</summary>
    private decimal? PriceOf(string text) => Format.ReadPrice(text, currency) is { } price && price.Currency == currency && UnitPrice.IsPossible(price.Amount) ? price.Amount : null;

    private static TimeOnly? ReadTime(string text) => TimeOnly.TryParseExact(text.Trim(), ["H:mm", "HH:mm", "H:mm:ss", "HH:mm:ss"], CultureInfo.InvariantCulture,
        DateTimeStyles.None, out var clock) ? clock : null;

    private CaptureTrade? Terms(Product parsed)
    {
        if (Unread is not null || Format.ReadTonnes(quantity) is not { } tonnes || PriceOf(price) is not { } amount
            || AsOfLink.ReadDate(date) is not { } day || product.Length == 0 || account.Length == 0) return null;
        return new CaptureTrade(day, account, side, method, parsed, new(tonnes), new(amount, currency), ReadTime(time), Format.ReadAmount(fee), Or(counterparty),
            Or(reference), Or(remark), Or(book), Format.ReadAmount(commission), invoice,
            method == TradeMethod.Auction && PriceOf(floor) is { } least ? new UnitPrice(least, currency) : null,
            method == TradeMethod.Otc ? AsOfLink.ReadDate(settleOn) : null, UnitsNamed,
            IsAuctionSale ? AsOfLink.ReadDate(appliedOn) : null, IsAuctionSale ? AsOfLink.ReadDate(frozenOn) : null);
    }

    private void Plot(Product parsed)
    {
        if (plotted == $"{product} {Seen.Known}" || product.Length == 0) return;
        plotted = $"{product} {Seen.Known}";
        (bars, seriesName) = ([], parsed.Code);
        if (Read.Prices.Catalogue.For(parsed)?.Series is not { } id || Read.Prices.Catalogue.Find(id) is not { } series) return;
        seriesName = T.Pick(series.Name.En, series.Name.Zh);
        bars = SeriesBars.Of(series, Read.Prices.Observations(id, Seen.Date, Seen.Known), Queries.Findings(series, Seen), ChartDays, T);
        if (bars.Count > 0) closed = Series.ClosedDays(series, bars[0].Date, bars[^1].Date);
    }

    private async Task Submit()
    {
        _ = Product.TryParse(product, out var parsed);
        if (Blocked is not null || Terms(parsed) is not { } terms) return;
        isSending = true;
        var (error, _) = await Do(TradeDecider.Instance, key, InPlaceOf is { } wrong ? new RebookTrade(wrong, terms, reason.Trim()) : (TradeCommand)terms, commandId);
        isSending = false;
        refusal = error;
        if (error is not null) return;
        submitted = key;
        if (InPlaceOf is not null)
        {
            Nav.NavigateTo(Link.Keep($"/trades/{key}"));
            return;
        }

        await Drop();
        Empty();
    }

    private void Empty()
    {
        (quantity, price, counterparty, reference, remark, commission, key) = ("", "", "", "", "", "", "");
        (fee, origin, lot, serials, isRestored) = ("", "", "", "", false);
        Begin();
        Check();
    }

    private string Wrong(string field) => isTouched && (Unreadable.Contains(field) || (Unread is null && refusal?.Field == field)) ? "wrong" : "";

    private static Money Amount(TradeCaptured trade) => (trade.Terms.Price * trade.Terms.Quantity).RoundedHalfUp();

    private static string? Or(string text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
