using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Opper.Batch.Journal;

/// <summary>A prepared statement that is bound and read without the allocations of ADO.NET, because a run executes one for each row.</summary>
internal class JournalStatement : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly sqlite3_stmt _statement;
    private readonly (int Type, long Bits)[] _bound;

    public JournalStatement(SqliteConnection connection, string text)
    {
        _connection = connection;
        Check(raw.sqlite3_prepare_v2(connection.Handle, text, out _statement));
        _bound = new (int, long)[raw.sqlite3_bind_parameter_count(_statement) + 1];
    }

    public void Bind(int place, long value)
    {
        if (IsNew(place, raw.SQLITE_INTEGER, value))
        {
            Check(raw.sqlite3_bind_int64(_statement, place, value));
        }
    }

    public void Bind(int place, double value)
    {
        if (IsNew(place, raw.SQLITE_FLOAT, BitConverter.DoubleToInt64Bits(value)))
        {
            Check(raw.sqlite3_bind_double(_statement, place, value));
        }
    }

    /// <summary>Binds a number, as text if a double does not have all its digits.</summary>
    public void Bind(int place, decimal value)
    {
        // The double of the largest values is larger than they are, and no decimal.
        if (Math.Abs(value) < 1e28m && (decimal)(double)value == value)
        {
            Bind(place, (double)value);
        }
        else
        {
            Bind(place, value.ToString(CultureInfo.InvariantCulture));
        }
    }

    public void Bind(int place, string? value)
    {
        if (value is null)
        {
            BindNull(place);
        }
        else
        {
            _bound[place] = default;
            Check(raw.sqlite3_bind_text(_statement, place, value));
        }
    }

    public void Bind(int place, byte[]? value)
    {
        if (value is null)
        {
            BindNull(place);
        }
        else
        {
            Bind(place, value.AsSpan());
        }
    }

    public void Bind(int place, ReadOnlySpan<byte> value)
    {
        _bound[place] = default;
        Check(raw.sqlite3_bind_blob(_statement, place, value));
    }

    /// <returns>Whether there is a row.</returns>
    public bool Step()
    {
        var result = raw.sqlite3_step(_statement);
        if (result is not (raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            raw.sqlite3_reset(_statement);
            Check(result);
        }

        return result == raw.SQLITE_ROW;
    }

    public void Run()
    {
        Step();
        Reset();
    }

    public void Reset() => raw.sqlite3_reset(_statement);

    public long Int64(int column) => raw.sqlite3_column_int64(_statement, column);

    public double Double(int column) => raw.sqlite3_column_double(_statement, column);

    public decimal Decimal(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_TEXT
        ? decimal.Parse(Text(column)!, CultureInfo.InvariantCulture)
        : (decimal)Double(column);

    public string? Text(int column) => IsNull(column) ? null : raw.sqlite3_column_text(_statement, column).utf8_to_string();

    public byte[]? Bytes(int column) => IsNull(column) ? null : Span(column).ToArray();

    /// <summary>The bytes of a column, until the next step.</summary>
    public ReadOnlySpan<byte> Span(int column) => raw.sqlite3_column_blob(_statement, column);

    public void Dispose() => _statement.Dispose();

    private void BindNull(int place)
    {
        if (IsNew(place, raw.SQLITE_NULL, 0))
        {
            Check(raw.sqlite3_bind_null(_statement, place));
        }
    }

    // Most columns of an entry have the value that the one before had, and a statement keeps what is bound to it.
    private bool IsNew(int place, int type, long bits)
    {
        var (before, now) = (_bound[place], (type, bits));
        _bound[place] = now;
        return before != now;
    }

    private bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    private void Check(int result)
    {
        if (result is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            throw JournalFile.Failure(result, _connection);
        }
    }
}
