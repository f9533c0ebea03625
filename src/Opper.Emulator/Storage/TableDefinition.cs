namespace Opper.Emulator.Storage;

/// <summary>What a table's records can be found by.</summary>
internal sealed record TableDefinition(string Name, params IReadOnlyList<TableColumn> Columns)
{
    /// <summary>Column lists, each in the order of an index. A unique id and a sequence number are there anyway.</summary>
    public IReadOnlyList<string> Indexes { get; init; } = [];

    /// <summary>Columns that records do not say the value of, as SQL; who writes the records keeps them.</summary>
    public IReadOnlyList<string> KeptColumns { get; init; } = [];

    /// <summary>Whether it is kept how many records there are, so that nobody has to count them.</summary>
    public bool IsCounted { get; init; }

    /// <summary>A column for each value of which it is kept how many records have it.</summary>
    public string? CountedBy { get; init; }
}
