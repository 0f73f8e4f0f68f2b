using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace CarbonTrading.Web.Components.Charts;

/// <summary>A chart drawn to the width and height the browser measures for it; never stretched.</summary>
public abstract class MeasuredChart : Part, IAsyncDisposable
{
    private const int WidthMin = 260, HeightMin = 180, HeightMax = 900;
    private DotNetObjectReference<MeasuredChart>? self;
    private bool measured;

    [Inject] private IJSRuntime Js { get; set; } = null!;

    /// <summary>The element that is measured.</summary>
    protected ElementReference Box { get; set; }

    /// <summary>Size of the picture, pixels; until measured what the first, unscripted picture is drawn to.</summary>
    protected (int Width, int Height) Size { get; private set; } = (600, 260);

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        self = DotNetObjectReference.Create(this);
        await Js.InvokeVoidAsync("carbon.watchWidth", Box, self);
    }

    /// <summary>The browser tells the size of the box.</summary>
    [JSInvokable]
    public void Measured(int width, int height)
    {
        var next = (Width: Math.Max(WidthMin, width - 16), Height: Math.Clamp(height - 12, HeightMin, HeightMax));
        if (measured && next.Width == Size.Width && Math.Abs(next.Height - Size.Height) < 6) return;
        (Size, measured) = (next, true);
        StateHasChanged();
    }

    // Razor keeps <text> for itself, so SVG text is written as markup.
    private protected static RenderFragment Label(double x, double y, string anchor, string css, string text) => builder =>
        builder.AddMarkupContent(0, $"<text x=\"{N(x)}\" y=\"{N(y)}\" text-anchor=\"{anchor}\" class=\"{css}\">{System.Net.WebUtility.HtmlEncode(text)}</text>");

    private protected static string N(double value) => Math.Round(value, 1).ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (self is null) return; // only prerendered: the browser never heard of it
        try { await Js.InvokeVoidAsync("carbon.forget", Box); }
        catch (JSDisconnectedException) { /* the page is gone and took the watcher along */ }
        self.Dispose();
    }
}
