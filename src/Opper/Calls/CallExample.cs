namespace Opper;

// Tuples convert implicitly: Examples = [("in", "out"), ("more", new { answer = 2 }, "why")].
public partial class CallExample
{
    /// <summary>Creates an example.</summary>
    /// <param name="input">The input: a string, or any value that can be serialized to JSON.</param>
    /// <param name="output">The expected output: a string, or any value that can be serialized to JSON.</param>
    /// <param name="comment">An explanation of the output. Default: none.</param>
    /// <returns>The example.</returns>
    public static CallExample Of(object input, object output, string? comment = null)
    {
        ThrowIf.Null(input);
        ThrowIf.Null(output);
        return new CallExample { Input = input, Output = output, Comment = comment };
    }

    /// <summary>Creates an example from an input and an output.</summary>
    /// <param name="pair">The input and the expected output.</param>
    public static implicit operator CallExample((object Input, object Output) pair) => Of(pair.Input, pair.Output);

    /// <summary>Creates an example from an input, an output and a comment.</summary>
    /// <param name="pair">The input, the expected output and a comment.</param>
    public static implicit operator CallExample((object Input, object Output, string Comment) pair) => Of(pair.Input, pair.Output, pair.Comment);
}
