using System.Text;

namespace Opper;

/// <summary>Reads JSON that a model wrote as text into the caller's type.</summary>
internal static class ChatJson
{
    /// <param name="text">What the model wrote.</param>
    /// <param name="what">What it is, for messages.</param>
    /// <param name="source">Where the type is described.</param>
    /// <param name="isWrapped">Whether the value may stand in a wrapper.</param>
    /// <param name="allowsTextAround">Whether there may be more than the JSON.</param>
    public static T Read<T>(string text, string what, TypeSource source, bool isWrapped, bool allowsTextAround)
    {
        var schema = source.TryOutput(typeof(T));
        var utf8 = Encoding.UTF8.GetBytes((allowsTextAround ? TextAroundJson.Find(text, isWrapped) : null) ?? text);
        var failure = new AnswerFailure(what, text, utf8, string.Empty, schema, typeof(T));
        T? value;
        try
        {
            value = TypedReader.Read<T>(utf8, source, schema, isWrapped);
        }
        catch (Exception exception) when (exception is not (OpperException or OutOfMemoryException))
        {
            // Not only the serializer's own: a constructor or setter of the caller's type may refuse a value too.
            throw failure.Create(exception);
        }

        return value is not null || Nullable.GetUnderlyingType(typeof(T)) is not null ? value! : throw failure.Missing(string.Empty);
    }
}
