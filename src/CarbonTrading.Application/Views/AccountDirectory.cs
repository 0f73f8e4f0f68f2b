using System.Collections.Concurrent;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Engine;

namespace CarbonTrading.Application.Views;

/// <summary>An account as lists name it.</summary>
/// <param name="OpenedAt">Log position of its opening.</param>
public sealed record AccountEntry(string Key, string Holder, string Market, string Name, string NameZh, string? RegistryNumber, long OpenedAt);

/// <summary>The accounts that exist.</summary>
public sealed class AccountDirectory : IFold
{
    private readonly ConcurrentDictionary<string, AccountEntry> all = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public void Apply(StoredEvent happened)
    {
        if (happened.Name != "allowance-account.opened.v1") return;
        var opened = (AccountOpened)happened.As<AllowanceAccountEvent>();
        var key = happened.Stream["allowance-account/".Length..];
        all[key] = new(key, opened.Holder, opened.Market, opened.Name, opened.NameZh, opened.RegistryNumber, happened.Position);
    }

    /// <summary>One account; null where it was not opened by then.</summary>
    public AccountEntry? Find(string key, long known = long.MaxValue) =>
        all.TryGetValue(key, out var entry) && entry.OpenedAt <= known ? entry : null;

    /// <summary>All accounts opened by then, by key.</summary>
    public IReadOnlyList<AccountEntry> All(long known = long.MaxValue) =>
        [.. all.Values.Where(a => a.OpenedAt <= known).OrderBy(a => a.Key, StringComparer.Ordinal)];
}
