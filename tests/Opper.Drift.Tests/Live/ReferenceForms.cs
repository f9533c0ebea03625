using System.Text.Json.Nodes;

namespace Opper.Drift.Tests.Live;

/// <summary>What the contract has from the endpoint reference or other sources, and the live service does not have.</summary>
internal static class ReferenceForms
{
    public const string ValidationError = """{"title": "HTTPValidationError", "type": "object", "properties": {"detail": """
        + """{"title": "Detail", "type": "array", "items": {"$ref": "#/components/schemas/ValidationError"}}}}""";

    public const string ValidationIssue = """{"title": "ValidationError", "type": "object", "required": ["loc", "msg", "type"], "properties": {"loc": """
        + """{"type": "array", "items": {"anyOf": [{"type": "string"}, {"type": "integer"}]}}, "msg": {"type": "string"}, "type": {"type": "string"}}}""";

    public const string Error = """{"title": "Error", "type": "object", "required": ["detail"], "properties": {"type": """
        + """{"type": "string", "default": "Error"}, "message": {"type": "string"}, "detail": {}}}""";

    private static readonly (string Schema, string Field)[] Fields =
    [
        ("CallConfiguration", "few_shot_count"), ("CallConfiguration", "evaluate"), ("CreateKnowledgeBaseRequest", "description"),
        ("KnowledgeBase", "description"),
        ("UploadUrl", "upload_id"), ("CreateSpanMetricRequest", "name"), ("SpanMetric", "name"),
        ("CallResponse", "model"), ("ChatUsage", "opper"), ("EmbeddingUsage", "opper"), ("ChatCompletion", "meta"),
    ];

    public static void Remove(JsonObject contract)
    {
        var schemas = (JsonObject)contract["components"]!["schemas"]!;
        foreach (var (schema, field) in Fields)
        {
            ((JsonObject)schemas[schema]!["properties"]!).Remove(field);
        }

        ((JsonArray)schemas["CreateSpanMetricRequest"]!["required"]!).Add("dimension");
        ((JsonObject)schemas["CreateSpanMetricRequest"]!["properties"]!["dimension"]!).Remove("nullable");
        schemas["AddDocumentResponse"] = new JsonObject { ["description"] = "Anything." };
        foreach (var field in new[] { "input", "output" })
        {
            schemas["UpdateSpanRequest"]!["properties"]![field] = new JsonObject { ["type"] = "string", ["description"] = "Text.", ["nullable"] = true };
        }

        ((JsonObject)contract["paths"]!["/v2/knowledge/{knowledge_base_id}/upload"]!["post"]!["requestBody"]!["content"]!).Remove("application/json");
        var usage = (JsonArray)contract["paths"]!["/v2/analytics/usage"]!["get"]!["parameters"]!;
        usage.Remove(usage.Single(parameter => (string?)parameter!["name"] == "session_id"));

        // Response fields that are always present and never null, although we tolerate that; and closed enums where ours are open.
        ((JsonArray)schemas["KnowledgeMatch"]!["required"]!).Add("id");
        schemas["KnowledgeMatch"]!["properties"]!["id"] = new JsonObject { ["type"] = "string", ["description"] = "Id (a UUID)." };
        var listed = schemas["KnowledgeBase"]!.DeepClone();
        ((JsonObject)listed["properties"]!).Remove("count");
        schemas["KnowledgeBaseListItem"] = listed;
        schemas["KnowledgeBasePage"]!["properties"]!["data"]!["items"] = new JsonObject { ["$ref"] = "#/components/schemas/KnowledgeBaseListItem" };
        schemas["FilterValue"]!["anyOf"]![3]!["items"] = JsonNode.Parse("""{"anyOf": [{"type": "string"}, {"type": "integer"}]}""");
        ((JsonArray)schemas["ChatFinishReason"]!["enum"]!).RemoveAt(4);
        schemas["StreamChunkType"] = new JsonObject { ["type"] = "string", ["description"] = "Any word." };
    }
}
