using System.Text.Json;

namespace Opper;

/// <summary>A value for which the API accepts several JSON types. The JSON that was read is kept, and written back unchanged.</summary>
public abstract class JsonUnion : IJsonWritable
{
    private protected JsonUnion(object? value) => Value = value;

    /// <summary>A scalar, a model, an array of those, or the <see cref="RawJson"/> that was read.</summary>
    internal object? Value { get; }

    /// <summary>The value as JSON.</summary>
    /// <returns>JSON text without indentation.</returns>
    public override string ToString() => JsonWrite.Text(Value);

    void IJsonWritable.Write(JsonOutput output) => output.Free(Value);

    private protected static object?[] Array<T>(IEnumerable<T> items)
    {
        ThrowIf.Null(items);
        return items.Select(static item => (object?)item).ToArray();
    }

    private protected static T NotNull<T>(T? value)
        where T : class
    {
        ThrowIf.Null(value);
        return value!;
    }

    /// <summary>The items as strings.</summary>
    private protected IEnumerable<string> Texts() =>
        Items().Select(static item => item is RawJson { ValueKind: JsonValueKind.String } json ? (string)json! : item?.ToString() ?? string.Empty);

    /// <summary>The items of an array, or the single value.</summary>
    private protected IEnumerable<object?> Items() => Value switch
    {
        object?[] items => items,
        RawJson { ValueKind: JsonValueKind.Array } json => json.ToJsonElement().EnumerateArray().Select(static item => (object?)RawJson.FromElement(item)),
        _ => [Value],
    };
}
