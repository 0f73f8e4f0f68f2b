using CarbonTrading.Web.Tests.Processes;
using Xunit;

[assembly: AssemblyFixture(typeof(LoadedSample))]

namespace CarbonTrading.Web.Tests.Processes;

/// <summary>The store as the first command on an empty folder leaves it: loaded once, copied for every test that starts from it.</summary>
public sealed class LoadedSample : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("carbon-sample-").FullName;

    public async ValueTask InitializeAsync()
    {
        var ran = await Programs.Carbon(new Dictionary<string, string> { ["CARBON_DATA"] = folder }, "nobody", "sign-in", "trader"); // the password is wrong
        Assert.Equal(1, ran.Exit);
        Assert.True(File.Exists(Path.Combine(folder, "sample-passwords.json")), ran.Error);
    }

    /// <summary>Into a folder that is empty, or not there yet.</summary>
    public void CopyTo(string target)
    {
        Directory.CreateDirectory(target);
        foreach (var file in Directory.EnumerateFiles(folder)) File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
