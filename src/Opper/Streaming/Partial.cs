namespace Opper;

/// <summary>A typed answer as received so far. A stream returns one for each chunk, and a final one that is complete.</summary>
/// <typeparam name="T">The type of the answer.</typeparam>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Naming", "CA1716", Justification = "Partial is a keyword in Visual Basic, which can escape it in brackets.")]
public sealed class Partial<T>
{
    private readonly PartialAnswer? _answer;
    private readonly T? _value;

    // The node that has changed, or its path.
    private readonly object? _changed;

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

    /// <summary>Creates one for tests of code that reads typed streams. All parts count as complete if it is the final one; otherwise none does.</summary>
    /// <param name="value">The value so far.</param>
    /// <param name="path">The path that has changed.</param>
    /// <param name="delta">The delta that was received.</param>
    /// <param name="isFinal">Whether the value is complete.</param>
    public Partial(T? value, string? path = null, string? delta = null, bool isFinal = false)
    {
        _value = value;
        _changed = path;
        Delta = delta;
        IsFinal = isFinal;
    }

    /// <summary>
    /// The value so far. It is built on demand and it is live: the same object is updated by later chunks, so read it before the next iteration of the loop,
    /// or take a <see cref="ToSnapshot"/>. The cost is proportional to what has changed since the last read, not to the size of the answer.
    /// </summary>
    /// <remarks>
    /// Members for which nothing has arrived have their default; where the type is not nullable, strings, collections and objects are empty instead. A string
    /// holds the text received so far; a number, a date or an enum is set as soon as its text can be parsed. An item is added to a list with its first part.
    /// Lists, dictionaries and objects are updated in place; strings, arrays, sets, <c>JsonElement</c>, <c>JToken</c> and converted values are rebuilt. Of
    /// more than 16,000 characters, a string may lag by a 64th and any other by an 8th until that part is complete, so that the total time is linear.
    /// <see cref="ToSnapshot"/> never lags. The value of the final one is deserialized strictly, as that of an unstreamed call is.
    /// </remarks>
    public T? Value => IsFinal || _answer is null ? _value : Typed(_answer.Build());

    /// <summary>The changed path, such as <c>people[0].name</c>, without a leading <c>response.</c>; empty for the whole answer, null at the end.</summary>
    public string? Path => _changed is PartialNode node ? PartialPath.Of(node) : (string?)_changed;

    /// <summary>The delta received: text, digits of a number, or JSON text. <see langword="null"/> for a null, and in the final one.</summary>
    public string? Delta { get; }

    /// <summary>Whether the stream has ended and <see cref="Value"/> is complete and valid for its type.</summary>
    public bool IsFinal { get; }

    /// <summary>The JSON names of the complete members of the answer, in the order of arrival. In the final one, all members received.</summary>
    public IReadOnlyList<string> CompleteMembers
        => _answer?.Root is { Kind: PartialKind.Object } root
            ? [.. root.Children.Where(child => child is { Name: not null } && (IsFinal ? !child.IsDropped : child.IsComplete)).Select(child => child!.Name!)]
            : [];

    /// <summary>Whether a part of the answer is complete: the stream has moved on to another field, or has ended.</summary>
    /// <param name="path">The path in JSON names, such as <c>title</c> or <c>people[0].name</c>.</param>
    /// <returns><see langword="true"/> if no more chunks are expected for it.</returns>
    public bool IsComplete(string path)
    {
        ThrowIf.Null(path);
        return IsFinal || _answer?.Find(path) is { IsComplete: true };
    }

    /// <summary>A copy of the value so far, which later chunks do not change. Its cost is proportional to the size of the answer.</summary>
    /// <returns>A copy; for the final one, the value itself.</returns>
    public T? ToSnapshot() => IsFinal || _answer is null ? _value : Typed(_answer.BuildCopy());

    private static T? Typed(object? value) => value is T typed ? typed : default;
}
