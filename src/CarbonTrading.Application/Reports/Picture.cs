using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ScottPlot;
using SkiaSharp;

namespace CarbonTrading.Application.Reports;

/// <summary>Languages of charts and reports.</summary>
public enum PrintLanguage
{
    /// <summary>English.</summary>
    En,
    /// <summary>Simplified Chinese.</summary>
    Zh,
}

/// <summary>Width and height of a picture, pixels.</summary>
public readonly record struct PictureSize(int Width, int Height)
{
    /// <summary>Smallest width and height in which all texts have room, and the largest side.</summary>
    public const int WidthMin = 600, HeightMin = 400, Max = 4_000;

    /// <summary>Where none is asked for.</summary>
    public static readonly PictureSize Default = new(1_200, 700);

    /// <summary>Reads <c>1200x700</c>; false where it is none, or out of range.</summary>
    public static bool TryParse(string text, out PictureSize size)
    {
        size = default;
        if (text.Split('x') is not [var first, var second] || !Side(first, WidthMin, out var width)
            || !Side(second, HeightMin, out var height)) return false;
        size = new(width, height);
        return true;
    }

    /// <summary>Text form.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Width}x{Height}");

    private static bool Side(string text, int min, out int side) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out side) && side >= min && side <= Max;
}

/// <summary>A chart of one or more panels, one above the other, ready to be written. Made for one size; the same input gives the same picture.</summary>
public sealed partial class Picture
{
    private readonly PictureSize size;
    private readonly string finding;
    private readonly IReadOnlyList<(Plot Plot, double Share)> panels;

    /// <param name="size">Size.</param>
    /// <param name="finding">What it shows, in a sentence, for those who do not see it.</param>
    /// <param name="panels">From the top, each with its share of the height.</param>
    internal Picture(PictureSize size, string finding, params (Plot Plot, double Share)[] panels) =>
        (this.size, this.finding, this.panels) = (size, finding, panels);

    /// <summary>As PNG.</summary>
    public byte[] Png()
    {
        using var bitmap = new SKBitmap(size.Width, size.Height);
        using (var canvas = new SKCanvas(bitmap)) Draw(canvas);
        using var encoded = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return encoded.ToArray();
    }

    /// <summary>As SVG, by itself or inside an HTML document.</summary>
    /// <param name="name">Goes before every id, so that several pictures can stand in one document.</param>
    public string Svg(string name = "chart")
    {
        using var bytes = new MemoryStream();
        using (var canvas = SKSvgCanvas.Create(new SKRect(0, 0, size.Width, size.Height),
            bytes)) Draw(canvas); // its end is written on disposal
        var text = Encoding.UTF8.GetString(bytes.ToArray());
        text = text[text.IndexOf("<svg", StringComparison.Ordinal)..];
        text = ListEnd().Replace(text, "$1\""); // a list that ends in a comma is no list to every reader
        var ids = new Dictionary<string, string>(StringComparer.Ordinal); // the library counts on from picture to picture
        text = Id().Replace(text, m =>
        {
            if (!ids.TryGetValue(m.Groups[2].Value,
                out var id)) ids[m.Groups[2].Value] = id = string.Create(CultureInfo.InvariantCulture, $"{name}-{ids.Count + 1}");
            return m.Groups[1].Value + id;
        });
        var open = text.IndexOf('>', StringComparison.Ordinal);
        var head = string.Create(CultureInfo.InvariantCulture, $" viewBox=\"0 0 {size.Width} {size.Height}\" role=\"img\"");
        return $"{text[..open]}{head}><title>{System.Net.WebUtility.HtmlEncode(finding)}</title>{text[(open + 1)..]}";
    }

    private void Draw(SKCanvas canvas)
    {
        canvas.Clear(SKColors.White);
        var top = 0f;
        foreach (var (plot, share) in panels)
        {
            var bottom = top + (float)(size.Height * share);
            plot.RenderManager.ClearCanvasBeforeEachRender = false; // it would clear the panels above too
            plot.Render(canvas, new PixelRect(0, size.Width, bottom, top));
            top = bottom;
        }
    }

    [GeneratedRegex("( [xy]=\"[^\"]*), \"")]
    private static partial Regex ListEnd();

    [GeneratedRegex("( id=\"|url\\(#|href=\"#)([^\")]+)")]
    private static partial Regex Id();
}
