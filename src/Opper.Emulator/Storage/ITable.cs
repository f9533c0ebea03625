using System.Text.Json.Nodes;

namespace Opper.Emulator.Storage;

/// <summary>JSON records by id (letter case aside), in the order in which they were first put. Records are copied in and out.</summary>
internal interface ITable
{
    JsonObject? Get(string id);

    /// <summary>Records whose <paramref name="column"/> equals <paramref name="value"/>.</summary>
    IReadOnlyList<JsonObject> Where(string column, string value);

    /// <summary>The oldest of those records.</summary>
    JsonObject? First(string column, string value);

    int CountWhere(string column, string value);

    /// <summary>A page of the records, and how many there are on all pages.</summary>
    (int Total, IReadOnlyList<JsonObject> Records) Page(TableQuery query);

    void Put(string id, JsonObject record);

    bool Remove(string id);

    int RemoveWhere(string column, string value);
}
