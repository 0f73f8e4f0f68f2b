using Microsoft.Playwright;

namespace CarbonTrading.Browser.Tests;

/// <summary>What does not fit into the window of a phone or a small desk.</summary>
internal static class Window
{
    // What reaches beyond the window and stands in no frame that scrolls by itself.
    private const string Script = """
        () => {
          const wide = document.documentElement.clientWidth;
          const found = [];
          const scrolls = q => /auto|scroll/.test(getComputedStyle(q).overflowX) && q.getBoundingClientRect().right <= wide + 1;
          const scroller = e => { for (let q = e.parentElement; q && q !== document.body; q = q.parentElement) if (scrolls(q)) return true; return false; };
          for (const e of document.querySelectorAll('.topbar *, main *')) {
            const box = e.getBoundingClientRect();
            if (box.width > 0 && box.right > wide + 1 && !e.ownerSVGElement && !e.matches('.skip') && !scroller(e))
              found.push(e.tagName + '.' + (e.getAttribute('class') ?? '') + ' ' + Math.round(box.right));
          }
          for (const e of [document.documentElement, document.body, document.querySelector('main .body')])
            if (e && e.scrollWidth > e.clientWidth) found.push(e.tagName + ' scrolls ' + e.scrollWidth + ' > ' + e.clientWidth);
          return found;
        }
        """;

    /// <summary>Elements of a page beyond the right edge, at 390 and at 1280 pixels; the window is 1440 x 900 again afterwards.</summary>
    public static async Task<IReadOnlyList<string>> Beyond(IPage page)
    {
        List<string> found = [];
        foreach (var (width, height) in new[] { (390, 844), (1280, 800) })
        {
            await page.SetViewportSizeAsync(width, height);
            found.AddRange((await page.EvaluateAsync<string[]>(Script)).Select(f => $"{width}: {f}"));
        }

        await page.SetViewportSizeAsync(1440, 900);
        return found;
    }
}
