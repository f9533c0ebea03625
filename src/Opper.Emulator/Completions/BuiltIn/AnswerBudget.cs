using System.Diagnostics;
using Opper.Emulator.Errors;

namespace Opper.Emulator.Completions.BuiltIn;

/// <summary>What is left of the work that one answer may take. Whoever loops over what a client sent asks it, so that the work ends when it is too much, or when nobody waits for it any more.</summary>
internal sealed class AnswerBudget(EmulatorLimits limits, CancellationToken cancellationToken)
{
    private const int MaxNesting = 24;
    private const int MaxPatternLength = 10_000;
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly Dictionary<string, Regex?> _patterns = new(StringComparer.Ordinal);
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
        _values += Math.Max(0, count);
        if (_values > limits.MaxAnswerValues)
        {
            throw Refuse($"asks for more than {limits.MaxAnswerValues} values");
        }
    }

    public void TakeCharacters(long count)
    {
        _characters += Math.Max(0, count);
        if (_characters > limits.MaxAnswerCharacters)
        {
            throw Refuse($"asks for strings of more than {limits.MaxAnswerCharacters} characters together");
        }
    }

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
            return Compiled(pattern)?.IsMatch(text) ?? throw Refuse($"has the pattern '{Shown(pattern)}', which the emulator cannot read as a regular expression");
        }
        catch (RegexMatchTimeoutException)
        {
            throw TooLong();
        }
    }

    // A pattern of the client's may backtrack for ever. Most can be matched without; the others get no more time than the whole answer has.
    private Regex? Compiled(string pattern)
    {
        if (_patterns.TryGetValue(pattern, out var known))
        {
            return known;
        }

        if (pattern.Length > MaxPatternLength)
        {
            throw Refuse($"has a pattern of more than {MaxPatternLength} characters");
        }

        var left = Left;
        left = left > TimeSpan.Zero ? left : throw TooLong();
        try
        {
            return _patterns[pattern] = new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, left);
        }
        catch (NotSupportedException)
        {
            // Look-arounds and back-references.
            return _patterns[pattern] = new Regex(pattern, RegexOptions.CultureInvariant, left);
        }
        catch (ArgumentException)
        {
            return _patterns[pattern] = null;
        }
    }

    private ApiException TooLong() => Refuse($"takes longer than {limits.MaxAnswerTime.TotalSeconds} seconds to answer");

    private static ApiException Refuse(FormattableString what) => ApiException.BadRequest($"The output schema, with this input, {what.ToString(CultureInfo.InvariantCulture)}");

    private static string Shown(string pattern) => pattern.Length <= 100 ? pattern : pattern[..100] + "…";
}
