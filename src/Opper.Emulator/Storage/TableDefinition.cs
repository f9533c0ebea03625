namespace Opper.Emulator.Storage;

/// <summary>A table of JSON records and its generated columns, which are written in SQL.</summary>
internal sealed record TableDefinition(string Name, params IReadOnlyList<string> Columns)
{
    /// <summary>The column lists of the indexes. Every table also has a unique ID and a sequence number.</summary>
    public IReadOnlyList<string> Indexes { get; init; } = [];

    /// <summary>The statements that create the table and its indexes if they are missing.</summary>
    public IEnumerable<string> CreateStatements =>
    [
        $"CREATE TABLE IF NOT EXISTS {Name}(seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE COLLATE NOCASE, json TEXT NOT "
            + $"NULL{string.Concat(Columns.Select(column => $", {column}"))})",
        .. Indexes.Select(index => $"CREATE INDEX IF NOT EXISTS {Name}_by_{index.Replace(", ", "_", StringComparison.Ordinal)} ON {Name}({index})"),
    ];
}
