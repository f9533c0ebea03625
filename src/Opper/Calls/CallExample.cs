namespace Opper;

// Pairs convert by themselves: Examples = [("in", "out"), ("more", new { answer = 2 }, "why")].
public partial class CallExample
{
    /// <summary>Makes an example.</summary>
    /// <param name="input">The input: text, or anything that can be written as JSON.</param>
    /// <param name="output">The output wanted for it: text, or anything that can be written as JSON.</param>
    /// <param name="comment">Why this output is the right one.</param>
    /// <returns>The example.</returns>
    public static CallExample Of(object input, object output, string? comment = null)
    {
        ThrowIf.Null(input);
        ThrowIf.Null(output);
        return new CallExample { Input = input, Output = output, Comment = comment };
    }

    /// <summary>Makes an example of a pair.</summary>
    /// <param name="pair">Input and output.</param>
    public static implicit operator CallExample((object Input, object Output) pair) => Of(pair.Input, pair.Output);

    /// <summary>Makes an example of a pair with a comment.</summary>
    /// <param name="pair">Input, output, and why this output is the right one.</param>
    public static implicit operator CallExample((object Input, object Output, string Comment) pair) => Of(pair.Input, pair.Output, pair.Comment);
}
