namespace Opper.Batch.Formats;

/// <summary>What a column of a table holds.</summary>
internal enum ColumnKind
{
    Text,
    Integer,
    Number,
    Flag,
}
