namespace Opper.Drift.Tests.Live;

/// <summary>Operations that only the newer live document has.</summary>
internal static class NewOperations
{
    /// <summary>In addition to the operations of the contract.</summary>
    public const string Archive = """
        {"post": {"tags": ["v2"], "summary": "Archive Function", "operationId": "archive_function_post", "parameters": [
            {"name": "function_id", "in": "path", "required": true, "schema": {"type": "string", "format": "uuid", "title": "Function Id"}},
            {"name": "keep_dataset", "in": "query", "required": false, "schema": {"type": "boolean", "default": true, "title": "Keep Dataset"}}],
          "requestBody": {"required": true, "content": {"application/json": {"schema": {"type": "object", "title": "ArchiveFunctionV2", "required": ["reason"], "properties": {
              "reason": {"type": "string", "title": "Reason", "description": "Why it goes"}, "until": {"anyOf": [{"type": "string", "format": "date-time"}, {"type": "null"}]},
              "notify": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}, {"type": "null"}], "title": "Notify"}}}}}},
          "responses": {"201": {"description": "Successful Response", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/app__schemas__v2__CostModel"}}}},
            "409": {"description": "Conflict"}, "422": {"description": "Validation Error", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/HTTPValidationError"}}}}}}}
        """;

    /// <summary>For a resource that is not in the contract.</summary>
    public const string Guardrail = """
        {"get": {"summary": "Get Guardrail", "description": "Reads a guardrail: its rules, and more.", "operationId": "get_guardrail", "parameters": [
            {"name": "guardrail_id", "in": "path", "required": true, "schema": {"type": "string", "format": "uuid"}}],
          "responses": {"200": {"description": "Successful Response", "content": {"application/json": {"schema": {"type": "object", "title": "Guardrail", "required": ["id", "mode"], "properties": {
              "id": {"type": "string", "format": "uuid"}, "mode": {"type": "string", "enum": ["warn", "block"], "title": "Mode"}, "max.tokens": {"type": "integer"},
              "parent": {"anyOf": [{"type": "object", "title": "Parent3", "properties": {"id": {"type": "string"}}}, {"type": "null"}]},
              "limits": {"type": "object", "additionalProperties": {"type": "number"}}}}}}}}}}
        """;
}
