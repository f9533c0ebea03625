using System.Text;
using Newtonsoft.Json;

namespace Opper;

/// <summary>Reads JSON that a model wrote as text into the caller's type.</summary>
internal static class ChatJson
{
    public static T Read<T>(string json, string what, bool isWrapped, string? requestId = null)
    {
        try
        {
            var utf8 = Encoding.UTF8.GetBytes(json);
            var payload = new StrictPayload(string.Empty, OpperSchema.TryFor(typeof(T)));
            var value = isWrapped
                ? (OpperJson.ReadOutput<WrappedValue<T>>(utf8, payload) ?? throw Misfit(null)).Value
                : OpperJson.ReadOutput<T>(utf8, payload);
            return value is not null || Nullable.GetUnderlyingType(typeof(T)) is not null ? value! : throw Misfit(null);
        }
        catch (Exception exception) when (exception is not OpperException)
        {
            // Not only the serializer's own: a constructor or setter of the caller's type may refuse a value too.
            throw Misfit(exception);
        }

        // The serializer's own text may quote the value, so only its place is repeated.
        OpperSerializationException Misfit(Exception? exception)
        {
            var path = exception switch
            {
                JsonReaderException reader => reader.Path,
                JsonSerializationException serialization => serialization.Path,
                _ => null,
            };
            return new OpperSerializationException(
                $"{what} cannot be read as {typeof(T).Name}{(string.IsNullOrEmpty(path) ? string.Empty : $": trouble at '{path}'")}. RawBody holds the text, InnerException says more.", json, exception)
            {
                JsonPath = path,
                TargetType = typeof(T),
                RequestId = requestId,
            };
        }
    }
}
