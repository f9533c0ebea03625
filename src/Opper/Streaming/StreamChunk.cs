using System.Text.Json;

namespace Opper;

public partial class StreamChunk
{
    /// <summary>The new piece: text as it is, digits of a number, <c>true</c> or <c>false</c>; <see langword="null"/> when the event has none.</summary>
    public string? Delta
    {
        get => _delta.Text;
        init => _delta = new StreamPiece(value, _delta.Kind);
    }

    /// <summary>What JSON <see cref="Delta"/> was.</summary>
    public StreamDeltaKind DeltaKind
    {
        get => _delta.Kind;
        init => _delta = new StreamPiece(_delta.Text, value);
    }

    /// <summary>What kind of event it is, or <see langword="null"/>.</summary>
    public StreamChunkType? ChunkType
    {
        get => TypeName is { } type ? new StreamChunkType(type) : default(StreamChunkType?);
        init => TypeName = value?.Value;
    }

    // A chunk that was made by hand may leave the kind out.
    internal StreamDeltaKind Kind => Delta is not null && DeltaKind == StreamDeltaKind.None ? StreamDeltaKind.String : DeltaKind;

    /// <summary>A member that is not known, without making a dictionary to look for it.</summary>
    internal RawJson? Additional(string name) => _rare?.AdditionalProperties is { } others && others.TryGetValue(name, out var value) ? value : null;

    internal bool IsError => _rare is { TypeName: "error" } or { ErrorType: not null } or { ErrorMessage: not null };

    internal void ReadEvent(ReadOnlySpan<byte> data, EventCache events)
    {
        if (events.TryRepeat(data, out _delta, out var common))
        {
            _rare = (Rare?)common;
            return;
        }

        JsonAnswer.ReadInto(data, this, events);
        if (_rare?.AdditionalProperties is not { } others)
        {
            events.Keep(data, _rare);
            return;
        }

        // The documentation shows {"data": {…}}; on the wire the chunk is flat.
        if (others.TryGetValue("data", out var inner) && inner is { ValueKind: JsonValueKind.Object })
        {
            others.Remove("data");
            JsonAnswer.ReadInto(inner.Utf8.Span, this, events);
        }

        TakeError(others);
    }

    // OpenAI-compatible servers put an object or a text here; null, false and empty values say that there is none.
    private void TakeError(IDictionary<string, RawJson?> others)
    {
        if (!others.TryGetValue("error", out var error))
        {
            return;
        }

        others.Remove("error");
        if (others.Count == 0)
        {
            _rare!.AdditionalProperties = null;
        }

        if (StreamError.Parse(error) is { } parsed)
        {
            _rare!.ErrorType ??= parsed.Type;
            _rare.ErrorMessage ??= parsed.Message;
        }
    }
}
