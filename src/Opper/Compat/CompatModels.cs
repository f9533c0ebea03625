using System.Text.Json;

namespace Opper;

/// <summary>The models of a request, each with its options. The compat surface takes one name at a time, so a list is gone through by the client.</summary>
internal sealed class CompatModels
{
    private readonly List<(string? Name, RawJson? Options)> _models = [];

    /// <exception cref="NotSupportedException">A model has headers for its provider.</exception>
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

    /// <summary>A model; one without a name leaves the choice to the service.</summary>
    public (string? Name, RawJson? Options) this[int index] => _models[index];

    private static (string? Name, RawJson? Options) Read(JsonElement model)
    {
        if (model.ValueKind != JsonValueKind.Object)
        {
            return (model.ValueKind == JsonValueKind.String ? model.GetString() : null, null);
        }

        if (model.TryGetProperty("extra_headers", out var headers) && headers.ValueKind == JsonValueKind.Object && headers.EnumerateObject().MoveNext())
        {
            throw CompatForm.NoCounterpart("ModelWithOptions.ExtraHeaders ('extra_headers')", "Leave it out, and set such headers in the platform.");
        }

        var options = model.TryGetProperty("options", out var given) && given.ValueKind == JsonValueKind.Object ? RawJson.FromElement(given) : null;
        return (model.TryGetProperty("name", out var name) ? name.GetString() : null, options);
    }
}
