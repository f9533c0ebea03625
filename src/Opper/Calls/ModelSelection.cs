using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Opper;

/// <summary>
/// Which model to use: the name of a model, of a custom model or of an alias; a model with options; or a list of those, tried in order.
/// A string, an array of strings and a <see cref="ModelWithOptions"/> convert by themselves.
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

    /// <summary>The names, in the order they are tried. An entry of a shape that is not known has an empty name.</summary>
    public IReadOnlyList<string> Names => Items().Select(static item => ToModel(item).Name ?? string.Empty).ToList();

    /// <summary>The models with their options, in the order they are tried. <see cref="ModelWithOptions.GetOptions"/> reads the options.</summary>
    public IReadOnlyList<ModelWithOptions> Models => Items().Select(ToModel).ToList();

    /// <summary>One model with options: <c>ModelSelection.Of("openai/gpt-4o-mini", new { temperature = 0.2 })</c>.</summary>
    /// <param name="name">The name of a model, of a custom model or of an alias.</param>
    /// <param name="options">What is passed on to the model: an object whose members are the options, or a dictionary; <see langword="null"/> for none.</param>
    /// <param name="extraHeaders">Further headers sent to the provider of the model: an object or a dictionary; <see langword="null"/> for none.</param>
    /// <returns>The selection.</returns>
    /// <exception cref="ArgumentException">The name is blank, or the options are not an object.</exception>
    public static ModelSelection Of(string name, object? options = null, object? extraHeaders = null)
    {
        ThrowIf.Blank(name);
        return options is null && extraHeaders is null
            ? name
            : new ModelSelection(new ModelWithOptions { Name = name, Options = Members(options, nameof(options)), ExtraHeaders = Members(extraHeaders, nameof(extraHeaders)) });
    }

    /// <summary>Models to try in order until one answers.</summary>
    /// <param name="models">Names and models with options.</param>
    /// <returns>The selection.</returns>
    public static ModelSelection Fallback(params ModelSelection[] models)
    {
        ThrowIf.Null(models);
        return new(models.SelectMany(static model => model.Items()).ToArray());
    }

    /// <summary>Models to try in order until one answers; <c>Model = ["openai/gpt-4o-mini", "anthropic/claude-3-haiku"]</c> calls it.</summary>
    /// <param name="models">Names and models with options.</param>
    /// <returns>The selection.</returns>
    public static ModelSelection Create(ReadOnlySpan<ModelSelection> models) => Fallback(models.ToArray());

    /// <summary>Enumerates the models, each as a selection of its own.</summary>
    /// <returns>The models, in the order they are tried.</returns>
    public IEnumerator<ModelSelection> GetEnumerator() => Items().Select(static item => new ModelSelection(item)).GetEnumerator();

    /// <summary>One model by its name.</summary>
    /// <param name="name">Such as <c>openai/gpt-4o-mini</c>; <see langword="null"/> stays so, and means the API's default.</param>
    [return: NotNullIfNotNull(nameof(name))]
    public static implicit operator ModelSelection?(string? name) => name is null ? null : new(name);

    /// <summary>Models to try in order, by their names.</summary>
    /// <param name="names">The names.</param>
    public static implicit operator ModelSelection(string[] names) => new(Array(names));

    /// <summary>Models to try in order, by their names.</summary>
    /// <param name="names">The names.</param>
    public static implicit operator ModelSelection(List<string> names) => new(Array(names));

    /// <summary>Models to try in order.</summary>
    /// <param name="models">Models with their options.</param>
    public static implicit operator ModelSelection(ModelWithOptions[] models) => new(Array(models));

    /// <summary>One model with options.</summary>
    /// <param name="model">The model.</param>
    public static implicit operator ModelSelection(ModelWithOptions model) => new(NotNull(model));

    ModelSelection IJsonValue<ModelSelection>.Read(ref Utf8JsonReader reader, ref JsonSource source) => new(JsonRead.Raw(ref reader, ref source));

    // Written at once, so that what is wrong with it is found where it is given.
    private static RawJson? Members(object? value, string parameter)
    {
        if (value is null)
        {
            return null;
        }

        var json = RawJson.From(value);
        return json.ValueKind == JsonValueKind.Object ? json : throw new ArgumentException($"{parameter} must be an object or a dictionary, as in new {{ temperature = 0.2 }}.", parameter);
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
