using System.Diagnostics;

namespace Opper.Emulator.Completions.BuiltIn;

/// <summary>
/// The remaining work that one output may take. Loops over client input check it, so that they end when the limit is exceeded or the client has
/// disconnected.
/// </summary>
internal sealed class OutputBudget(EmulatorLimits limits, CancellationToken cancellationToken)
{
    private const int MaxPatternLength = 10_000;
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly Dictionary<string, Regex> _patterns = new(StringComparer.Ordinal);
    private int _steps;
    private long _values;
    private long _characters;

    public int MaxInputCharacters => limits.MaxInputCharacters;

    private TimeSpan Left => limits.MaxOutputTime - Stopwatch.GetElapsedTime(_started);

    /// <summary>To be called before each short piece of work.</summary>
    public void Step()
    {
        cancellationToken.ThrowIfCancellationRequested();
        // The clock is read only every few steps.
        if (++_steps % 16 == 0 && Left <= TimeSpan.Zero)
        {
            throw TooLong();
        }
    }

    public void TakeValues(long count)
    {
        Step();
        Take(ref _values, count, limits.MaxOutputValues, "values");
    }

    public void TakeCharacters(long count) => Take(ref _characters, count, limits.MaxOutputCharacters, "characters in its strings");

    /// <summary>Whether a text matches a pattern of the schema.</summary>
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

    // A pattern of the client may backtrack exponentially, so the non-backtracking engine is used if it supports the pattern; otherwise a timeout.
    private Regex Compile(string pattern)
    {
        var left = Left > TimeSpan.Zero ? Left : throw TooLong();
        try
        {
            return pattern.Length > MaxPatternLength
                ? throw Refuse($"has a pattern of more than {MaxPatternLength} characters")
                : new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, left);
        }
        catch (NotSupportedException)
        {
            // Lookarounds and backreferences.
            return new Regex(pattern, RegexOptions.CultureInvariant, left);
        }
        catch (ArgumentException error)
        {
            throw Refuse($"has a pattern that is not a valid regular expression: {error.Message}");
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

    private ApiException TooLong() => Refuse($"takes longer than {limits.MaxOutputTime.TotalSeconds} seconds to fill");

    private static ApiException Refuse(FormattableString what) =>
        ApiException.BadRequest($"The output schema, with this input, {what.ToString(CultureInfo.InvariantCulture)}");
}
