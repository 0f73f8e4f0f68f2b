using System.Data.Common;

namespace CarbonTrading.Engine.Sql;

/// <summary>A table and its columns in order: what is created, and what a backup copies.</summary>
internal sealed record Table(string Name, string Order, params string[] Columns)
{
    public string List => string.Join(", ", Columns);
}

/// <summary>The tables, the same on both databases, and the number that says which program can read them.</summary>
internal static class Schema
{
    /// <summary>Raised with every change of a table; a store with a higher one is not opened.</summary>
    public const long Number = 1;

    public static readonly Table Head = new("log_head", "id", "id", "position", "hash", "recorded");
    public static readonly Table Events = new("events", "position", "position", "stream", "version", "recorded", "actor", "approved_by", "trace",
        "command_id", "input", "name", "body", "hash");
    public static readonly Table Commands = new("commands", "position", "command_id", "input", "stream", "version", "position");
    public static readonly Table Values = new("key_values", "area, name", "area", "name", "value");
    public static readonly Table Imports = new("price_imports", "import_id", "import_id", "position");
    public static readonly Table Prices = new("price_rows", "import_id, series, day, field", "import_id", "series", "day", "field", "value");

    /// <summary>Everything a backup holds.</summary>
    public static readonly IReadOnlyList<Table> All = [Events, Commands, Values, Imports, Prices, Head];

    /// <summary>Creates what is missing; refuses a store of a newer program.</summary>
    public static async Task Ensure(Dialect dialect, DbConnection writer, CancellationToken ct)
    {
        await using var transaction = await dialect.BeginAlone(writer, ct);
        await writer.Command("CREATE TABLE IF NOT EXISTS store_schema(number BIGINT NOT NULL)").Run(ct);
        if (await Check(dialect, writer, ct) is null)
        {
            foreach (var statement in Statements(dialect)) await writer.Command(statement).Run(ct);
            await writer.Command("INSERT INTO log_head(id, position, hash, recorded) VALUES (1, 0, @hash, 0)", ("hash", Chain.Start))
                .Run(ct);
            await writer.Command("INSERT INTO store_schema(number) VALUES (@number)", ("number", Number)).Run(ct);
        }
        await transaction.CommitAsync(ct);
    }

    /// <returns>The schema number of the store; null where there is none yet.</returns>
    public static async Task<long?> Check(Dialect dialect, DbConnection connection, CancellationToken ct)
    {
        var found = await connection.Command("SELECT MAX(number) FROM store_schema").Single(ct);
        if (found is null or <= Number) return (long?)found;
        throw new StoreUnavailableException(
            $"The store {dialect.Place} has schema number {found}; this program knows up to {Number}. "
            + "Start the newer program that wrote it, or open another store.");
    }

    private static string[] Statements(Dialect d) =>
    [
        $"CREATE TABLE log_head(id INTEGER PRIMARY KEY CHECK (id = 1), position BIGINT NOT NULL, hash {d.Bytes} NOT NULL, recorded BIGINT NOT NULL)",
        $"""
        CREATE TABLE events({d.PositionKey}, stream {d.Text} NOT NULL, version INTEGER NOT NULL, recorded BIGINT NOT NULL,
            actor {d.Text} NOT NULL, approved_by {d.Text}, trace {d.Text}, command_id {d.Text} NOT NULL, input {d.Text} NOT NULL,
            name {d.Text} NOT NULL, body {d.Bytes} NOT NULL, hash {d.Bytes} NOT NULL, UNIQUE (stream, version))
        """,
        $"""
        CREATE TABLE commands(command_id {d.Text} PRIMARY KEY, input {d.Text} NOT NULL, stream {d.Text} NOT NULL, version INTEGER NOT NULL,
            position BIGINT NOT NULL)
        """,
        $"CREATE TABLE key_values(area {d.Text} NOT NULL, name {d.Text} NOT NULL, value {d.Bytes} NOT NULL, PRIMARY KEY (area, name))",
        $"CREATE TABLE price_imports(import_id {d.Text} PRIMARY KEY, position BIGINT NOT NULL)",
        $"""
        CREATE TABLE price_rows(import_id {d.Text} NOT NULL, series {d.Text} NOT NULL, day {d.Text} NOT NULL, field {d.Text} NOT NULL,
            value {d.Text} NOT NULL, PRIMARY KEY (import_id, series, day, field))
        """,
    ];
}
