namespace CarbonTrading.Application;

/// <summary>Files only their owner may read: passwords of the sample, tokens.</summary>
public static class OwnFile
{
    /// <summary>Makes a folder with mode 0700 where there is none.</summary>
    public static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Writes the file with mode 0600, whole or not at all.</summary>
    public static async Task Write(string file, string text, CancellationToken ct = default)
    {
        var draft = $"{file}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using (var stream = new StreamWriter(draft, options)) await stream.WriteAsync(text.AsMemory(), ct);
        File.Move(draft, file, overwrite: true);
    }
}
