using System.Text.Json;

namespace Opper;

/// <summary>The models of a request with their options. The compat surface takes a single model, so the client tries the models of a list in order.</summary>
internal sealed class CompatModels
{
    private readonly List<(string? Name, RawJson? Options)> _models = [];

    /// <exception cref="NotSupportedException">A model has extra headers.</exception>
    public CompatModels(ModelSelection? selection)
    {
        var json = selection is null ? default : RawJson.From(selection).ToJsonElement();
        foreach (var model in json.ValueKind == JsonValueKind.Array ? json.EnumerateArray().ToArray() : [json])
        {
            _models.Add(Read(model));
        }

        if (_models.Count == 0)
        {
            _models.Add(default);
        }
    }

    public int Count => _models.Count;

    /// <summary>The model at an index. A null name means the default of the service.</summary>
    public (string? Name, RawJson? Options) this[int index] => _models[index];

    private static (string? Name, RawJson? Options) Read(JsonElement model)
    {
        if (model.ValueKind != JsonValueKind.Object)
        {
            return (model.ValueKind == JsonValueKind.String ? model.GetString() : null, null);
        }

        if (model.TryGetProperty("extra_headers", out var headers) && headers.ValueKind == JsonValueKind.Object && headers.EnumerateObject().MoveNext())
        {
            throw CompatForm.NoCounterpart("ModelWithOptions.ExtraHeaders ('extra_headers')", "Omit it and configure such headers in the platform.");
        }

        var options = model.TryGetProperty("options", out var given) && given.ValueKind == JsonValueKind.Object ? RawJson.FromElement(given) : null;
        return (model.TryGetProperty("name", out var name) ? name.GetString() : null, options);
    }
}
