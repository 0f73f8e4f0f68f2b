using System.Diagnostics;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Prices;

/// <summary>The rules of recording a price import: each file once per series.</summary>
public static class PriceImportDecider
{
    private const int NameMax = 200;
    private const int HashLength = 64;

    /// <summary>The decider.</summary>
    public static readonly Decider<PriceImport, PriceImportCommand, PriceImportEvent> Instance =
        new("price-import", PriceImport.None, Decide, Evolve);

    /// <summary>Events or one refusal.</summary>
    public static Decision<PriceImportEvent> Decide(PriceImport state, PriceImportCommand command, Context context) => command switch
    {
        RecordPriceImport c => Record(state, c),
        _ => throw new UnreachableException($"no decision for {command.GetType().Name}"),
    };

    /// <summary>Next state.</summary>
    public static PriceImport Evolve(PriceImport state, PriceImportEvent happened) => happened switch
    {
        PriceImportRecorded e => new(state.Imports.Add(e.ImportId), state.Files.Add(e.FileHash)),
        _ => throw new UnreachableException($"no evolution for {happened.GetType().Name}"),
    };

    /// <summary>Rows may be dated after the business date: they are not visible before it.</summary>
    private static Decision<PriceImportEvent> Record(PriceImport state, RecordPriceImport c)
    {
        if (Shape(c) is { } error) return error;
        if (state.Files.Contains(c.FileHash) || state.Imports.Contains(c.ImportId)) return PriceImportErrors.AlreadyImported(c.FileName);
        return new PriceImportRecorded(c.ImportId, c.FileName, c.FileHash, c.Format, c.Publisher, c.Rows, c.RowsHash, c.Changed,
            c.First, c.Last, c.Findings, c.FindingsTotal);
    }

    private static DomainError? Shape(RecordPriceImport c)
    {
        if (!IsName(c.ImportId)) return PriceImportErrors.InvalidField("importId", Name);
        if (!IsName(c.FileName)) return PriceImportErrors.InvalidField("fileName", Name);
        if (!IsHash(c.FileHash)) return PriceImportErrors.InvalidField("fileHash", Hash);
        if (!IsName(c.Format)) return PriceImportErrors.InvalidField("format", Name);
        if (!IsName(c.Publisher)) return PriceImportErrors.InvalidField("publisher", Name);
        if (!IsHash(c.RowsHash)) return PriceImportErrors.InvalidField("rowsHash", Hash);
        if (c.Rows < 1 || c.Changed < 0 || c.Changed > c.Rows) return PriceImportErrors.CountsInvalid(c.Rows, c.Changed);
        if (c.First > c.Last) return PriceImportErrors.DatesReversed(c.First, c.Last);
        if (c.Findings.Count > PriceImport.FindingsMax) return PriceImportErrors.TooManyFindings(c.Findings.Count);
        if (c.FindingsTotal < c.Findings.Count)
            return PriceImportErrors.InvalidField("findingsTotal", "a total of at least the number of findings given");
        return null;
    }

    private const string Name = "1 to 200 characters are asked for";
    private const string Hash = "a SHA-256 in 64 lower-case hex digits is asked for";

    private static bool IsName(string text) => text.Length is > 0 and <= NameMax && !text.Any(char.IsControl);

    private static bool IsHash(string text) => text.Length == HashLength && text.All(char.IsAsciiHexDigitLower);
}
