namespace Opper;

/// <summary>A typed answer as far as it has come: one for each piece of the stream, and a last one that is whole.</summary>
/// <typeparam name="T">The type of the answer.</typeparam>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Naming", "CA1716", Justification = "Partial is a keyword in Visual Basic, which can write it in brackets.")]
public sealed class Partial<T>
{
    private readonly PartialAnswer? _answer;
    private readonly PartialNode? _changed;
    private readonly T? _value;
    private string? _path;

    internal Partial(PartialAnswer answer, PartialNode changed, string? delta)
    {
        _answer = answer;
        _changed = changed;
        Delta = delta;
    }

    internal Partial(PartialAnswer answer, T final)
    {
        _answer = answer;
        _value = final;
        IsFinal = true;
    }

    /// <summary>Makes one by hand, for tests of code that reads typed streams. All that it has counts as complete when it is the final one, and nothing before.</summary>
    /// <param name="value">The value so far.</param>
    /// <param name="path">The path that has just changed.</param>
    /// <param name="delta">The piece that came.</param>
    /// <param name="isFinal">Whether the value is whole.</param>
    public Partial(T? value, string? path = null, string? delta = null, bool isFinal = false)
    {
        _value = value;
        _path = path;
        Delta = delta;
        IsFinal = isFinal;
    }

    /// <summary>
    /// The value so far. It is made when it is asked for, and it is live: one object that grows, so read it before the next step of the loop,
    /// or take a <see cref="ToSnapshot"/>. Asking costs what has changed since it was last asked for, not what there is.
    /// </summary>
    /// <remarks>
    /// Members of which nothing has come have the default of their type; where the type says that there is never null, texts and collections are empty, and
    /// so are objects. A text is as long as it has come; a number, a date or an enum counts as soon as what has come can be read as one. An item of a list is there
    /// once something of it is. Lists, dictionaries and objects grow; a text, an array, a set, a <c>JsonElement</c> or <c>JToken</c> and what a converter reads are made anew. Of those that
    /// have come to more than 16,000 characters, a text may lack its last 64th and any other its last 8th, until the part is complete: so the time for all steps stays in proportion to the
    /// answer. <see cref="ToSnapshot"/> lacks nothing. The value of the final one is read strictly, as a call's is.
    /// </remarks>
    public T? Value => IsFinal || _answer is null ? _value : Typed(_answer.Build());

    /// <summary>What has just changed, such as <c>people[0].name</c>, without a <c>response.</c> before it; empty for the whole, <see langword="null"/> in the final one.</summary>
    public string? Path => _path ??= _changed is null ? null : PartialPath.Of(_changed, _answer!.ValueRoot);

    /// <summary>The piece that came: text as it is, digits of a number. JSON text where the answer comes as that. <see langword="null"/> for a null, and in the final one.</summary>
    public string? Delta { get; }

    /// <summary>Whether the stream has ended and <see cref="Value"/> is whole and fits its type.</summary>
    public bool IsFinal { get; }

    /// <summary>The members of the answer that are complete, by their names in JSON and in the order they came: all that has come, when this is the final one.</summary>
    public IReadOnlyList<string> CompleteMembers
        => _answer?.ValueRoot is { Kind: PartialKind.Object } root
            ? [.. root.Children.Where(child => child is { Name: not null } && (IsFinal ? !child.IsDropped : child.IsComplete)).Select(child => child!.Name!)]
            : [];

    /// <summary>Whether a part of the answer has come to its end: the stream has gone on to another field, or is over.</summary>
    /// <param name="path">The part, by names in JSON, such as <c>title</c> or <c>people[0].name</c>.</param>
    /// <returns><see langword="true"/> when nothing is to be added to it any more.</returns>
    public bool IsComplete(string path)
    {
        ThrowIf.Null(path);
        return IsFinal || _answer?.Find(path) is { IsComplete: true };
    }

    /// <summary>The value so far as an object of its own that does not change any more. Costs what there is, so not for every step of a long stream.</summary>
    /// <returns>A copy; of the final one, the value itself.</returns>
    public T? ToSnapshot() => IsFinal || _answer is null ? _value : Typed(_answer.BuildCopy());

    private static T? Typed(object? value) => value is T typed ? typed : default;
}
