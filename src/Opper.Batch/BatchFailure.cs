using System.Text.Json;

namespace Opper.Batch;

/// <summary>A row that is recorded as failed.</summary>
/// <param name="Run">The name of the run.</param>
/// <param name="Input">The row as JSON.</param>
/// <param name="Error">The error.</param>
/// <param name="Attempts">The number of attempts in the run that recorded it last.</param>
/// <param name="RecordedAt">The time of the last failure.</param>
public sealed record BatchFailure(string Run, JsonElement Input, BatchError Error, int Attempts, DateTimeOffset RecordedAt);
