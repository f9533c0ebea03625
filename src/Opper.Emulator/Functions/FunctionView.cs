namespace Opper.Emulator.Functions;

/// <summary>Functions as the API returns them.</summary>
internal static class FunctionView
{
    public static JsonObject Full(JsonObject function)
    {
        var view = function.Pick("id", "name", "instructions", "description", "input_schema", "output_schema", "model", "dataset_id", "revision_id",
            "observer_enabled");
        view["instructions"] ??= FunctionStore.DefaultInstructions;
        view["model"] ??= ModelCatalog.DefaultText;
        view["configuration"] = Configuration(function["configuration"] as JsonObject);
        return view;
    }

    public static JsonObject Short(JsonObject function)
    {
        var view = function.Pick("id", "name", "revision_id", "description", "instructions", "model");
        view["is_v3"] = false;
        return view;
    }

    public static JsonObject Revision(JsonObject revision)
    {
        var view = revision.Pick("id", "created_at", "updated_at");
        view["configuration"] = ((JsonObject)revision["function"]!)
            .Pick("name", "instructions", "description", "input_schema", "output_schema", "model", "configuration");
        return view;
    }

    private static JsonObject Configuration(JsonObject? stored)
    {
        var configuration = new JsonObject
        {
            ["invocation.few_shot.count"] = 3,
            ["invocation.structured_generation.max_attempts"] = 5,
            ["invocation.cache.ttl"] = 0,
            ["beta.invocation.input_validation.enabled"] = false,
            ["beta.invocation.xml_mode.enabled"] = false,
        };
        foreach (var (key, value) in stored ?? [])
        {
            configuration[key] = value?.DeepClone();
        }

        return configuration;
    }
}
