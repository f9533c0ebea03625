using System.Text.Json;
using System.Text.Json.Nodes;
using Opper.Emulator.Http;

namespace Opper.Emulator.Storage;

/// <summary>A value that is taken out of a record when it is written, so that records can be found, counted and ordered by it without being parsed.</summary>
internal sealed record TableColumn(string Name, string SqlType, Func<JsonObject, object?> Value)
{
    /// <summary>A top-level string.</summary>
    public static TableColumn Text(string name) => new(name, "TEXT", record => record[name] is { } value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null);

    public static TableColumn Text(string name, Func<JsonObject, string?> value) => new(name, "TEXT", value);

    public static TableColumn Number(string name, Func<JsonObject, long?> value) => new(name, "INTEGER", record => value(record));

    /// <summary>A top-level time, as ticks in UTC; what is no time is older than everything else.</summary>
    public static TableColumn Time(string name) => new(name, "INTEGER", record => Wire.Time(record[name])?.UtcTicks ?? 0);
}
