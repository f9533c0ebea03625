using Newtonsoft.Json.Linq;

namespace Opper;

/// <summary>One event of a streamed call. System.Text.Json writes it as it is on the wire, so that it can be sent on.</summary>
[System.Text.Json.Serialization.JsonConverter(typeof(StreamChunkConverter))]
public sealed class StreamChunk
{
    // There is one of these for each event: what few events have stands apart.
    private Rare? _rare;
    private string? _chunkType;

    /// <summary>The new piece: text as it is, digits of a number, <c>true</c> or <c>false</c>; <see langword="null"/> when the event has none.</summary>
    public string? Delta { get; init; }

    /// <summary>What JSON <see cref="Delta"/> was.</summary>
    public StreamDeltaKind DeltaKind { get; init; }

    /// <summary>Which field of the output gets the delta, such as <c>people[0].name</c>; <see langword="null"/> when the answer is text.</summary>
    public string? JsonPath { get; init; }

    /// <summary>The span of the call, where the event names it; usually the first event alone.</summary>
    public string? SpanId { get; init; }

    /// <summary>What kind of event it is, or <see langword="null"/>.</summary>
    public StreamChunkType? ChunkType
    {
        get => _chunkType is { } type ? new StreamChunkType(type) : default(StreamChunkType?);
        init => _chunkType = value?.Value;
    }

    /// <summary>Fields that this version of the library does not know, or <see langword="null"/>.</summary>
    public IReadOnlyDictionary<string, JToken?>? AdditionalProperties
    {
        get => _rare?.Properties;
        init
        {
            if (value is not null)
            {
                (_rare ??= new Rare()).Properties = value;
            }
        }
    }

    internal string? ErrorType
    {
        get => _rare?.ErrorType;
        init
        {
            if (value is not null)
            {
                (_rare ??= new Rare()).ErrorType = value;
            }
        }
    }

    internal string? ErrorMessage
    {
        get => _rare?.ErrorMessage;
        init
        {
            if (value is not null)
            {
                (_rare ??= new Rare()).ErrorMessage = value;
            }
        }
    }

    // A chunk that was made by hand may leave the kind out.
    internal StreamDeltaKind Kind => Delta is not null && DeltaKind == StreamDeltaKind.None ? StreamDeltaKind.String : DeltaKind;

    internal bool IsError => SaysError(_chunkType, ErrorType, ErrorMessage);

    internal static bool SaysError(string? chunkType, string? errorType, string? errorMessage)
        => errorType is not null || errorMessage is not null || chunkType == StreamChunkType.Error.Value;

    private sealed class Rare
    {
        public IReadOnlyDictionary<string, JToken?>? Properties { get; set; }

        public string? ErrorType { get; set; }

        public string? ErrorMessage { get; set; }
    }
}
