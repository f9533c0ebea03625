using Microsoft.Data.Sqlite;

namespace Opper.Emulator.Storage;

/// <summary>A connection with its prepared statements. Not thread-safe.</summary>
internal sealed class SqliteSession(SqliteConnection connection) : IDisposable
{
    /// <summary>An SQL function that converts a time to UTC ticks; text that is not a time sorts before all others.</summary>
    public const string Ticks = "ticks";

    /// <summary>An SQL function that converts all letters to upper case, not only ASCII.</summary>
    public const string Fold = "fold";

    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);

    public SqliteConnection Connection { get; } = connection;

    /// <summary>Whether a transaction is open. SQLite rolls back by itself on some errors, such as a full disk.</summary>
    public bool IsInTransaction => SQLitePCL.raw.sqlite3_get_autocommit(Connection.Handle) == 0;

    /// <summary>The number of rows changed so far.</summary>
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

    /// <summary>Disposes prepared statements, which would prevent replacing the database.</summary>
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

    // Statements are cached, because preparing one costs more than running it.
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
