using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Opper.Emulator.Http;

namespace Opper.Emulator.Storage;

/// <summary>One table of <see cref="SqliteStore"/>: a sequence number, an id, JSON text, and an index for each field that is asked for.</summary>
internal sealed class SqliteTable : ITable
{
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);
    private readonly SqliteConnection _connection;
    private readonly Lock _gate;
    private readonly string _name;
    private readonly string[] _indexes;

    public SqliteTable(SqliteConnection connection, Lock gate, string name, string[] indexes)
    {
        _connection = connection;
        _gate = gate;
        _name = name;
        _indexes = indexes;
        Create();
    }

    public JsonObject? Get(string id) => Read($"SELECT json FROM {_name} WHERE id = $value", id) is [var record, ..] ? record : null;

    public IReadOnlyList<JsonObject> All() => Read($"SELECT json FROM {_name} ORDER BY seq");

    public IReadOnlyList<JsonObject> Where(string field, string value) => Read($"SELECT json FROM {_name} WHERE {Field(field)} = $value ORDER BY seq", value);

    public int CountWhere(string field, string value) => Number($"SELECT COUNT(*) FROM {_name} WHERE {Field(field)} = $value", value);

    public void Put(string id, JsonObject record)
    {
        var json = Wire.Text(record);
        lock (_gate)
        {
            var command = Prepared($"INSERT INTO {_name}(id, json) VALUES($value, $json) ON CONFLICT(id) DO UPDATE SET json = excluded.json", id);
            if (!command.Parameters.Contains("$json"))
            {
                command.Parameters.Add("$json", SqliteType.Text);
            }

            command.Parameters["$json"].Value = json;
            command.ExecuteNonQuery();
        }
    }

    public bool Remove(string id) => Change($"DELETE FROM {_name} WHERE id = $value", id) > 0;

    public int RemoveWhere(string field, string value) => Change($"DELETE FROM {_name} WHERE {Field(field)} = $value", value);

    public void Clear() => Change($"DELETE FROM {_name}");

    /// <summary>Lets go of prepared statements, which would keep the database from being replaced.</summary>
    public void Release()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }

        _commands.Clear();
    }

    public void Create()
    {
        SqliteStore.Execute(_connection, $"CREATE TABLE IF NOT EXISTS {_name}(seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE COLLATE NOCASE, json TEXT NOT NULL)");
        foreach (var index in _indexes)
        {
            SqliteStore.Execute(_connection, $"CREATE INDEX IF NOT EXISTS {_name}_{index} ON {_name}({Field(index)})");
        }
    }

    private static string Field(string name) => $"json_extract(json, '$.{name}')";

    private List<JsonObject> Read(string sql, string? value = null)
    {
        var texts = new List<string>();
        lock (_gate)
        {
            using var reader = Prepared(sql, value).ExecuteReader();
            while (reader.Read())
            {
                texts.Add(reader.GetString(0));
            }
        }

        return [.. texts.Select(t => JsonNode.Parse(t)!.AsObject())];
    }

    private int Number(string sql, string value)
    {
        lock (_gate)
        {
            return Convert.ToInt32(Prepared(sql, value).ExecuteScalar(), CultureInfo.InvariantCulture);
        }
    }

    private int Change(string sql, string? value = null)
    {
        lock (_gate)
        {
            return Prepared(sql, value).ExecuteNonQuery();
        }
    }

    // Statements are kept: preparing one costs more than running it.
    private SqliteCommand Prepared(string sql, string? value)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = _connection.CreateCommand();
            command.CommandText = sql;
            if (value is not null)
            {
                command.Parameters.Add("$value", SqliteType.Text);
            }

            _commands[sql] = command;
        }

        if (value is not null)
        {
            command.Parameters["$value"].Value = value;
        }

        return command;
    }
}
