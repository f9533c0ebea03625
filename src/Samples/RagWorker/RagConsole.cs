namespace Opper.Samples.RagWorker;

/// <summary>Where questions come from and answers go.</summary>
/// <param name="Questions">One question a line; its end ends the worker.</param>
/// <param name="Answers">The answers.</param>
internal sealed record RagConsole(TextReader Questions, TextWriter Answers);
