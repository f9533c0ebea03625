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

        // The documentation shows {"data": {…}}; the live API sends the chunk without that envelope.
        if (others.TryGetValue("data", out var inner) && inner is { ValueKind: JsonValueKind.Object })
        {
            others.Remove("data");
            JsonAnswer.ReadInto(inner.Utf8.Span, this, events);
        }

        TakeError(others);
    }

    // OpenAI-compatible servers send an object or a string here; null, false and empty values mean that there is no error.
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
