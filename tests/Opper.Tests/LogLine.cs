using Microsoft.Extensions.Logging;

namespace Opper.Tests;

/// <summary>A log entry.</summary>
internal sealed record LogLine(LogLevel Level, int Id, string Text, string Category);
