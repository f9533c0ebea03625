namespace Opper.Samples.RagWorker;

/// <summary>The input and output of the worker.</summary>
/// <param name="Questions">One question per line; the worker stops at the end.</param>
/// <param name="Answers">The answers.</param>
internal sealed record RagConsole(TextReader Questions, TextWriter Answers);
