using System.Text;
using System.Xml.Linq;
using CarbonTrading.Engine;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace CarbonTrading.Web.Edge;

/// <summary>Keeps the data-protection keys in the store, so that cookies outlive a restart and hold on every node.</summary>
public sealed class StoredKeys(IKeyValueStore store) : IXmlRepository
{
    private const string Area = "data-protection";

    // The framework asks synchronously, at start and about once in 90 days.
    /// <inheritdoc/>
    public IReadOnlyCollection<XElement> GetAllElements() =>
        [.. store.List(Area).GetAwaiter().GetResult().Select(k => XElement.Parse(Encoding.UTF8.GetString(k.Value)))];

    /// <inheritdoc/>
    public void StoreElement(XElement element, string friendlyName) =>
        store.Put(Area, friendlyName, Encoding.UTF8.GetBytes(element.ToString(SaveOptions.DisableFormatting))).GetAwaiter().GetResult();
}
