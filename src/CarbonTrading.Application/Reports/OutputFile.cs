using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Reports;

/// <summary>Refusals of <see cref="OutputFile"/>.</summary>
public static class OutputErrors
{
    /// <summary>The file's ending is not one that can be written.</summary>
    public static DomainError UnknownType(string file, IEnumerable<string> endings) => new("output.unknown-type", ErrorKind.Invalid,
        $"{file} ends in none of {string.Join(", ", endings)}; the ending says what is written. Name the file so.", "out");

    /// <summary>No path at all.</summary>
    public static DomainError NoPath(string typed) => new("output.no-path", ErrorKind.Invalid,
        $"'{typed}' is no path of a file; give one such as report.html or pictures/cea.png.", "out");

    /// <summary>The folder is not there.</summary>
    public static DomainError NoFolder(string folder) => new("output.no-folder", ErrorKind.NotFound,
        $"The folder {folder} does not exist; make it first, or name one that exists.", "out");

    /// <summary>The file is there already.</summary>
    public static DomainError Exists(string file) => new("output.file-exists", ErrorKind.Conflict,
        $"{file} exists; name a new file, or give --force to write over it.", "out");

    /// <summary>The operating system does not let it be written.</summary>
    public static DomainError NotWritable(string file, string why) => new("output.not-writable", ErrorKind.Refused,
        $"{file} could not be written: {why.TrimEnd('.')}. Name a folder you may write to, with space left.", "out");
}

/// <summary>A file a person asked for: checked before the work, written whole or not at all.</summary>
public static class OutputFile
{
    /// <summary>The full path of what was typed; as it was typed where that is no path, which <see cref="Check"/> refuses.</summary>
    public static string Full(string typed) => string.IsNullOrWhiteSpace(typed) || typed.Contains('\0') ? typed : Path.GetFullPath(typed);

    /// <summary>Whether a file can be written there; null = yes.</summary>
    /// <param name="file">Path from <see cref="Full"/>.</param>
    /// <param name="force">Whether an existing file may be written over.</param>
    /// <param name="endings">Endings there are, each with its dot.</param>
    public static DomainError? Check(string file, bool force, params string[] endings)
    {
        if (!Path.IsPathFullyQualified(file)) return OutputErrors.NoPath(file.Replace('\0', '?'));
        if (!endings.Contains(Path.GetExtension(file).ToLowerInvariant())) return OutputErrors.UnknownType(file, endings);
        if (Path.GetDirectoryName(file) is { Length: > 0 } folder && !Directory.Exists(folder)) return OutputErrors.NoFolder(folder);
        if (Directory.Exists(file)) return OutputErrors.NotWritable(file, "it is a folder");
        return File.Exists(file) && !force ? OutputErrors.Exists(file) : null;
    }

    /// <summary>Writes it.</summary>
    public static Task<DomainError?> Write(string file, byte[] content, bool force, CancellationToken ct) => Write(file, async to =>
    {
        await to.WriteAsync(content, ct);
        return null;
    }, force);

    /// <summary>Writes what is not in memory as a whole.</summary>
    /// <param name="file">Path from <see cref="Full"/>.</param>
    /// <param name="content">Writes it, or says why not.</param>
    /// <param name="force">Whether an existing file may be written over.</param>
    public static async Task<DomainError?> Write(string file, Func<Stream, Task<DomainError?>> content, bool force)
    {
        var draft = $"{file}.{Guid.NewGuid():N}.tmp";
        try
        {
            await using (var to = File.Create(draft))
                if (await content(to) is { } refused) return refused;
            File.Move(draft, file, overwrite: force);
            return null;
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            return File.Exists(file) && !force ? OutputErrors.Exists(file) : OutputErrors.NotWritable(file, wrong.Message);
        }
        finally
        {
            if (File.Exists(draft)) File.Delete(draft);
        }
    }
}
