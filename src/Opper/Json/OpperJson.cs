using System.Buffers;
using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Opper;

/// <summary>
/// The library's JSON: one kept serializer of its own settings, so that the host's <c>JsonConvert.DefaultSettings</c> changes nothing,
/// reading from UTF-8 and writing to UTF-8 with no string between.
/// </summary>
internal static class OpperJson
{
    /// <summary>The depth that the readers can take, which is as far as <see cref="OpperClientOptions.MaxDepth"/> can be raised.</summary>
    internal const int MaxDepth = 512;

    /// <summary>For the API's models, and for whatever callers put into a request.</summary>
    public static JsonSerializer Serializer { get; } = Create(new OpperContractResolver(strict: false));

    /// <summary>For callers' own output types: what their schema requires, the reader demands.</summary>
    public static JsonSerializer OutputSerializer { get; } = Create(new OpperContractResolver(strict: true));

    public static PooledBytes Write(object value)
    {
        var bytes = new PooledBytes();
        try
        {
            using var text = new Utf8TextWriter(bytes);
            using var writer = new JsonTextWriter(text) { ArrayPool = CharPool.Instance, CloseOutput = false, AutoCompleteOnClose = false };
            Serializer.Serialize(writer, value);
            writer.Flush();
            return bytes;
        }
        catch (JsonException exception)
        {
            bytes.Dispose();
            throw new ArgumentException($"The request cannot be written as JSON: {exception.Message}", nameof(value), exception);
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    public static string WriteString(object? value)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using var writer = new JsonTextWriter(text);
        Serializer.Serialize(writer, value);
        writer.Flush();
        return text.ToString();
    }

    public static T? Read<T>(ReadOnlyMemory<byte> utf8) => Read<T>(utf8, Serializer, payload: null);

    /// <summary>Reads a type of the caller's, or an envelope around it.</summary>
    public static T? ReadOutput<T>(ReadOnlyMemory<byte> utf8, StrictPayload payload) => Read<T>(utf8, OutputSerializer, payload);

    private static T? Read<T>(ReadOnlyMemory<byte> utf8, JsonSerializer serializer, StrictPayload? payload)
    {
        using var reader = new Utf8JsonTokenReader(utf8, payload);
        var value = serializer.Deserialize<T>(reader);
        reader.ReadToEnd();
        return value;
    }

    public static JToken? ReadToken(ReadOnlyMemory<byte> utf8)
    {
        using var reader = new Utf8JsonTokenReader(utf8);
        if (!reader.Read())
        {
            return null;
        }

        var token = JToken.ReadFrom(reader);
        reader.ReadToEnd();
        return token;
    }

    private static JsonSerializer Create(OpperContractResolver resolver) => JsonSerializer.Create(new JsonSerializerSettings
    {
        ContractResolver = resolver,
        Culture = CultureInfo.InvariantCulture,
        DateParseHandling = DateParseHandling.None,
        DateTimeZoneHandling = DateTimeZoneHandling.RoundtripKind,
        FloatParseHandling = FloatParseHandling.Decimal,
        MaxDepth = MaxDepth,
        // A payload may hold "$ref" or "$type" of its own, as every JSON Schema does.
        MetadataPropertyHandling = MetadataPropertyHandling.Ignore,
        TypeNameHandling = TypeNameHandling.None,
        NullValueHandling = NullValueHandling.Include,
        ConstructorHandling = ConstructorHandling.AllowNonPublicDefaultConstructor,
        ObjectCreationHandling = ObjectCreationHandling.Replace,
    });

    private sealed class CharPool : IArrayPool<char>
    {
        public static CharPool Instance { get; } = new();

        public char[] Rent(int minimumLength) => ArrayPool<char>.Shared.Rent(minimumLength);

        public void Return(char[]? array)
        {
            if (array is not null)
            {
                ArrayPool<char>.Shared.Return(array);
            }
        }
    }
}
