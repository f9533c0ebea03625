namespace Opper;

/// <summary>What all places of one answer share: the text that is being written, and what is left of the bounds.</summary>
internal sealed class PartialContext(int maxDepth = OpperClientOptions.DefaultMaxDepth, int maxNumberLength = OpperClientOptions.DefaultMaxNumberLength, int maxBytes = OpperClientOptions.DefaultMaxResponseBytes)
{
    // What a place costs beside its text.
    private const int PlaceBytes = 64;

    // Far more than a model would leave out, and far less than fills the memory: for all lists of an answer together.
    private const int MaxGaps = 10_000;

    /// <summary>What a change counts for beside its characters.</summary>
    public const int WorkOfChange = 8;

    // Less is made anew each time.
    private const int MinWork = 16_384;

    private long _bytes;
    private int _gaps;

    public GrowingText Growing { get; } = new();

    public int MaxDepth { get; } = maxDepth;

    /// <summary>Whether any text has a character beyond the basic plane, or half of one.</summary>
    private bool HasSurrogates { get; set; }

    /// <summary>Whether nothing follows.</summary>
    public bool IsFinished { get; set; }

    /// <summary>Whether JSON text may have other text around it.</summary>
    public bool AllowsTextAround { get; init; } = true;

    /// <summary>Changes whenever places that there were are gone.</summary>
    public int Version { get; set; }

    public static PartialContext Of(OpperClientOptions options) => new(options.MaxDepth, options.MaxNumberLength, options.MaxResponseBytes) { AllowsTextAround = options.AllowTextAroundJson };

    /// <summary>Whether a value that is made anew, though it has changed, may stay what it was: made for each piece, a large one would cost the square of what there is.</summary>
    public bool MayWait(long work, long built, int lag) => !IsFinished && work > MinWork && work - built < built / lag;

    public void AddPlace(int depth)
    {
        CheckDepth(depth);
        Charge(PlaceBytes);
    }

    public void CheckDepth(int depth)
    {
        if (depth > MaxDepth)
        {
            throw StreamBounds.Exceeded("The answer", "the depth", nameof(OpperClientOptions.MaxDepth), MaxDepth);
        }
    }

    /// <summary>A text as it can be shown: half of a character at its end is left out as long as the other half may come.</summary>
    public string Show(string text, bool isOver)
        => !HasSurrogates ? text : isOver || IsFinished ? JsonText.WellFormed(text)! : JsonText.WellFormedSoFar(text);

    public void AddText(string text)
    {
        Charge(text.Length);
        HasSurrogates = HasSurrogates || JsonText.HasSurrogates(text);
    }

    public void CheckNumber(int length)
    {
        if (length > maxNumberLength)
        {
            throw StreamBounds.Exceeded("The answer", "a number", nameof(OpperClientOptions.MaxNumberLength), maxNumberLength);
        }
    }

    /// <summary>Counts the items that an index leaves out, and those that come for them later.</summary>
    public void AddGaps(long count)
    {
        if (_gaps + count > MaxGaps)
        {
            throw new OpperStreamException("The stream names an array index far beyond the items before it.");
        }

        _gaps += (int)count;
    }

    private void Charge(int bytes)
    {
        _bytes += bytes;
        if (_bytes > maxBytes)
        {
            throw StreamBounds.Exceeded("The answer", "all that was put together", nameof(OpperClientOptions.MaxResponseBytes), maxBytes);
        }
    }
}
