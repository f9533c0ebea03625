using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Newtonsoft.Json.Linq;

namespace Opper.Batch.Json;

/// <summary>The serializer options with which rows and results are written, so that they are read again as they were: System.Text.Json alone loses the content
/// of Json.NET tokens.</summary>
internal static class BatchJson
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 512 };

    private static readonly ConditionalWeakTable<JsonSerializerOptions, JsonSerializerOptions> Completed = new();

    private static readonly ConditionalWeakTable<JsonSerializerOptions, JsonSerializerOptions> Whole = new();

    /// <summary>The options of journals.</summary>
    public static JsonSerializerOptions Default { get; } = Completed.GetValue(
        new JsonSerializerOptions
        {
            // Those of tuples.
            IncludeFields = true,
            NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
            MaxDepth = 512,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Converters = { new ObjectConverter() },
        },
        Create);

    /// <summary>The options with the converters that they lack, whose own ones take precedence; without options, those of journals.</summary>
    public static JsonSerializerOptions Complete(JsonSerializerOptions? options) => options is null ? Default : Completed.GetValue(options, Create);

    /// <summary>Reads a value that is not <see langword="null"/>, though it may be the <c>null</c> of JSON.</summary>
    public static T? Read<T>(ReadOnlySpan<byte> utf8, JsonSerializerOptions options) => !utf8.SequenceEqual("null"u8)
        ? JsonSerializer.Deserialize<T>(utf8, options)
        : typeof(T) == typeof(RawJson) ? (T)(object)RawJson.Null
        : typeof(T) == typeof(JToken) || typeof(T) == typeof(JValue) ? (T)(object)JValue.CreateNull()
        : JsonSerializer.Deserialize<T>(utf8, options);

    /// <summary>Checks that the JSON of a value has all of it.</summary>
    /// <exception cref="NotSupportedException">The value is another one when it is read.</exception>
    public static void CheckReading<T>(byte[] utf8, JsonSerializerOptions options)
    {
        Exception? reason = null;
        try
        {
            if (RawJson.FromUtf8(JsonSerializer.SerializeToUtf8Bytes(Read<T>(utf8, options), options)).Equals(RawJson.FromUtf8(utf8)))
            {
                return;
            }
        }
        catch (Exception exception)
        {
            reason = exception;
        }

        throw new NotSupportedException($"A value of type {typeof(T)} is not the same when it is read from its JSON. Give its members setters or constructor "
            + $"parameters, or set {nameof(BatchOptions.SerializerOptions)}.", reason);
    }

    /// <summary>Checks that a recorded value has lost no member. It may have more, because types grow.</summary>
    /// <returns>The JSON of the value.</returns>
    /// <exception cref="JsonException">It lacks a member, or has another value for it.</exception>
    public static byte[] CheckMembers<T>(ReadOnlySpan<byte> utf8, T? value, JsonSerializerOptions options)
    {
        var again = JsonSerializer.SerializeToUtf8Bytes(value, options);
        // A member that is no longer written when it is null, or has its default value, is not lost.
        if (!utf8.SequenceEqual(again) && Lost(utf8, again) is not null
            && Lost(utf8, JsonSerializer.SerializeToUtf8Bytes(value, Whole.GetValue(options, WithAllMembers))) is { } path)
        {
            throw new JsonException($"The value at {path} is lost.");
        }

        return again;
    }

    /// <summary>Why recorded JSON is not of a type, as the end of a sentence.</summary>
    public static string ReasonOf(Exception exception) => exception is JsonException ? $": {exception.Message}" : ".";

    private static string? Lost(ReadOnlySpan<byte> recorded, byte[] restored)
    {
        using var before = JsonDocument.Parse(recorded.ToArray(), Deep);
        using var after = JsonDocument.Parse(restored, Deep);
        return Lost(before.RootElement, after.RootElement, "$");
    }

    private static string? Lost(JsonElement recorded, JsonElement restored, string path) => (recorded.ValueKind, restored.ValueKind) switch
    {
        (JsonValueKind.Object, JsonValueKind.Object) => recorded.EnumerateObject().Select(member =>
            restored.TryGetProperty(member.Name, out var other) ? Lost(member.Value, other, $"{path}.{member.Name}") : $"{path}.{member.Name}")
            .FirstOrDefault(static lost => lost is not null),
        (JsonValueKind.Array, JsonValueKind.Array) => recorded.GetArrayLength() != restored.GetArrayLength() ? path
            : recorded.EnumerateArray().Zip(restored.EnumerateArray(), (item, other) => Lost(item, other, path + "[*]")).FirstOrDefault(
                static lost => lost is not null) is { } lost && !Sorted(recorded).SequenceEqual(Sorted(restored)) ? lost
            : null,
        _ => RawJson.Parse(recorded.GetRawText()).Equals(RawJson.Parse(restored.GetRawText())) ? null : path,
    };

    // The order of some sets, such as ImmutableHashSet, is another one in each process.
    private static IEnumerable<string> Sorted(JsonElement array) =>
        array.EnumerateArray().Select(static item => item.GetRawText()).Order(StringComparer.Ordinal);

    private static JsonSerializerOptions WithAllMembers(JsonSerializerOptions options) => new(options)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
        TypeInfoResolver = options.TypeInfoResolver!.WithAddedModifier(static type =>
        {
            foreach (var property in type.Properties)
            {
                property.ShouldSerialize = null;
            }
        }),
    };

    private static JsonSerializerOptions Create(JsonSerializerOptions options)
    {
        var complete = new JsonSerializerOptions(options);
        complete.Converters.Add(new TokenConverterFactory());
        complete.Converters.Add(new RawJsonConverter());
        complete.MakeReadOnly(populateMissingResolver: true);
        return complete;
    }
}
