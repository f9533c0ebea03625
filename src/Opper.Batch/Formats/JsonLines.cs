using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Opper.Batch.Json;

namespace Opper.Batch.Formats;

/// <summary>One JSON value per line.</summary>
internal static class JsonLines
{
    public static async IAsyncEnumerable<T> ReadAsync<T>(TextFile file, JsonSerializerOptions options,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = file.Open();
        for (var number = 1L; await NextAsync(reader, file, cancellationToken).ConfigureAwait(false) is { } line; number++)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return Read<T>(line, number, file, options);
            }
        }
    }

    public static async Task<BatchSummary> WriteAsync<TIn, TOut>(IAsyncEnumerable<BatchItem<TIn, TOut>> items, TextWriter writer, JsonSerializerOptions options,
        CancellationToken cancellationToken)
    {
        var summary = new BatchSummary();
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = options.Encoder });
        await foreach (var item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            Write(json, item, options);
            json.Flush();
            // JSON that is passed on as it came may be indented. Within strings line breaks are escaped.
            await writer.WriteAsync(Encoding.UTF8.GetString(buffer.WrittenSpan).Replace('\n', ' ').Replace('\r', ' ') + "\n").ConfigureAwait(false);
            json.Reset();
            buffer.ResetWrittenCount();
            summary = summary.With(item);
        }

        return summary;
    }

    private static async ValueTask<string?> NextAsync(TextReader reader, TextFile file, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DecoderFallbackException exception)
        {
            throw file.NotText(exception);
        }
    }

    private static T Read<T>(string line, long number, TextFile file, JsonSerializerOptions options)
    {
        if (typeof(T) == typeof(string) && !line.TrimStart().StartsWith('"'))
        {
            return (T)(object)line;
        }

        try
        {
            if (line.Contains("\\ud", StringComparison.OrdinalIgnoreCase))
            {
                UnreadableRow.CheckCharacters(Encoding.UTF8.GetBytes(line), options);
            }

            return line.AsSpan().Trim() is "null" ? BatchJson.Read<T>("null"u8, options)! : JsonSerializer.Deserialize<T>(line, options)!;
        }
        catch (JsonException) when (typeof(T) == typeof(string))
        {
            // Text that begins with a quotation.
            return (T)(object)line;
        }
        catch (Exception exception) when (UnreadableRow.IsReasonOf(exception))
        {
            throw UnreadableRow.At<T>(FormattableString.Invariant($"Line {number}{file.Of}"), exception);
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
