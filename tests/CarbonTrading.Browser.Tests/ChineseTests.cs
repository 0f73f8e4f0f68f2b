using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace CarbonTrading.Browser.Tests;

/// <summary>On a Chinese screen no sentence of ours is English. What people typed stays as they typed it; behind a refusal in Chinese
/// its figures stand in brackets as the rule gave them.</summary>
public partial class ChineseTests(ServerAndBrowser run) : IClassFixture<ServerAndBrowser>
{
    private const string Shown = """
        () => {
          const found = [];
          const raw = e => e.closest('pre, code, .code, script, style, [lang=en]') !== null; // a note of a rule is quoted as it is written
          const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walk.nextNode()) if (!raw(walk.currentNode.parentElement)) found.push(walk.currentNode.textContent.trim());
          for (const e of document.querySelectorAll('[title], [placeholder], [aria-label]'))
            if (!raw(e)) for (const a of ['title', 'placeholder', 'aria-label']) if (e.hasAttribute(a)) found.push(e.getAttribute(a));
          return JSON.stringify(found);
        }
        """;

    [Fact]
    public async Task No_page_shows_an_English_sentence_or_a_complaint_asks_another_host_or_is_wider_than_its_window()
    {
        var page = await run.SignIn("admin", "zh");
        await run.Open(page, "/jobs");
        var job = page.Locator("tr", new() { HasText = "end-of-day" }).First;
        await job.Locator("button").ClickAsync();
        await job.Locator(".chip:has-text('2026-06-05')").WaitForAsync();
        var typed = string.Concat(Directory.EnumerateFiles(Path.Combine(ServerAndBrowser.Root(), "market-data", "sample"), "*.jsonl").Select(File.ReadAllText));
        List<string> english = [], wide = [];
        var seen = 0;
        foreach (var path in PagesTests.Pages)
        {
            await run.Open(page, path);
            await page.ScreenshotAsync(new() { Path = Path.Combine(run.Pictures, $"zh-{PagesTests.NameOf(path)}.png") });
            Assert.Equal(0, await page.Locator(".trouble").CountAsync());
            wide.AddRange((await Window.Beyond(page)).Select(found => $"{path}: {found}"));
            foreach (var text in JsonSerializer.Deserialize<string[]>(await page.EvaluateAsync<string>(Shown))!.Distinct())
            {
                seen++;
                var ours = Figures().Replace(text, "");
                english.AddRange(Sentence().Matches(ours).Select(m => m.Value.Trim()).Where(s => !typed.Contains(s, StringComparison.Ordinal)).Select(s => $"{path}: {s}"));
            }
        }

        Assert.Empty(run.Complaints);
        Assert.True(seen > 1_000, $"only {seen} texts were looked at");
        Assert.True(english.Count == 0, string.Join("\n", english));
        Assert.True(wide.Count == 0, string.Join("\n", wide));
    }

    /// <summary>Two words in a row, with what stands around them up to the next Chinese character.</summary>
    [GeneratedRegex("[ -~]*\\b[A-Za-z]?[a-z]{2,} [a-z]{2,}\\b[ -~]*")]
    private static partial Regex Sentence();

    /// <summary>What a refusal gives in brackets behind its Chinese sentence.</summary>
    [GeneratedRegex("(?<=。)（.*）", RegexOptions.Singleline)]
    private static partial Regex Figures();
}
