namespace Opper.Emulator.Models;

/// <summary>Resolves the model of a request to the models to try, in order: lists, options, aliases and custom models.</summary>
internal sealed class ModelResolver(NamedStore customModels, NamedStore aliases)
{
    private const int MaxDepth = 5;

    /// <summary>Unknown names are skipped if others are left; a name with a provider prefix is accepted unchanged.</summary>
    public IReadOnlyList<ResolvedModel> Resolve(JsonNode? selection, string fallback)
    {
        if (selection is null or JsonArray { Count: 0 })
        {
            return [new ResolvedModel(fallback, null)];
        }

        var wanted = selection is JsonArray list ? [.. list] : new List<JsonNode?> { selection };
        var models = wanted.SelectMany(w => w is JsonObject model
            ? Expand((string)model["name"]!, model["options"] as JsonObject, 0)
            : Expand((string)w!, null, 0)).ToList();
        return models.Count > 0 ? models
            : throw ApiException.BadRequest($"Model {string.Join(", ", wanted.Select(w => w is JsonObject m ? (string?)m["name"] : (string?)w))} not "
                + "supported");
    }

    private IEnumerable<ResolvedModel> Expand(string name, JsonObject? options, int depth)
    {
        if (depth < MaxDepth && aliases.Find(name) is { } alias)
        {
            return alias["fallback_models"]!.AsArray().SelectMany(m => Expand((string)m!, options, depth + 1));
        }

        if (customModels.Find(name) is { } custom)
        {
            return [new ResolvedModel((string)custom["identifier"]!, options)];
        }

        return ModelCatalog.Knows(name) || name.Contains('/', StringComparison.Ordinal) ? [new ResolvedModel(name, options)] : [];
    }
}
