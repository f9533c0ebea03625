using System.Text.Json.Nodes;
using Opper.Emulator.Http;

namespace Opper.Emulator.Storage;

internal static class StoreExtensions
{
    public static void Atomically(this IStore store, Action work) => store.Atomically<object?>(() =>
    {
        work();
        return null;
    });

    public static JsonObject Require(this ITable table, string kind, string id) =>
        table.Get(id) ?? throw ApiException.NotFound(kind, id);

    /// <summary>Records as JSON text in the first column.</summary>
    public static IReadOnlyList<JsonObject> SelectRecords(this IStore store, string sql, params ReadOnlySpan<object?> parameters) =>
        // Parsed when the connection has been given back.
        [.. store.Select(sql, static row => row.GetString(0), parameters).Select(static text => JsonNode.Parse(text)!.AsObject())];
}
