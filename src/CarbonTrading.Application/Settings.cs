using System.Globalization;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application;

/// <summary>The settings of an installation, from the environment.</summary>
/// <param name="DataFolder">CARBON_DATA; the user's local application data where unset.</param>
/// <param name="Postgres">CARBON_PG, an Npgsql connection string; null = SQLite in the data folder.</param>
/// <param name="Url">CARBON_URL; http://127.0.0.1:5080 where unset.</param>
/// <param name="Sample">CARBON_SAMPLE; 1 where unset: an empty store is filled with the sample group.</param>
/// <param name="BusinessDate">CARBON_BUSINESS_DATE; first business date of an empty start; null = today in Shanghai.</param>
public sealed record Settings(string DataFolder, string? Postgres, string Url, bool Sample, DateOnly? BusinessDate)
{
    /// <summary>File with the passwords of the sample persons, readable by its owner alone.</summary>
    public string SamplePasswords => Path.Combine(DataFolder, "sample-passwords.json");

    /// <summary>File with the token of <c>carbon sign-in</c>, readable by its owner alone.</summary>
    public string TokenFile => Path.Combine(DataFolder, "token");

    /// <summary>Whether the server listens on this machine alone; sample persons may sign in only then.</summary>
    public bool IsLoopback => Uri.TryCreate(Url, UriKind.Absolute, out var url) && url.IsLoopback;

    /// <summary>Reads the environment.</summary>
    /// <exception cref="InvalidDataException">A setting has not its form; the message names it.</exception>
    public static Settings FromEnvironment() => From(Environment.GetEnvironmentVariable);

    /// <summary>Reads settings by their names.</summary>
    /// <exception cref="InvalidDataException">A setting has not its form; the message names it.</exception>
    public static Settings From(Func<string, string?> setting)
    {
        var folder = Text("CARBON_DATA")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "carbon-trading");
        var sample = Text("CARBON_SAMPLE") switch
        {
            null or "1" => true,
            "0" => false,
            var other => throw new InvalidDataException($"CARBON_SAMPLE is '{other}'; it is 1 (sample group) or 0 (start empty)"),
        };
        return new(Path.GetFullPath(folder), Text("CARBON_PG"), Text("CARBON_URL") ?? "http://127.0.0.1:5080", sample, Date("CARBON_BUSINESS_DATE"));

        string? Text(string name) => setting(name) is { Length: > 0 } value ? value : null;

        DateOnly? Date(string name) => Text(name) is not { } text ? null : Day(name, text);
    }

    private static DateOnly Day(string name, string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && BookDates.Accepts(day)
            ? day : throw new InvalidDataException($"{name} is '{text}'; it is a date yyyy-MM-dd from 2013-01-01 to 2100-12-31");
}
