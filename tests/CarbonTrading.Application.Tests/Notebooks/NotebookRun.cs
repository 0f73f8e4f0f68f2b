using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

namespace CarbonTrading.Application.Tests.Notebooks;

/// <summary>What the cells of a notebook find beside their own code, as in the interactive kernel.</summary>
public sealed class NotebookGlobals
{
    /// <summary>Markup as a cell's result.</summary>
    public sealed record Markup(string Text);

    /// <summary>Shows markup.</summary>
    public Markup HTML(string text) => new(text);
}

/// <summary>A notebook (nbformat 4, C#) and what its cells print when they are run in order through Roslyn.</summary>
public sealed class NotebookRun(string file)
{
    private static readonly JsonSerializerOptions form = new() { WriteIndented = true, IndentSize = 1,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public JsonObject Notebook { get; } = JsonNode.Parse(File.ReadAllText(file))!.AsObject();

    /// <summary>Cells with code.</summary>
    public IReadOnlyList<JsonObject> Cells => [.. Notebook["cells"]!.AsArray().Select(c => c!.AsObject())
        .Where(c => (string?)c["cell_type"] == "code")];

    /// <summary>Text a cell holds as printed; empty where it printed nothing.</summary>
    public static string Printed(JsonObject cell) => string.Concat(cell["outputs"]!.AsArray()
        .Where(o => (string?)o!["output_type"] == "stream").Select(o => Joined(o!["text"]!)));

    /// <summary>Picture a cell holds; null where it shows none.</summary>
    public static string? Picture(JsonObject cell) => cell["outputs"]!.AsArray().Where(o => (string?)o!["output_type"] == "display_data")
        .Select(o => Joined(o!["data"]!["image/svg+xml"]!)).SingleOrDefault();

    /// <summary>Runs all cells, each with what the earlier ones left.</summary>
    /// <returns>By cell: what it printed, and the markup it ended in.</returns>
    public async Task<IReadOnlyList<(string Printed, string? Shown)>> Run(CancellationToken ct)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(File.Exists);
        var options = ScriptOptions.Default.AddReferences(references.Select(r =>
            Microsoft.CodeAnalysis.MetadataReference.CreateFromFile(r)));
        var results = new List<(string, string?)>();
        var (before, culture) = (Console.Out, System.Globalization.CultureInfo.CurrentCulture);
        ScriptState<object>? state = null;
        try
        {
            foreach (var cell in Cells)
            {
                using var output = new StringWriter { NewLine = "\n" };
                Console.SetOut(output);
                var code = Code(cell);
                state = state is null ? await CSharpScript.RunAsync(code, options, new NotebookGlobals(), cancellationToken: ct)
                    : await state.ContinueWithAsync(code, options, ct);
                results.Add((output.ToString(), (state.ReturnValue as NotebookGlobals.Markup)?.Text));
            }
        }
        finally
        {
            Console.SetOut(before);
            System.Globalization.CultureInfo.CurrentCulture = culture;
        }

        return results;
    }

    /// <summary>Puts results into the file.</summary>
    public void Store(IReadOnlyList<(string Printed, string? Shown)> results)
    {
        foreach (var (cell, result) in Cells.Zip(results))
        {
            var outputs = new JsonArray();
            if (result.Printed.Length > 0) outputs.Add(new JsonObject { ["output_type"] = "stream", ["name"] = "stdout",
                ["text"] = Lines(result.Printed) });
            if (result.Shown is not null)
                outputs.Add(new JsonObject
                {
                    ["output_type"] = "display_data", ["data"] = new JsonObject { ["image/svg+xml"] = Lines(result.Shown) },
                        ["metadata"] = new JsonObject(),
                });
            cell["outputs"] = outputs;
        }

        File.WriteAllText(file, Notebook.ToJsonString(form) + "\n");
    }

    /// <summary>The cell's code; references are those of the tests already, so its own lines for them are left out.</summary>
    private static string Code(JsonObject cell) =>
        string.Join('\n', Joined(cell["source"]!).Split('\n').Where(l => !l.StartsWith("#r ", StringComparison.Ordinal)));

    private static string Joined(JsonNode text) => text is JsonArray lines ? string.Concat(lines.Select(l => (string?)l)) : (string?)text
        ?? "";

    private static JsonArray Lines(string text)
    {
        var lines = text.Split('\n');
        return [.. lines.Select((l, i) => i < lines.Length - 1 ? l + "\n" : l).Where(l => l.Length > 0).Select(l => JsonValue.Create(l))];
    }
}
