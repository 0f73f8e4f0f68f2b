using System.Text.Json;
using CarbonTrading.Domain.Trading;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace CarbonTrading.Web.Components.Pages;

/// <summary>What is typed stays while the person is away from the page; it lies in the browser, per person, until it is submitted or the browser is closed.</summary>
public sealed partial class NewTrade
{
    private const int DraftMax = 20_000;

    [Inject] private IJSRuntime Js { get; set; } = null!;

    private sealed record Draft(
        Side Side, TradeMethod Method, string Market, string Account, string Product, string Quantity, string Price, string Date, string Time, string Counterparty, string Reference,
        string Remark, string Book, string Commission, string Floor, string SettleOn, InvoiceKind? Invoice, string Fee = "", string Origin = "", string Lot = "", string Serials = "",
        string AppliedOn = "", string FrozenOn = "");

    private string DraftName => "ticket-" + Login;

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (isAsked || Login.Length == 0 || key.Length == 0 || Link.IsPast || InPlaceOf is not null) return; // a correction starts from the trade it corrects
        isAsked = true;
        if (await Told(() => Js.InvokeAsync<string?>("carbon.kept", DraftName)) is not { Length: > 0 and < DraftMax } text || isTouched || ReadDraft(text) is not { } draft) return;
        Restore(draft);
        StateHasChanged();
    }

    private static Draft? ReadDraft(string text)
    {
        try { return JsonSerializer.Deserialize<Draft>(text); }
        catch (JsonException) { return null; } // of an earlier version of the product
    }

    private void Restore(Draft d)
    {
        if (accounts.All(a => a.Market != d.Market || a.Key != d.Account)) return;
        (side, method, product, quantity, price, date, time) = (d.Side, d.Method, d.Product, d.Quantity, d.Price, d.Date, d.Time);
        (counterparty, reference, remark, book, commission, floor, settleOn, invoice) = (d.Counterparty, d.Reference, d.Remark, d.Book, d.Commission, d.Floor, d.SettleOn, d.Invoice);
        (fee, origin, lot, serials, appliedOn, frozenOn) = (d.Fee, d.Origin, d.Lot, d.Serials, d.AppliedOn, d.FrozenOn);
        PickAccount($"{d.Market}/{d.Account}");
        isRestored = true;
        Check();
    }

    private Task Keep() => InPlaceOf is not null ? Task.CompletedTask : Told(() => Js.InvokeAsync<string?>("carbon.keep", DraftName, JsonSerializer.Serialize(new Draft(
        side, method, market, account, product, quantity, price, date, time, counterparty, reference, remark, book, commission, floor, settleOn, invoice, fee, origin, lot, serials,
        appliedOn, frozenOn))));

    private Task Drop() => Told(() => Js.InvokeAsync<string?>("carbon.drop", DraftName));

    private async Task Discard()
    {
        await Drop();
        (time, book, floor, settleOn, appliedOn, frozenOn, date, invoice) = ("", "", "", "", "", "", "", null);
        Empty();
    }

    private static async Task<string?> Told(Func<ValueTask<string?>> ask)
    {
        try { return await ask(); }
        catch (JSDisconnectedException) { return null; } // the page is gone; what was kept stays
        catch (TaskCanceledException) { return null; }
    }
}
