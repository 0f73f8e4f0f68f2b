using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace CarbonTrading.Web.Components.Parts;

/// <summary>What is typed stays while the person is away from the page; it lies in the browser, per person, until it is sent or the browser is closed.</summary>
public sealed partial class CommandForm
{
    private const int DraftMax = 20_000;
    private bool isTouched, isRestored, isAsked;

    /// <summary>Name what is typed is kept under; null = it is not kept.</summary>
    [Parameter] public string? Draft { get; set; }

    /// <summary>Told the values chosen outside the form when a draft is back.</summary>
    [Parameter] public EventCallback<IReadOnlyDictionary<string, string>> Restored { get; set; }

    [Inject] private IJSRuntime Js { get; set; } = null!;

    private sealed record Kept(Dictionary<string, string> Typed, Dictionary<string, string> Fixed);

    private string DraftName => $"{Draft}-{Login}";

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (Draft is null || isAsked || Login.Length == 0 || fields.Count == 0 || Link.IsPast) return;
        isAsked = true;
        if (await Told(() => Js.InvokeAsync<string?>("carbon.kept", DraftName)) is not { Length: > 0 and < DraftMax } text || isTouched || Read(text) is not { } kept) return;
        foreach (var (name, value) in kept.Typed) typed[name] = value;
        foreach (var field in fields.Where(f => f.Kind == FieldKind.Product && typed[f.Name] is { } product && !Kernel.Product.TryParse(product, out _))) spelled.Add(field.Name);
        isRestored = true;
        await Restored.InvokeAsync(kept.Fixed);
        await Tell();
        StateHasChanged();

        static Kept? Read(string text)
        {
            try { return JsonSerializer.Deserialize<Kept>(text) is { Typed: not null, Fixed: not null } kept ? kept : null; }
            catch (JsonException) { return null; } // of an earlier version of the product
        }
    }

    private Task Keep() => Draft is null ? Task.CompletedTask : Told(() => Js.InvokeAsync<string?>("carbon.keep", DraftName,
        JsonSerializer.Serialize(new Kept(typed.Where(t => !string.IsNullOrEmpty(t.Value)).ToDictionary(t => t.Key, t => t.Value!), Fixed.ToDictionary()))));

    private Task Drop() => Draft is null ? Task.CompletedTask : Told(() => Js.InvokeAsync<string?>("carbon.drop", DraftName));

    /// <summary>An empty form again.</summary>
    private async Task Discard()
    {
        await Drop();
        (isRestored, shownFor) = (false, "");
        await Load();
    }

    private static async Task<string?> Told(Func<ValueTask<string?>> ask)
    {
        try { return await ask(); }
        catch (JSDisconnectedException) { return null; } // the page is gone; what was kept stays
        catch (TaskCanceledException) { return null; }
    }
}
