using System.Text.Json;

namespace Opper;

/// <summary>
/// Reads the answer to a call from its UTF-8 in one pass; its payload stays as it is until somebody wants it. It takes answers as they mostly are:
/// of anything unusual it says so, and the serializer decides what that is, or why it is refused.
/// </summary>
internal static class CallResponseReader
{
    private static readonly string[] Names = ["span_id", "message", "json_payload", "cached", "images", "usage", "cost"];

    [Flags]
    private enum Seen
    {
        None = 0,
        SpanId = 1,
        Message = 2,
        Payload = 4,
        Cached = 8,
        Usage = 16,
        Cost = 32,
        Images = 64,
        Others = 128,
    }

    /// <param name="utf8">The whole answer.</param>
    /// <param name="target">Takes all but the payload. Where this gives <see langword="false"/>, it is not to be used.</param>
    /// <param name="payload">The payload's JSON; empty when there is none, or null.</param>
    /// <returns>Whether the answer was read.</returns>
    public static bool TryRead(ReadOnlyMemory<byte> utf8, CallResponse target, out ReadOnlyMemory<byte> payload)
    {
        payload = default;
        try
        {
            var reader = new Utf8JsonReader(utf8.Span, new JsonReaderOptions { MaxDepth = OpperJson.MaxDepth });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            var seen = Seen.None;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (Find(ref reader) is not (var member and not Seen.None) || (member != Seen.Others && (seen & member) != 0))
                {
                    return false;
                }

                seen |= member;
                if (!TryReadMember(ref reader, member, utf8, target, ref payload))
                {
                    return false;
                }
            }

            return !reader.Read();
        }
        catch (Exception exception) when (exception is System.Text.Json.JsonException or Newtonsoft.Json.JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static Seen Find(ref Utf8JsonReader reader)
        => reader.ValueTextEquals("span_id"u8) ? Seen.SpanId
        : reader.ValueTextEquals("message"u8) ? Seen.Message
        : reader.ValueTextEquals("json_payload"u8) ? Seen.Payload
        : reader.ValueTextEquals("cached"u8) ? Seen.Cached
        : reader.ValueTextEquals("images"u8) ? Seen.Images
        : reader.ValueTextEquals("usage"u8) ? Seen.Usage
        : reader.ValueTextEquals("cost"u8) ? Seen.Cost
        // The serializer takes a name in other case too.
        : Array.Exists(Names, Is(reader.GetString()!)) ? Seen.None
        : Seen.Others;

    private static Predicate<string> Is(string name) => known => known.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static bool TryReadMember(ref Utf8JsonReader reader, Seen member, ReadOnlyMemory<byte> utf8, CallResponse target, ref ReadOnlyMemory<byte> payload)
    {
        if (member == Seen.Others)
        {
            var name = reader.GetString()!;
            reader.Read();
            target.AdditionalProperties[name] = OpperJson.ReadToken(Skip(ref reader, utf8));
            return true;
        }

        reader.Read();
        switch (member)
        {
            case Seen.SpanId when reader.TokenType == JsonTokenType.String:
                target.SpanId = reader.GetString()!;
                return true;
            case Seen.Message when reader.TokenType is JsonTokenType.String or JsonTokenType.Null:
                target.Message = reader.GetString();
                return true;
            case Seen.Payload:
                payload = reader.TokenType == JsonTokenType.Null ? default : Skip(ref reader, utf8);
                return true;
            case Seen.Cached when reader.TokenType is JsonTokenType.True or JsonTokenType.False:
                target.Cached = reader.GetBoolean();
                return true;
            case Seen.Images when reader.TokenType == JsonTokenType.StartArray:
                return TryReadImages(ref reader, target.Images = []);
            case Seen.Usage when reader.TokenType == JsonTokenType.StartObject:
                return TryReadUsage(ref reader, utf8, target.Usage = new Usage());
            case Seen.Cost when reader.TokenType == JsonTokenType.StartObject:
                return TryReadCost(ref reader, target.Cost = new Cost());
            default:
                return reader.TokenType == JsonTokenType.Null && member != Seen.SpanId;
        }
    }

    private static bool TryReadImages(ref Utf8JsonReader reader, IList<string> images)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.String)
        {
            images.Add(reader.GetString()!);
        }

        return reader.TokenType == JsonTokenType.EndArray;
    }

    private static bool TryReadUsage(ref Utf8JsonReader reader, ReadOnlyMemory<byte> utf8, Usage usage)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isRead;
            if (reader.ValueTextEquals("input_tokens"u8))
            {
                isRead = TryReadInteger(ref reader, usage.InputTokens, out var tokens);
                usage.InputTokens = tokens;
            }
            else if (reader.ValueTextEquals("output_tokens"u8))
            {
                isRead = TryReadInteger(ref reader, usage.OutputTokens, out var tokens);
                usage.OutputTokens = tokens;
            }
            else if (reader.ValueTextEquals("total_tokens"u8))
            {
                isRead = TryReadLong(ref reader, usage.TotalTokens, out var tokens);
                usage.TotalTokens = tokens;
            }
            else if (reader.ValueTextEquals("input_tokens_details"u8))
            {
                isRead = usage.InputTokensDetails is null;
                usage.InputTokensDetails = ReadRest<InputTokenDetails>(ref reader, utf8);
            }
            else if (reader.ValueTextEquals("output_tokens_details"u8))
            {
                isRead = usage.OutputTokensDetails is null;
                usage.OutputTokensDetails = ReadRest<OutputTokenDetails>(ref reader, utf8);
            }
            else
            {
                isRead = false;
            }

            if (!isRead)
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryReadCost(ref Utf8JsonReader reader, Cost cost)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isRead;
            if (reader.ValueTextEquals("generation"u8))
            {
                isRead = TryReadNumber(ref reader, cost.Generation, out var amount);
                cost.Generation = amount;
            }
            else if (reader.ValueTextEquals("platform"u8))
            {
                isRead = TryReadNumber(ref reader, cost.Platform, out var amount);
                cost.Platform = amount;
            }
            else if (reader.ValueTextEquals("total"u8))
            {
                isRead = TryReadNumber(ref reader, cost.Total, out var amount);
                cost.Total = amount;
            }
            else
            {
                isRead = false;
            }

            if (!isRead)
            {
                return false;
            }
        }

        return true;
    }

    // A value that was there before makes the object an unusual one; null is the same as nothing.
    private static bool TryReadInteger(ref Utf8JsonReader reader, int? before, out int? value)
    {
        value = null;
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number))
        {
            value = number;
        }

        return before is null && (value is not null || reader.TokenType == JsonTokenType.Null);
    }

    private static bool TryReadLong(ref Utf8JsonReader reader, long? before, out long? value)
    {
        value = null;
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number))
        {
            value = number;
        }

        return before is null && (value is not null || reader.TokenType == JsonTokenType.Null);
    }

    private static bool TryReadNumber(ref Utf8JsonReader reader, double? before, out double? value)
    {
        value = null;
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var number) && !double.IsInfinity(number))
        {
            value = number;
        }

        return before is null && (value is not null || reader.TokenType == JsonTokenType.Null);
    }

    private static T? ReadRest<T>(ref Utf8JsonReader reader, ReadOnlyMemory<byte> utf8)
        where T : class
    {
        reader.Read();
        return OpperJson.Read<T>(Skip(ref reader, utf8));
    }

    private static ReadOnlyMemory<byte> Skip(ref Utf8JsonReader reader, ReadOnlyMemory<byte> utf8)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return utf8.Slice(start, (int)reader.BytesConsumed - start);
    }
}
