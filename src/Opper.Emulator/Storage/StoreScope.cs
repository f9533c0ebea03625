namespace Opper.Emulator.Storage;

/// <summary>What one request has written so far. A request reads its own changes before they are committed.</summary>
internal sealed class StoreScope
{
    private static readonly AsyncLocal<StoreScope?> s_current = new();

    public static StoreScope? Current => s_current.Value;

    /// <summary>The latest batch that the request has changes in.</summary>
    public WriteBatch? Batch { get; set; }

    public bool HasUncommitted => Batch is { Committed.IsCompleted: false };

    public static void Begin() => s_current.Value = new StoreScope();
}
