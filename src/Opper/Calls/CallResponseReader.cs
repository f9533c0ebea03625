using System.Text.Json;

namespace Opper;

/// <summary>
/// Reads the answer to a call from its UTF-8 in one pass; its payload stays as it is until somebody wants it. It takes answers as they mostly are:
/// of anything unusual it says so, and the serializer decides what that is, or why it is refused.
/// </summary>
internal static class CallResponseReader
{
    private static readonly string[] Names = ["span_id", "message", "json_payload", "cached", "images", "usage", "cost"];

    private delegate bool MemberReader<T>(ref Utf8JsonReader reader, ReadOnlyMemory<byte> utf8, T target);

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
        : Names.Contains(reader.GetString()!, StringComparer.OrdinalIgnoreCase) ? Seen.None
        : Seen.Others;

    private static bool TryReadMember(ref Utf8JsonReader reader, Seen member, ReadOnlyMemory<byte> utf8, CallResponse target, ref ReadOnlyMemory<byte> payload)
    {
        if (member == Seen.Others)
        {
            var name = reader.GetString()!;
            reader.Read();
            target.AdditionalProperties[name] = OpperJson.ReadToken(utf8[RawJson.Skip(ref reader)]);
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
                payload = reader.TokenType == JsonTokenType.Null ? default : utf8[RawJson.Skip(ref reader)];
                return true;
            case Seen.Cached when reader.TokenType is JsonTokenType.True or JsonTokenType.False:
                target.Cached = reader.GetBoolean();
                return true;
            case Seen.Images when reader.TokenType == JsonTokenType.StartArray:
                return TryReadImages(ref reader, target.Images = []);
            case Seen.Usage when reader.TokenType == JsonTokenType.StartObject:
                return TryReadMembers(ref reader, utf8, target.Usage = new Usage(), TryReadUsageMember);
            case Seen.Cost when reader.TokenType == JsonTokenType.StartObject:
                return TryReadMembers(ref reader, utf8, target.Cost = new Cost(), TryReadCostMember);
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

    private static bool TryReadMembers<T>(ref Utf8JsonReader reader, ReadOnlyMemory<byte> utf8, T target, MemberReader<T> read)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!read(ref reader, utf8, target))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryReadUsageMember(ref Utf8JsonReader reader, ReadOnlyMemory<byte> utf8, Usage usage)
    {
        if (reader.ValueTextEquals("input_tokens"u8))
        {
            var isRead = TryReadInteger(ref reader, usage.InputTokens, out var tokens);
            usage.InputTokens = (int?)tokens;
            return isRead;
        }

        if (reader.ValueTextEquals("output_tokens"u8))
        {
            var isRead = TryReadInteger(ref reader, usage.OutputTokens, out var tokens);
            usage.OutputTokens = (int?)tokens;
            return isRead;
        }

        if (reader.ValueTextEquals("total_tokens"u8))
        {
            var isRead = TryReadInteger(ref reader, usage.TotalTokens, out var tokens, long.MinValue, long.MaxValue);
            usage.TotalTokens = tokens;
            return isRead;
        }

        if (reader.ValueTextEquals("input_tokens_details"u8) && usage.InputTokensDetails is null)
        {
            usage.InputTokensDetails = ReadRest<InputTokenDetails>(ref reader, utf8);
            return true;
        }

        if (reader.ValueTextEquals("output_tokens_details"u8) && usage.OutputTokensDetails is null)
        {
            usage.OutputTokensDetails = ReadRest<OutputTokenDetails>(ref reader, utf8);
            return true;
        }

        return false;
    }

    private static bool TryReadCostMember(ref Utf8JsonReader reader, ReadOnlyMemory<byte> utf8, Cost cost)
    {
        if (reader.ValueTextEquals("generation"u8))
        {
            var isRead = TryReadNumber(ref reader, cost.Generation, out var amount);
            cost.Generation = amount;
            return isRead;
        }

        if (reader.ValueTextEquals("platform"u8))
        {
            var isRead = TryReadNumber(ref reader, cost.Platform, out var amount);
            cost.Platform = amount;
            return isRead;
        }

        if (reader.ValueTextEquals("total"u8))
        {
            var isRead = TryReadNumber(ref reader, cost.Total, out var amount);
            cost.Total = amount;
            return isRead;
        }

        return false;
    }

    // A value that was there before makes the object an unusual one; null is the same as nothing.
    private static bool TryReadInteger(ref Utf8JsonReader reader, long? before, out long? value, long least = int.MinValue, long most = int.MaxValue)
    {
        reader.Read();
        value = reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number) && number >= least && number <= most ? number : null;
        return before is null && (value is not null || reader.TokenType == JsonTokenType.Null);
    }

    private static bool TryReadNumber(ref Utf8JsonReader reader, double? before, out double? value)
    {
        reader.Read();
        value = reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var number) && !double.IsInfinity(number) ? number : null;
        return before is null && (value is not null || reader.TokenType == JsonTokenType.Null);
    }

    private static T? ReadRest<T>(ref Utf8JsonReader reader, ReadOnlyMemory<byte> utf8)
        where T : class
    {
        reader.Read();
        return OpperJson.Read<T>(utf8[RawJson.Skip(ref reader)]);
    }
}
