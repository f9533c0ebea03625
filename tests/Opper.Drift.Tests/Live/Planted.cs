using System.Text.Json.Nodes;
using Opper.Drift.Comparing;

namespace Opper.Drift.Tests.Live;

/// <summary>A difference in the live document, and the expected report.</summary>
internal sealed record Planted(Group Group, DifferenceKind Kind, string Where, string? Detail, Action<LiveDocument> Plant)
{
    public override string ToString() => Drift.Line(Group, Kind, Where, Detail);

    /// <summary>Every kind once, some in both groups.</summary>
    public static IReadOnlyList<Planted> All { get; } =
    [
        // ---- additive
        new(Group.Additive, DifferenceKind.OperationNotOurs, "POST /v2/functions/{function_id}/archive", null,
            live => live.Root["paths"]!["/functions/{function_id}/archive"] = JsonNode.Parse(NewOperations.Archive)),
        new(Group.Additive, DifferenceKind.OperationNotOurs, "GET /v2/guardrails/{guardrail_id}", null,
            live => live.Root["paths"]!["/guardrails/{guardrail_id}"] = JsonNode.Parse(NewOperations.Guardrail)),
        new(Group.Additive, DifferenceKind.ParameterNotOurs, "GET /v2/traces: query status", "status",
            live => Parameters(live, "get", "/traces").Add(JsonNode.Parse(
            """{"name": "status", "in": "query", "required": false, "schema": {"anyOf": [{"enum": ["ok", "failed"], "type": "string"}, """
            + """{"type": "null"}], "title": "Status"}, "description": "Only traces that ended so."}"""))),
        new(Group.Additive, DifferenceKind.StatusNotOurs, "POST /v2/rerank: 402", "402",
            live => live.Operation("post", "/rerank")["responses"]!["402"] = JsonNode.Parse("""{"description": "Out of credit"}""")),
        new(Group.Additive, DifferenceKind.StatusNotOurs, "POST /v2/knowledge: 409", "409",
            live => live.Operation("post", "/knowledge")["responses"]!["409"] = JsonNode.Parse("""{"description": "Conflict"}""")),
        new(Group.Additive, DifferenceKind.MediaTypeNotOurs, "GET /v2/analytics/usage: response", "text/csv", live =>
            live.Operation("get", "/analytics/usage")["responses"]!["200"]!["content"]!["text/csv"] = JsonNode.Parse("""{"schema": {"type": "string"}}""")),
        new(Group.Additive, DifferenceKind.FieldNotOurs, "CallRequest.priority", "priority", live => Fields(live, "CallRequest")["priority"] = JsonNode.Parse(
            """{"anyOf": [{"type": "integer", "maximum": 9.0, "minimum": 0.0}, {"type": "null"}], "title": "Priority", "default": 5}""")),
        new(Group.Additive, DifferenceKind.FieldNotOurs, "CallResponse.guardrails", "guardrails",
            live => Fields(live, "CallResponse")["guardrails"] = JsonNode.Parse(
            """{"type": "array", "title": "Guardrails", "items": {"$ref": "#/$defs/Guard2"}, "$defs": {"Guard2": """
            + """{"type": "object", "title": "Guard2", "required": ["name", "verdict"], "properties": {"name": {"type": "string"}, "verdict": """
            + """{"$ref": "#/$defs/Verdict"}, "cost": {"$ref": "#/components/schemas/app__schemas__v2__CostModel"}}}, "Verdict": """
            + """{"type": "string", "enum": ["pass", "block"]}}}""")),
        new(Group.Additive, DifferenceKind.Required, "CreateFunctionRequest.instructions", "instructions",
            live => Required(live, "CreateFunctionRequest", "instructions", add: false)),
        new(Group.Additive, DifferenceKind.Nullable, "RegisterFileRequest.filename", null, live =>
            Fields(live, "RegisterFileRequest")["filename"] = LiveDocument.OrNull((JsonObject)Fields(live, "RegisterFileRequest")["filename"]!.DeepClone())),
        new(Group.Additive, DifferenceKind.EnumValueNotOurs, "FilterOperation", "\">=\"",
            live => ((JsonArray)live.Schema("FilterOperation")["enum"]!).Add(">=")),
        new(Group.Additive, DifferenceKind.Default, "RegisterFileRequest.content_type", null,
            live => live.Property("RegisterFileRequest", "content_type")["default"] = "application/pdf"),
        new(Group.Additive, DifferenceKind.Bound, "CreateModelAliasRequest.description", "maxLength",
            live => live.Property("CreateModelAliasRequest", "description")["anyOf"]![0]!["maxLength"] = 2000),
        new(Group.Additive, DifferenceKind.Deprecated, "OcrRequest.image_min_size", null,
            live => live.Property("OcrRequest", "image_min_size")["deprecated"] = true),

        // ---- breaking
        new(Group.Breaking, DifferenceKind.OperationNotLive, "GET /v2/rerank/models", null, live => ((JsonObject)live.Root["paths"]!).Remove("/rerank/models")),
        new(Group.Breaking, DifferenceKind.ParameterNotOurs, "GET /v2/ocr/models: query region", "region",
            live => live.Operation("get", "/ocr/models")["parameters"] = JsonNode.Parse(
                """[{"name": "region", "in": "query", "required": true, "schema": {"type": "string"}}]""")),
        new(Group.Breaking, DifferenceKind.ParameterNotLive, "GET /v2/functions: query sort", "sort",
            live => Parameters(live, "get", "/functions").Remove(live.Parameter("get", "/functions", "sort"))),
        new(Group.Breaking, DifferenceKind.StatusNotLive, "POST /v2/functions: 409", "409",
            live => ((JsonObject)live.Operation("post", "/functions")["responses"]!).Remove("409")),
        new(Group.Breaking, DifferenceKind.SuccessStatus, "POST /v2/spans: response", null,
            live => Rename((JsonObject)live.Operation("post", "/spans")["responses"]!, "200", "201")),
        new(Group.Breaking, DifferenceKind.BodyNotOurs, "POST /v2/spans/{span_id}/save_examples: request", null,
            live => live.Operation("post", "/spans/{span_id}/save_examples")["requestBody"] = JsonNode.Parse(
                """{"required": true, "content": {"application/json": {"schema": {"type": "object"}}}}""")),
        new(Group.Breaking, DifferenceKind.BodyNotLive, "DELETE /v2/knowledge/{knowledge_base_id}/query: request", null,
            live => live.Operation("delete", "/knowledge/{index_id}/query").Remove("requestBody")),
        new(Group.Breaking, DifferenceKind.MediaTypeNotLive, "GET /v2/models: response", "application/json",
            live => live.Operation("get", "/models")["responses"]!["200"]!["content"] = JsonNode.Parse(
                """{"application/x-ndjson": {"schema": {"type": "string"}}}""")),
        new(Group.Additive, DifferenceKind.MediaTypeNotOurs, "GET /v2/models: response", "application/x-ndjson", _ => { }),
        new(Group.Breaking, DifferenceKind.FieldNotOurs, "CreateEmbeddingRequest.purpose", "purpose", live =>
        {
            Fields(live, "CreateEmbeddingRequest")["purpose"] = JsonNode.Parse("""{"type": "string"}""");
            Required(live, "CreateEmbeddingRequest", "purpose", add: true);
        }),
        new(Group.Breaking, DifferenceKind.FieldNotLive, "TraceSummary.total_tokens", "total_tokens",
            live => Fields(live, "TraceSummary").Remove("total_tokens")),
        new(Group.Breaking, DifferenceKind.Required, "SubmitFeedbackRequest.comment", "comment",
            live => Required(live, "SubmitFeedbackRequest", "comment", add: true)),
        new(Group.Breaking, DifferenceKind.Nullable, "DownloadUrl.url", null,
            live => Fields(live, "DownloadUrl")["url"] = LiveDocument.OrNull((JsonObject)Fields(live, "DownloadUrl")["url"]!.DeepClone())),
        new(Group.Breaking, DifferenceKind.Type, "KnowledgeFile.document_id", null, live => live.Property("KnowledgeFile", "document_id")["type"] = "string"),
        new(Group.Breaking, DifferenceKind.Format, "FunctionRevision.created_at", null,
            live => live.Property("FunctionRevision", "created_at")["format"] = "date"),
        new(Group.Breaking, DifferenceKind.EnumValueNotLive, "UsageGranularity", "\"minute\"",
            live => ((JsonArray)live.Schema("UsageGranularity")["enum"]!).RemoveAt(0)),
        new(Group.Breaking, DifferenceKind.Default, "parameter RevisionLimit", null,
            live => live.Parameter("get", "/functions/{function_id}/revisions", "limit")["schema"]!["default"] = 10),
        new(Group.Breaking, DifferenceKind.Bound, "AddDocumentRequest.content", "maxLength",
            live => live.Property("AddDocumentRequest", "content")["maxLength"] = 100000),
        new(Group.Breaking, DifferenceKind.FurtherFields, "CreateSpanRequest", null, live => live.Schema("CreateSpanRequest")["additionalProperties"] = false),
    ];

    /// <summary>The newer live document, with all planted differences.</summary>
    public static LiveDocument Newer()
    {
        var live = LiveDocument.Make(Drift.Contract);
        foreach (var difference in All)
        {
            difference.Plant(live);
        }

        return live;
    }

    private static JsonArray Parameters(LiveDocument live, string method, string path) => (JsonArray)live.Operation(method, path)["parameters"]!;

    private static JsonObject Fields(LiveDocument live, string schema) => (JsonObject)live.Schema(schema)["properties"]!;

    private static void Required(LiveDocument live, string schema, string field, bool add)
    {
        var list = (JsonArray)live.Schema(schema)["required"]!;
        if (add)
        {
            list.Add(field);
        }
        else
        {
            list.Remove(list.Single(one => (string?)one == field));
        }
    }

    private static void Rename(JsonObject parent, string from, string to)
    {
        var value = parent[from]!.DeepClone();
        parent.Remove(from);
        parent[to] = value;
    }
}
