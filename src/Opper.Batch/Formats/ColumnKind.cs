namespace Opper.Batch.Formats;

/// <summary>The type of a column of a table.</summary>
internal enum ColumnKind
{
    Text,
    Integer,
    Number,
    Flag,
}
