namespace CarbonTrading.Engine.Sql;

/// <summary>The table <c>key_values</c>.</summary>
internal sealed class KeyValueStore(Dialect dialect) : IKeyValueStore
{
    public Task<byte[]?> Get(string area, string key, CancellationToken ct = default) => dialect.Guard(async () =>
    {
        await using var reader = await dialect.OpenReader(ct);
        return (byte[]?)await reader.Command("SELECT value FROM key_values WHERE area = @area AND name = @key", ("area", area), ("key", key))
            .Single(ct);
    });

    public Task Put(string area, string key, byte[] value, CancellationToken ct = default) => Write(
        "INSERT INTO key_values(area, name, value) VALUES (@area, @key, @value) ON CONFLICT (area, name) DO UPDATE SET value = excluded.value",
        ct, ("area", area), ("key", key), ("value", value));

    public async Task<bool> PutIf(string area, string key, byte[]? expected, byte[] value, CancellationToken ct = default) => expected is null
        ? await Write("INSERT INTO key_values(area, name, value) VALUES (@area, @key, @value) ON CONFLICT (area, name) DO NOTHING",
            ct, ("area", area), ("key", key), ("value", value)) == 1
        : await Write("UPDATE key_values SET value = @value WHERE area = @area AND name = @key AND value = @expected",
            ct, ("area", area), ("key", key), ("value", value), ("expected", expected)) == 1;

    public Task Delete(string area, string key, CancellationToken ct = default) =>
        Write("DELETE FROM key_values WHERE area = @area AND name = @key", ct, ("area", area), ("key", key));

    public Task<IReadOnlyList<KeyValuePair<string, byte[]>>> List(string area, CancellationToken ct = default) => dialect.Guard(async () =>
    {
        await using var reader = await dialect.OpenReader(ct);
        return (IReadOnlyList<KeyValuePair<string, byte[]>>)await reader.Command(
            "SELECT name, value FROM key_values WHERE area = @area ORDER BY name", ("area", area))
            .ToList(r => KeyValuePair.Create(r.GetString(0), r.Blob(1)), ct);
    });

    private Task<int> Write(string sql, CancellationToken ct, params (string Name, object? Value)[] parameters) => dialect.Guard(async () =>
    {
        await using var writer = await dialect.OpenSide(ct);
        return await writer.Command(sql, parameters).Run(ct);
    });
}
