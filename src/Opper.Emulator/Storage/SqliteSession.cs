using Microsoft.Data.Sqlite;
using Opper.Emulator.Json;

namespace Opper.Emulator.Storage;

/// <summary>A connection with its prepared statements, for one thread at a time.</summary>
internal sealed class SqliteSession(SqliteConnection connection) : IDisposable
{
    /// <summary>An SQL function: a time as ticks in UTC; what is no time is older than everything else.</summary>
    public const string Ticks = "ticks";

    /// <summary>An SQL function: text with all letters, not only those of ASCII, in upper case.</summary>
    public const string Fold = "fold";

    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);

    public SqliteConnection Connection { get; } = connection;

    /// <summary>Whether a transaction is open: SQLite ends one by itself on some errors, such as a full disk.</summary>
    public bool IsInTransaction => SQLitePCL.raw.sqlite3_get_autocommit(Connection.Handle) == 0;

    /// <summary>How many rows have been changed so far.</summary>
    public int Changes => SQLitePCL.raw.sqlite3_total_changes(Connection.Handle);

    public static SqliteSession Open(string? path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path ?? ":memory:",
            // Pooling would keep the file open after the emulator has stopped.
            Pooling = false,
            DefaultTimeout = 2,
        }.ToString());
        connection.Open();
        connection.CreateFunction(Ticks, static (string? time) => Wire.Time(time)?.UtcTicks ?? 0, isDeterministic: true);
        connection.CreateFunction(Fold, static (string? text) => text?.ToUpperInvariant(), isDeterministic: true);
        return new SqliteSession(connection);
    }

    public IReadOnlyList<T> Select<T>(string sql, Func<SqliteDataReader, T> read, params IReadOnlyList<object?> parameters)
    {
        using var reader = Prepared(sql, parameters).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public int Execute(string sql, params IReadOnlyList<object?> parameters) => Prepared(sql, parameters).ExecuteNonQuery();

    /// <summary>Lets go of prepared statements, which would keep the database from being replaced.</summary>
    public void Release()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }

        _commands.Clear();
    }

    public void Dispose()
    {
        Release();
        Connection.Dispose();
    }

    // Statements are kept: preparing one costs more than running it.
    private SqliteCommand Prepared(string sql, IReadOnlyList<object?> parameters)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = Connection.CreateCommand();
            command.CommandText = sql;
            for (var i = 0; i < parameters.Count; i++)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = $"${i}";
                command.Parameters.Add(parameter);
            }

            _commands[sql] = command;
        }

        for (var i = 0; i < parameters.Count; i++)
        {
            command.Parameters[i].Value = parameters[i] ?? DBNull.Value;
        }

        return command;
    }
}
