using System.Text.Json;

namespace Opper.Batch;

/// <summary>A row that a journal has as failed.</summary>
/// <param name="Run">The name of the run.</param>
/// <param name="Input">The row as JSON.</param>
/// <param name="Error">Why it failed.</param>
/// <param name="Attempts">How often it was tried in the run that recorded it last.</param>
/// <param name="RecordedAt">When it failed last.</param>
public sealed record BatchFailure(string Run, JsonElement Input, BatchError Error, int Attempts, DateTimeOffset RecordedAt);
