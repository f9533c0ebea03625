using System.Text.Json.Nodes;

namespace Opper.Emulator.Storage;

/// <summary>JSON records by id (letter case aside), in the order in which they were first put. Records are copied in and out.</summary>
internal interface ITable
{
    JsonObject? Get(string id);

    IReadOnlyList<JsonObject> All();

    /// <summary>Records whose top-level string <paramref name="field"/> equals <paramref name="value"/>.</summary>
    IReadOnlyList<JsonObject> Where(string field, string value);

    int CountWhere(string field, string value);

    void Put(string id, JsonObject record);

    bool Remove(string id);

    int RemoveWhere(string field, string value);
}
