namespace Opper.Emulator.Analytics;

/// <summary>The usage and cost of each call.</summary>
internal sealed class UsageStore(Store store)
{
    private Table Events => store.Table(StateTables.UsageEvents);

    public IReadOnlyList<JsonObject> Between(DateTimeOffset from, DateTimeOffset to) =>
        store.SelectRecords("SELECT json FROM usage_events WHERE time >= $0 AND time < $1 ORDER BY seq", from.UtcTicks, to.UtcTicks);

    public void Add(DateTimeOffset time, string function, string model, TokenUsage tokens, JsonObject cost, JsonObject? tags)
    {
        // The built-in group names of the service take precedence over the tags of the call.
        var groups = new JsonObject { ["model"] = model, ["function"] = function, ["function.name"] = function, ["project.name"] = "emulator" };
        foreach (var (key, value) in tags ?? [])
        {
            groups.TryAdd(key, Wire.AsString(value));
        }

        Events.Put(Wire.NewId(), new JsonObject
        {
            ["time"] = Wire.Time(time),
            ["cost"] = cost["total"]?.DeepClone(),
            ["sums"] = new JsonObject
            {
                ["input_tokens"] = tokens.Input,
                ["prompt_tokens"] = tokens.Input,
                ["output_tokens"] = tokens.Output,
                ["completion_tokens"] = tokens.Output,
                ["total_tokens"] = tokens.Total,
            },
            ["groups"] = groups,
        });
    }
}
