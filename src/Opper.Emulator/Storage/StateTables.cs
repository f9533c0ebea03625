namespace Opper.Emulator.Storage;

/// <summary>All tables of the state.</summary>
internal static class StateTables
{
    public static readonly TableDefinition Functions = new("functions", Text("name"), Folded("name"), Text("dataset_id"), Text("created_at"))
    {
        Indexes = ["name, seq", "dataset_id", "created_at, seq"],
    };

    public static readonly TableDefinition Revisions = new("revisions", Text("function_id")) { Indexes = ["function_id, seq"] };

    public static readonly TableDefinition DatasetEntries = new("entries", Text("dataset_id")) { Indexes = ["dataset_id, seq"] };

    public static readonly TableDefinition Knowledge = new("knowledge", Text("name")) { Indexes = ["name"] };

    public static readonly TableDefinition Documents = new("documents", Text("knowledge_id"), Text("key")) { Indexes = ["knowledge_id, key"] };

    public static readonly TableDefinition Uploads = new("uploads", Text("knowledge_id")) { Indexes = ["knowledge_id"] };

    public static readonly TableDefinition KnowledgeFiles = new("knowledge_files", Text("knowledge_id")) { Indexes = ["knowledge_id, seq"] };

    /// <summary>A root span is one whose parent is not, or not yet, in its trace; TraceIndex maintains the column.</summary>
    public static readonly TableDefinition Spans = new("spans", Text("trace_id"), Text("parent_id"), Time("start_time"), "is_root INTEGER NOT NULL DEFAULT 0")
    {
        Indexes = ["trace_id, seq", "trace_id, parent_id", "trace_id, is_root, start_time"],
    };

    public static readonly TableDefinition Metrics = new("metrics", Text("span_id")) { Indexes = ["span_id"] };

    /// <summary>Traces have only the columns for finding them; everything else is taken from their root spans.</summary>
    public static readonly TableDefinition Traces = new("traces", Text("name"), Time("start_time")) { Indexes = ["start_time, seq", "name, start_time, seq"] };

    public static readonly TableDefinition UsageEvents = new("usage_events", Time("time")) { Indexes = ["time"] };

    public static readonly TableDefinition CachedOutputs = new("cached_answers");

    public static readonly TableDefinition CustomModels = new("custom_models", Text("name")) { Indexes = ["name"] };

    public static readonly TableDefinition ModelAliases = new("model_aliases", Text("name")) { Indexes = ["name"] };

    public static readonly TableDefinition SigningKeys = new("signing_keys");

    public static readonly TableDefinition Counters = new("counters");

    public static readonly IReadOnlyList<TableDefinition> All =
    [
        Functions, Revisions, DatasetEntries, Knowledge, Documents, Uploads, KnowledgeFiles, Spans, Metrics, Traces, UsageEvents, CachedOutputs,
            CustomModels, ModelAliases, SigningKeys, Counters,
    ];

    private static string Text(string name) => $"{name} TEXT AS (json ->> '$.{name}')";

    private static string Folded(string name) => $"folded_{name} TEXT AS ({SqliteSession.Fold}(json ->> '$.{name}'))";

    private static string Time(string name) => $"{name} INTEGER AS ({SqliteSession.Ticks}(json ->> '$.{name}'))";
}
