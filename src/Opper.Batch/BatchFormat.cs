namespace Opper.Batch;

/// <summary>The format of a file of inputs or results.</summary>
public enum BatchFormat
{
    /// <summary>One JSON value per line: <c>.jsonl</c>, <c>.ndjson</c>.</summary>
    JsonLines,

    /// <summary>Comma-separated values with a header (RFC 4180): <c>.csv</c>.</summary>
    Csv,

    /// <summary>Tab-separated values with a header: <c>.tsv</c>.</summary>
    Tsv,

    /// <summary>Apache Parquet: <c>.parquet</c>.</summary>
    Parquet,
}
