namespace Opper;

/// <summary>The part of an answer that must be as its schema says; the envelope around it is the API's, and is read with leniency.</summary>
/// <param name="root">Where it begins: <c>json_payload</c>, or empty for the whole JSON.</param>
/// <param name="schema">The schema of its type, or <see langword="null"/> where the type has none.</param>
internal sealed class StrictPayload(string root, OpperSchema? schema)
{
    /// <summary>The payload within the answer to a call.</summary>
    public const string OfCall = "json_payload";

    public string Root { get; } = root;

    public OpperSchema? Schema { get; } = schema;

    /// <summary>Whether nulls have to be looked at: the serializer itself would put them into lists and dictionaries of texts and objects.</summary>
    public bool ForbidsNulls { get; } = schema is { ForbidsNullItems: true };

    public bool Covers(string path) => Root.Length == 0 || path.StartsWith(Root, StringComparison.Ordinal);

    public bool AllowsNull(string path)
    {
        if (Schema is null || !Covers(path))
        {
            return true;
        }

        var places = SchemaNavigator.At(Schema.Schema, PathStep.Split(path).Skip(Root.Length == 0 ? 0 : 1).ToList());
        return places.Count == 0 || places.Exists(place => SchemaNavigator.AllowsNull(Schema.Schema, place));
    }
}
