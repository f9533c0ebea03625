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
}
