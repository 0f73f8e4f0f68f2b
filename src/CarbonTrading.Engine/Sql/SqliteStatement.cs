using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CarbonTrading.Engine.Sql;

/// <summary>A prepared SQLite statement without ADO.NET around it: the log is written and read row by row through these.</summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 db;
    private readonly sqlite3_stmt statement;
    private readonly string?[] repeated = new string?[251];

    public SqliteStatement(SqliteConnection connection, string sql)
    {
        db = connection.Handle!;
        Check(raw.sqlite3_prepare_v2(db, sql, out statement));
    }

    /// <summary>Parameters count from 1.</summary>
    public SqliteStatement Bind(int parameter, string? text)
    {
        Check(text is null ? raw.sqlite3_bind_null(statement, parameter) : raw.sqlite3_bind_text(statement, parameter, text));
        return this;
    }

    public SqliteStatement Bind(int parameter, long number)
    {
        Check(raw.sqlite3_bind_int64(statement, parameter, number));
        return this;
    }

    public SqliteStatement Bind(int parameter, byte[] bytes)
    {
        Check(raw.sqlite3_bind_blob(statement, parameter, bytes));
        return this;
    }

    /// <summary>True: a row is there. False: done.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(statement);
        if (code == raw.SQLITE_ROW) return true;
        if (code != raw.SQLITE_DONE) Check(code);
        return false;
    }

    /// <summary>Runs a statement without rows and makes it ready for the next use.</summary>
    public void Run()
    {
        try { while (Step()) { } }
        finally { Reset(); }
    }

    public void Reset() => _ = raw.sqlite3_reset(statement); // repeats the error Step has already thrown

    /// <summary>Columns count from 0.</summary>
    public long Number(int column) => raw.sqlite3_column_int64(statement, column);

    public int Int(int column) => raw.sqlite3_column_int(statement, column);

    public string Text(int column) => Encoding.UTF8.GetString(raw.sqlite3_column_blob(statement, column));

    /// <summary>As <see cref="Text"/>, for columns in which few texts come again and again: each is made once.</summary>
    public string Repeated(int column)
    {
        var bytes = raw.sqlite3_column_blob(statement, column);
        if (bytes.IsEmpty) return "";
        ref var slot = ref repeated[(bytes.Length * 31 + bytes[^1] * 7 + bytes[bytes.Length / 2]) % repeated.Length];
        if (slot is null || !Ascii.Equals(bytes, slot)) slot = Encoding.UTF8.GetString(bytes);
        return slot;
    }

    public string? TextOrNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL ? null : Text(column);

    public byte[] Blob(int column) => raw.sqlite3_column_blob(statement, column).ToArray();

    public void Dispose() => statement.Dispose();

    private void Check(int code) => SqliteException.ThrowExceptionForRC(code, db);
}
