namespace Opper.Tool.Functions;

/// <summary>What became of a function, as --json prints it.</summary>
internal sealed record FunctionOutcome(string Name, string Path, string Change, string? Revision)
{
    public const string Created = "created";
    public const string Updated = "updated";
    public const string Unchanged = "unchanged";
    public const string Kept = "kept";
    public const string Conflict = "conflict";
    public const string Failed = "failed";
    public const string NotPushed = "pending";
}
