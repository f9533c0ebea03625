namespace Opper.Emulator.Storage;

/// <summary>A table of JSON records and what they are found by. Columns are SQL; their values are generated from the record.</summary>
internal sealed record TableDefinition(string Name, params IReadOnlyList<string> Columns)
{
    /// <summary>Column lists, each in the order of an index. A unique id and a sequence number are there anyway.</summary>
    public IReadOnlyList<string> Indexes { get; init; } = [];

    /// <summary>The statements that make the table and its indexes where they are missing.</summary>
    public IEnumerable<string> CreateStatements =>
    [
        $"CREATE TABLE IF NOT EXISTS {Name}(seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE COLLATE NOCASE, json TEXT NOT "
            + $"NULL{string.Concat(Columns.Select(column => $", {column}"))})",
        .. Indexes.Select(index => $"CREATE INDEX IF NOT EXISTS {Name}_by_{index.Replace(", ", "_", StringComparison.Ordinal)} ON {Name}({index})"),
    ];
}
