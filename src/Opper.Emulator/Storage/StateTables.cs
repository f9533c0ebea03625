namespace Opper.Emulator.Storage;

/// <summary>All tables of the state.</summary>
internal static class StateTables
{
    public static readonly TableDefinition Functions = new("functions", TableColumn.Text("name"), TableColumn.Text("search", r => ((string?)r["name"])?.ToUpperInvariant()), TableColumn.Text("dataset_id"), TableColumn.Text("created_at"))
    {
        Indexes = ["name, seq", "dataset_id", "created_at, seq"],
        IsCounted = true,
    };

    public static readonly TableDefinition Revisions = new("revisions", TableColumn.Text("function_id")) { Indexes = ["function_id, seq"], CountedBy = "function_id" };

    public static readonly TableDefinition DatasetEntries = new("entries", TableColumn.Text("dataset_id")) { Indexes = ["dataset_id, seq"], CountedBy = "dataset_id" };

    public static readonly TableDefinition Knowledge = new("knowledge", TableColumn.Text("name")) { Indexes = ["name"], IsCounted = true };

    public static readonly TableDefinition Documents = new("documents", TableColumn.Text("knowledge_id"), TableColumn.Text("key")) { Indexes = ["knowledge_id, key"], CountedBy = "knowledge_id" };

    public static readonly TableDefinition Uploads = new("uploads", TableColumn.Text("knowledge_id")) { Indexes = ["knowledge_id"] };

    public static readonly TableDefinition KnowledgeFiles = new("knowledge_files", TableColumn.Text("knowledge_id")) { Indexes = ["knowledge_id, seq"], CountedBy = "knowledge_id" };

    /// <summary>A root is a span whose parent is not, or not yet, in its trace; which ones are is kept by who writes spans.</summary>
    public static readonly TableDefinition Spans = new("spans", TableColumn.Text("trace_id"), TableColumn.Text("parent_id"), TableColumn.Time("start_time"))
    {
        KeptColumns = ["is_root INTEGER NOT NULL DEFAULT 0"],
        Indexes = ["trace_id, seq", "trace_id, parent_id", "trace_id, is_root, start_time"],
    };

    public static readonly TableDefinition Metrics = new("metrics", TableColumn.Text("span_id")) { Indexes = ["span_id"] };

    /// <summary>Of a trace only what it is found by; what it shows is that of its root span.</summary>
    public static readonly TableDefinition Traces = new("traces", TableColumn.Text("name"), TableColumn.Time("start_time"))
    {
        Indexes = ["start_time, seq", "name, start_time, seq"],
        IsCounted = true,
        CountedBy = "name",
    };

    public static readonly TableDefinition UsageEvents = new("usage_events", TableColumn.Time("time")) { Indexes = ["time"] };

    public static readonly TableDefinition CachedAnswers = new("cached_answers");

    public static readonly TableDefinition CustomModels = new("custom_models", TableColumn.Text("name")) { Indexes = ["name"], IsCounted = true };

    public static readonly TableDefinition ModelAliases = new("model_aliases", TableColumn.Text("name")) { Indexes = ["name"], IsCounted = true };

    public static readonly TableDefinition SigningKeys = new("signing_keys");

    public static readonly TableDefinition Counters = new("counters");

    public static readonly IReadOnlyList<TableDefinition> All =
    [
        Functions, Revisions, DatasetEntries, Knowledge, Documents, Uploads, KnowledgeFiles, Spans, Metrics, Traces, UsageEvents, CachedAnswers, CustomModels, ModelAliases, SigningKeys, Counters,
    ];

}
