using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Opper;

/// <summary>
/// The model to use: the name of a model, custom model or alias; a model with options; or a list of those, used as fallbacks in order.
/// Strings, string arrays and <see cref="ModelWithOptions"/> convert implicitly.
/// </summary>
[CollectionBuilder(typeof(ModelSelection), nameof(Create))]
[System.Text.Json.Serialization.JsonConverter(typeof(OpperValueConverter<ModelSelection>))]
[Newtonsoft.Json.JsonConverter(typeof(NewtonsoftValueConverter<ModelSelection>))]
public sealed class ModelSelection : JsonUnion, IJsonValue<ModelSelection>
{
    private ModelSelection()
        : this(null)
    {
    }

    private ModelSelection(object? value)
        : base(value)
    {
    }

    /// <summary>The model names in fallback order. An entry of unknown format has an empty name.</summary>
    public IReadOnlyList<string> Names => Items().Select(static item => ToModel(item).Name ?? string.Empty).ToList();

    /// <summary>The models with their options in fallback order. <see cref="ModelWithOptions.GetOptions"/> reads the options.</summary>
    public IReadOnlyList<ModelWithOptions> Models => Items().Select(ToModel).ToList();

    /// <summary>Creates a selection of one model with options: <c>ModelSelection.Of("openai/gpt-4o-mini", new { temperature = 0.2 })</c>.</summary>
    /// <param name="name">The name of a model, custom model or alias.</param>
    /// <param name="options">The options passed to the model, as an object or a dictionary. Default: none.</param>
    /// <param name="extraHeaders">Additional headers sent to the model provider, as an object or a dictionary. Default: none.</param>
    /// <returns>The selection.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is blank, or the options or headers are not an object.</exception>
    public static ModelSelection Of(string name, object? options = null, object? extraHeaders = null)
    {
        ThrowIf.Blank(name);
        return options is null && extraHeaders is null
            ? name
            : new ModelSelection(new ModelWithOptions { Name = name, Options = Members(options, nameof(options)),
                ExtraHeaders = Members(extraHeaders, nameof(extraHeaders)) });
    }

    /// <summary>Creates a selection of models that are tried in order until one succeeds.</summary>
    /// <param name="models">The models, with or without options.</param>
    /// <returns>The selection.</returns>
    public static ModelSelection Fallback(params ModelSelection[] models)
    {
        ThrowIf.Null(models);
        return new(models.SelectMany(static model => model.Items()).ToArray());
    }

    /// <summary>Creates a selection from a collection expression: <c>Model = ["openai/gpt-4o-mini", "anthropic/claude-3-haiku"]</c>.</summary>
    /// <param name="models">The models, with or without options.</param>
    /// <returns>The selection.</returns>
    public static ModelSelection Create(ReadOnlySpan<ModelSelection> models) => Fallback(models.ToArray());

    /// <summary>Enumerates the models, each as a selection.</summary>
    /// <returns>The enumerator.</returns>
    public IEnumerator<ModelSelection> GetEnumerator() => Items().Select(static item => new ModelSelection(item)).GetEnumerator();

    /// <summary>Creates a selection of one model.</summary>
    /// <param name="name">The name, such as <c>openai/gpt-4o-mini</c>. <see langword="null"/> selects the API's default model.</param>
    [return: NotNullIfNotNull(nameof(name))]
    public static implicit operator ModelSelection?(string? name) => name is null ? null : new(name);

    /// <summary>Creates a selection of models that are tried in order.</summary>
    /// <param name="names">The model names.</param>
    public static implicit operator ModelSelection(string[] names) => new(Array(names));

    /// <summary>Creates a selection of models that are tried in order.</summary>
    /// <param name="names">The model names.</param>
    public static implicit operator ModelSelection(List<string> names) => new(Array(names));

    /// <summary>Creates a selection of models that are tried in order.</summary>
    /// <param name="models">The models.</param>
    public static implicit operator ModelSelection(ModelWithOptions[] models) => new(Array(models));

    /// <summary>Creates a selection of one model with options.</summary>
    /// <param name="model">The model.</param>
    public static implicit operator ModelSelection(ModelWithOptions model) => new(NotNull(model));

    ModelSelection IJsonValue<ModelSelection>.Read(ref Utf8JsonReader reader, ref JsonSource source) => new(JsonRead.Raw(ref reader, ref source));

    // Serialized immediately, so that invalid values throw here rather than when the request is sent.
    private static RawJson? Members(object? value, string parameter)
    {
        if (value is null)
        {
            return null;
        }

        var json = RawJson.From(value);
        return json.ValueKind == JsonValueKind.Object
            ? json
            : throw new ArgumentException($"{parameter} must be an object or a dictionary, such as new {{ temperature = 0.2 }}.", parameter);
    }

    private static ModelWithOptions ToModel(object? item) => item switch
    {
        ModelWithOptions model => model,
        string name => new ModelWithOptions { Name = name },
        RawJson { ValueKind: JsonValueKind.String } json => new ModelWithOptions { Name = (string)json! },
        RawJson { ValueKind: JsonValueKind.Object } json => JsonAnswer.Read(json.Utf8.Span, JsonCodec<ModelWithOptions>.Read),
        _ => new ModelWithOptions { Name = string.Empty },
    };
}
