using CarbonTrading.Application.Views;

namespace CarbonTrading.Web.Components;

/// <summary>The account a form starts with.</summary>
public static class AccountChoices
{
    /// <summary>The first of the national market, else the first there is: most of what a desk does is there; null = there is none.</summary>
    public static AccountEntry? First(IReadOnlyList<AccountEntry> accounts) => accounts.FirstOrDefault(a => a.Market == "cn-ets") ?? (accounts.Count > 0 ? accounts[0] : null);

    /// <summary>It as the start of a field of a form.</summary>
    public static IReadOnlyDictionary<string, string> Start(IReadOnlyList<AccountEntry> accounts) =>
        First(accounts) is { } first ? new Dictionary<string, string> { ["account"] = first.Key } : new Dictionary<string, string>();
}
