namespace Opper.Benchmarks.Measuring;

/// <summary>The kinds of work that a client is asked for, by the names used between the processes.</summary>
internal static class Work
{
    public const string Call = "call";
    public const string Latency = "latency";
    public const string Typed = "typed";
    public const string Text = "text";
    public const string Chunks = "chunks";
    public const string Partial = "partial";
    public const string PartialShort = "partial-short";
    public const string PartialLong = "partial-long";
    public const string Paced = "paced";
    public const string Embed = "embed";
    public const string Pages = "pages";
    public const string AddMany = "add-many";
    public const string Upload = "upload";
    public const string Start = "start";
    public const string StartTyped = "start-typed";

    /// <summary>The streams that have a goal.</summary>
    public static IReadOnlyList<string> Streams { get; } = [Text, Chunks, Partial];

    /// <summary>What is measured in every round.</summary>
    public static IReadOnlyList<string> InEveryRound { get; } = [Call, Latency, Typed, Text, Chunks, Partial, PartialShort, PartialLong, Paced, Embed, Pages];
}
