using System.Diagnostics.CodeAnalysis;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Opper;

/// <summary>
/// Which model to use: the name of a model, of a custom model or of an alias; a model with options; or a list of those, tried in order.
/// A string, an array of strings and a <see cref="ModelWithOptions"/> convert by themselves.
/// </summary>
[JsonConverter(typeof(Converter))]
public sealed class ModelSelection : JsonUnion
{
    private ModelSelection(JToken json)
        : base(json)
    {
    }

    /// <summary>The names, in the order they are tried. An entry of a shape that is not known has an empty name.</summary>
    public IReadOnlyList<string> Names => (Json is JArray list ? list : Enumerable.Repeat(Json, 1)).Select(NameOf).ToList();

    /// <summary>One model with options: <c>ModelSelection.Of("openai/gpt-4o-mini", new { temperature = 0.2 })</c>.</summary>
    /// <param name="name">The name of a model, of a custom model or of an alias.</param>
    /// <param name="options">What is passed on to the model: an object whose members are the options, or a dictionary; <see langword="null"/> for none.</param>
    /// <param name="extraHeaders">Further headers sent to the provider of the model: an object or a dictionary; <see langword="null"/> for none.</param>
    /// <returns>The selection.</returns>
    /// <exception cref="ArgumentException">The name is blank, or the options are not an object.</exception>
    public static ModelSelection Of(string name, object? options = null, object? extraHeaders = null)
    {
        ThrowIf.Blank(name);
        var model = new JObject { ["name"] = name };
        Add(model, "options", options, nameof(options));
        Add(model, "extra_headers", extraHeaders, nameof(extraHeaders));
        return model.Count == 1 ? name : new ModelSelection(model);
    }

    /// <summary>Models to try in order until one answers.</summary>
    /// <param name="models">Names and models with options.</param>
    /// <returns>The selection.</returns>
    public static ModelSelection Fallback(params ModelSelection[] models) => new(Array(models, static model => model.Json.DeepClone()));

    /// <summary>One model by its name.</summary>
    /// <param name="name">Such as <c>openai/gpt-4o-mini</c>; <see langword="null"/> stays so, and means the API's default.</param>
    [return: NotNullIfNotNull(nameof(name))]
    public static implicit operator ModelSelection?(string? name) => name is null ? null : new(String(name));

    /// <summary>Models to try in order, by their names.</summary>
    /// <param name="names">The names.</param>
    public static implicit operator ModelSelection(string[] names) => new(Array(names, String));

    /// <summary>Models to try in order, by their names.</summary>
    /// <param name="names">The names.</param>
    public static implicit operator ModelSelection(List<string> names) => new(Array(names, String));

    /// <summary>Models to try in order.</summary>
    /// <param name="models">Models with their options.</param>
    public static implicit operator ModelSelection(ModelWithOptions[] models) => new(Array(models, Token));

    /// <summary>One model with options.</summary>
    /// <param name="model">The model.</param>
    public static implicit operator ModelSelection(ModelWithOptions model) => new(Token(model));

    private static void Add(JObject model, string key, object? value, string parameter)
    {
        if (value is not null)
        {
            model[key] = Token(value) is JObject members ? members : throw new ArgumentException($"{parameter} must be an object or a dictionary, as in new {{ temperature = 0.2 }}.", parameter);
        }
    }

    private static string NameOf(JToken token) => token switch
    {
        JObject model => (string?)model["name"] ?? string.Empty,
        { Type: JTokenType.String } => (string)token!,
        _ => string.Empty,
    };

    private sealed class Converter : UnionConverter<ModelSelection>
    {
        protected override ModelSelection Create(JToken json) => new(json);
    }
}
