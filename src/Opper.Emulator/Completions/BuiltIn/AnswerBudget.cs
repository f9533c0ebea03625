using System.Diagnostics;
using Opper.Emulator.Errors;

namespace Opper.Emulator.Completions.BuiltIn;

/// <summary>
/// What is left of the work that one answer may take. Whoever loops over what a client sent asks it, so that the work ends when it is too
/// much, or when nobody waits for it any more.
/// </summary>
internal sealed class AnswerBudget(EmulatorLimits limits, CancellationToken cancellationToken)
{
    private const int MaxNesting = 24;
    private const int MaxPatternLength = 10_000;
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly Dictionary<string, Regex> _patterns = new(StringComparer.Ordinal);
    private int _nesting;
    private int _steps;
    private long _values;
    private long _characters;

    public int MaxInputCharacters => limits.MaxInputCharacters;

    private TimeSpan Left => limits.MaxAnswerTime - Stopwatch.GetElapsedTime(_started);

    /// <summary>To be called once for each piece of work that takes no more than moments.</summary>
    public void Step()
    {
        cancellationToken.ThrowIfCancellationRequested();
        // The clock is read now and then only.
        if (++_steps % 16 == 0 && Left <= TimeSpan.Zero)
        {
            throw TooLong();
        }
    }

    public void TakeValues(long count)
    {
        Step();
        Take(ref _values, count, limits.MaxAnswerValues, "values");
    }

    public void TakeCharacters(long count) => Take(ref _characters, count, limits.MaxAnswerCharacters, "characters in its strings");

    /// <summary>Does work within work; the other value where that goes too deep, as in a schema that is made of itself.</summary>
    public T Nested<T>(Func<T> work, Func<T> otherwise)
    {
        if (_nesting >= MaxNesting)
        {
            return otherwise();
        }

        _nesting++;
        try
        {
            return work();
        }
        finally
        {
            _nesting--;
        }
    }

    /// <summary>Whether a text matches a schema's pattern.</summary>
    public bool IsMatch(string pattern, string text)
    {
        Step();
        try
        {
            return (_patterns.TryGetValue(pattern, out var known) ? known : _patterns[pattern] = Compile(pattern)).IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            throw TooLong();
        }
    }

    // A pattern of the client's may backtrack for ever. Most can be matched without; the others get no more time than the whole answer has.
    private Regex Compile(string pattern)
    {
        if (pattern.Length > MaxPatternLength)
        {
            throw Refuse($"has a pattern of more than {MaxPatternLength} characters");
        }

        var left = Left > TimeSpan.Zero ? Left : throw TooLong();
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, left);
        }
        catch (NotSupportedException)
        {
            // Look-arounds and back-references.
            return new Regex(pattern, RegexOptions.CultureInvariant, left);
        }
        catch (ArgumentException error)
        {
            throw Refuse($"has a pattern that is no regular expression: {error.Message}");
        }
    }

    private static void Take(ref long taken, long count, long limit, string what)
    {
        taken += Math.Max(0, count);
        if (taken > limit)
        {
            throw Refuse($"asks for more than {limit} {what}");
        }
    }

    private ApiException TooLong() => Refuse($"takes longer than {limits.MaxAnswerTime.TotalSeconds} seconds to answer");

    private static ApiException Refuse(FormattableString what) =>
        ApiException.BadRequest($"The output schema, with this input, {what.ToString(CultureInfo.InvariantCulture)}");
}
