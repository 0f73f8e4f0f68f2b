using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace CarbonTrading.Engine.Sql;

/// <summary>A row of the table <c>events</c>, exactly as stored.</summary>
/// <param name="Recorded">Microseconds since 1970-01-01 UTC.</param>
internal sealed record EventRow(
    long Position, string Stream, int Version, long Recorded, string Actor, string? ApprovedBy, string? Trace,
    string CommandId, string Input, string Name, byte[] Body, byte[] Hash);

/// <summary>The row of the table <c>log_head</c>.</summary>
internal sealed record HeadRow(long Position, byte[] Hash, long Recorded)
{
    public LogHead ToHead() => new(Position, Convert.ToHexStringLower(Hash));
}

/// <summary>The hash chain over the log, and its clock.</summary>
internal static class Chain
{
    public const int HashBytes = 32;
    private const int Absent = -1;

    /// <summary>What the first row is chained to.</summary>
    public static readonly byte[] Start = new byte[HashBytes];

    [ThreadStatic] private static ArrayBufferWriter<byte>? buffer;

    /// <summary>SHA-256 over the previous hash and every stored column but the hash itself: each with its length in front, in column order.</summary>
    public static byte[] Hash(ReadOnlySpan<byte> previous, EventRow row)
    {
        var bytes = buffer ??= new ArrayBufferWriter<byte>(4096);
        bytes.ResetWrittenCount();
        bytes.Write(previous);
        Add(bytes, row.Position);
        Add(bytes, row.Stream);
        Add(bytes, row.Version);
        Add(bytes, row.Recorded);
        Add(bytes, row.Actor);
        Add(bytes, row.ApprovedBy);
        Add(bytes, row.Trace);
        Add(bytes, row.CommandId);
        Add(bytes, row.Input);
        Add(bytes, row.Name);
        Length(bytes, row.Body.Length);
        bytes.Write(row.Body);
        return SHA256.HashData(bytes.WrittenSpan);
    }

    public static long Microseconds(DateTimeOffset instant) => (instant.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset Instant(long microseconds) => DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);

    private static void Add(ArrayBufferWriter<byte> bytes, long number)
    {
        Length(bytes, sizeof(long));
        BinaryPrimitives.WriteInt64BigEndian(bytes.GetSpan(sizeof(long)), number);
        bytes.Advance(sizeof(long));
    }

    private static void Add(ArrayBufferWriter<byte> bytes, string? text)
    {
        if (text is null)
        {
            Length(bytes, Absent);
            return;
        }

        var length = Encoding.UTF8.GetByteCount(text);
        Length(bytes, length);
        Encoding.UTF8.GetBytes(text, bytes.GetSpan(Math.Max(1, length)));
        bytes.Advance(length);
    }

    private static void Length(ArrayBufferWriter<byte> bytes, int length)
    {
        BinaryPrimitives.WriteInt32BigEndian(bytes.GetSpan(sizeof(int)), length);
        bytes.Advance(sizeof(int));
    }
}
