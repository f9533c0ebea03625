using System.Text;

namespace Opper.Streaming;

/// <summary>State shared by all nodes of one answer: the text buffer and what is left of the limits.</summary>
internal sealed class PartialContext(int maxDepth = OpperClientOptions.DefaultMaxDepth, int maxNumberLength = OpperClientOptions.DefaultMaxNumberLength,
    int maxBytes = OpperClientOptions.DefaultMaxResponseBytes)
{
    // The approximate size of a node without its text.
    private const int PlaceBytes = 64;

    // For all lists of an answer together: far more than a model would skip, far less than exhausts memory.
    private const int MaxGaps = 10_000;

    /// <summary>The cost of a change in addition to its characters.</summary>
    public const int WorkOfChange = 8;

    // Smaller values are rebuilt each time.
    private const int MinWork = 16_384;

    private readonly StringBuilder _buffer = new(256);
    private PartialNode? _bufferOwner;
    private long _bytes;
    private int _gaps;
    private bool _hasSurrogates;

    public int MaxDepth { get; } = maxDepth;

    /// <summary>The node that has changed last.</summary>
    public PartialNode? Changed { get; private set; }

    /// <summary>Increases whenever another node changes than the last one.</summary>
    public int Changes { get; private set; }

    /// <summary>Whether the stream has ended.</summary>
    public bool IsFinished { get; set; }

    /// <summary>Whether JSON text may have other text around it.</summary>
    public bool AllowsTextAround { get; init; } = true;

    /// <summary>Changes whenever nodes are removed.</summary>
    public int Version { get; set; }

    public static PartialContext Of(OpperClientOptions options) =>
        new(options.MaxDepth, options.MaxNumberLength, options.MaxResponseBytes) { AllowsTextAround = options.AllowTextAroundJson };

    /// <summary>Whether a value that must be rebuilt may stay outdated for now: rebuilding a large one for each chunk would take quadratic time.</summary>
    public bool MayDefer(long work, long built, int lag) => !IsFinished && work > MinWork && work - built < built / lag;

    public void NoteChange(PartialNode node)
    {
        Changes += ReferenceEquals(Changed, node) ? 0 : 1;
        Changed = node;
    }

    /// <summary>The buffer for the text of a node. Fields are usually written one after another, so one buffer serves them all.</summary>
    public StringBuilder TakeBuffer(PartialNode node)
    {
        _bufferOwner?.ReleaseBuffer();
        _bufferOwner = node;
        return _buffer.Clear();
    }

    /// <summary>Discards the text of a node that starts over.</summary>
    public void LeaveBuffer(PartialNode node) => _bufferOwner = ReferenceEquals(_bufferOwner, node) ? null : _bufferOwner;

    public void AddPlace(int depth)
    {
        if (depth > MaxDepth)
        {
            throw StreamBounds.Exceeded("The answer", "the depth", nameof(OpperClientOptions.MaxDepth), MaxDepth);
        }

        Charge(PlaceBytes);
    }

    /// <summary>A text as it can be shown: a high surrogate at its end is omitted as long as the low one may follow.</summary>
    public string Show(string text, bool isOver) =>
        !_hasSurrogates ? text : isOver || IsFinished ? JsonText.WellFormed(text)! : JsonText.WellFormedSoFar(text);

    public void AddText(string text)
    {
        Charge(text.Length);
        _hasSurrogates = _hasSurrogates || JsonText.HasSurrogates(text);
    }

    public void CheckNumber(int length)
    {
        if (length > maxNumberLength)
        {
            throw StreamBounds.Exceeded("The answer", "a number", nameof(OpperClientOptions.MaxNumberLength), maxNumberLength);
        }
    }

    /// <summary>Counts the items that an index skips; a negative count is for those that arrive later.</summary>
    public void AddGaps(long count)
    {
        if (_gaps + count > MaxGaps)
        {
            throw new OpperStreamException("The stream uses an array index far beyond the items received so far.");
        }

        _gaps += (int)count;
    }

    private void Charge(int bytes)
    {
        _bytes += bytes;
        if (_bytes > maxBytes)
        {
            throw StreamBounds.Exceeded("The answer", "the assembled content", nameof(OpperClientOptions.MaxResponseBytes), maxBytes);
        }
    }
}
