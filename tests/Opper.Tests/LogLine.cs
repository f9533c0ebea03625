using Microsoft.Extensions.Logging;

namespace Opper.Tests;

/// <summary>A line of a log.</summary>
internal sealed record LogLine(LogLevel Level, int Id, string Text, string Category);
