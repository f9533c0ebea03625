using System.Text.Json;

namespace Opper;

public partial class StreamChunk
{
    /// <summary>The delta: text, the digits of a number, <c>true</c> or <c>false</c>; <see langword="null"/> if the event has none.</summary>
    public string? Delta
    {
        get => _delta.Text;
        init => _delta = new StreamPiece(value, _delta.Kind);
    }

    /// <summary>The JSON type of <see cref="Delta"/>.</summary>
    public StreamDeltaKind DeltaKind
    {
        get => _delta.Kind;
        init => _delta = new StreamPiece(_delta.Text, value);
    }

    /// <summary>The type of the event, or <see langword="null"/>.</summary>
    public StreamChunkType? ChunkType
    {
        get => TypeName is { } type ? new StreamChunkType(type) : default(StreamChunkType?);
        init => TypeName = value?.Value;
    }

    // The kind may be unset in chunks that a test creates.
    internal StreamDeltaKind Kind => Delta is not null && DeltaKind == StreamDeltaKind.None ? StreamDeltaKind.String : DeltaKind;

    /// <summary>An unknown member. Does not create the dictionary to look it up.</summary>
    internal RawJson? Additional(string name) => _rare?.AdditionalProperties is { } others && others.TryGetValue(name, out var value) ? value : null;

    internal bool MayBeError => _rare is not null
        && (_rare.ErrorType is not null || _rare.ErrorMessage is not null || StreamEvent.IsError(TypeName)
            || StreamError.MayBeIn(_rare.AdditionalProperties));

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

        // The documentation shows {"data": {…}}; the live API sends the chunk without that envelope.
        if (others.TryGetValue("data", out var inner) && inner is { ValueKind: JsonValueKind.Object })
        {
            others.Remove("data");
            JsonAnswer.ReadInto(inner.Utf8.Span, this, events);
        }
    }
}
