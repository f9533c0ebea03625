using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Opper.Batch.Formats;

/// <summary>One JSON value per line.</summary>
internal static class JsonLines
{
    public static async IAsyncEnumerable<T> ReadAsync<T>(string path, JsonSerializerOptions options,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(path);
        for (var number = 1L; await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line; number++)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return Read<T>(line, number, options);
            }
        }
    }

    public static async Task<BatchSummary> WriteAsync<TIn, TOut>(IAsyncEnumerable<BatchItem<TIn, TOut>> items, string path, JsonSerializerOptions options,
        CancellationToken cancellationToken)
    {
        var summary = new BatchSummary();
        var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, 64 * 1024, useAsync: true);
        await using (file.ConfigureAwait(false))
        {
            using var writer = new Utf8JsonWriter(file);
            await foreach (var item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                Write(writer, item, options);
                await writer.FlushAsync(CancellationToken.None).ConfigureAwait(false);
                writer.Reset();
                file.WriteByte((byte)'\n');
                summary = summary.With(item);
            }
        }

        return summary;
    }

    private static T Read<T>(string line, long number, JsonSerializerOptions options)
    {
        if (typeof(T) == typeof(string) && !line.TrimStart().StartsWith('"'))
        {
            return (T)(object)line;
        }

        try
        {
            return JsonSerializer.Deserialize<T>(line, options)!;
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"Line {number} is not a valid {typeof(T).Name}: see {exception.Path}.", exception);
        }
    }

    private static void Write<TIn, TOut>(Utf8JsonWriter writer, BatchItem<TIn, TOut> item, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteNumber("index", item.Index);
        writer.WritePropertyName("input");
        JsonSerializer.Serialize(writer, item.Input, options);
        if (item.Error is { } error)
        {
            writer.WriteStartObject("error");
            writer.WriteString("type", error.Type);
            writer.WriteString("message", error.Message);
            writer.WriteEndObject();
        }
        else
        {
            writer.WritePropertyName("output");
            JsonSerializer.Serialize(writer, item.Output, options);
        }

        writer.WriteNumber("cost", item.Cost);
        writer.WriteNumber("input_tokens", item.InputTokens);
        writer.WriteNumber("output_tokens", item.OutputTokens);
        writer.WriteNumber("attempts", item.Attempts);
        writer.WriteEndObject();
    }
}
