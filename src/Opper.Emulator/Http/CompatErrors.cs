namespace Opper.Emulator.Http;

/// <summary>Errors of the compat surface: in OpenAI's format, or in Anthropic's on the messages path.</summary>
internal static class CompatErrors
{
    /// <summary>The compat surface returns 400 for an invalid request.</summary>
    public static int Status(ApiException error) => error.Status == StatusCodes.Status422UnprocessableEntity ? StatusCodes.Status400BadRequest : error.Status;

    public static JsonObject Body(ApiException error, PathString path)
    {
        if (error.Status == StatusCodes.Status401Unauthorized)
        {
            return new JsonObject { ["error"] = error.Detail };
        }

        var first = error.Body["detail"] is JsonArray { Count: > 0 } issues ? issues[0] : null;
        var body = new JsonObject
        {
            ["error"] = new JsonObject
            {
                ["message"] = first is null ? error.Detail : $"{string.Join('.', first["loc"]!.AsArray().Skip(1))}: {(string?)first["msg"]}",
                ["type"] = Status(error) switch
                {
                    StatusCodes.Status404NotFound => "not_found_error",
                    StatusCodes.Status429TooManyRequests => "rate_limit_error",
                    >= 500 => "api_error",
                    _ => "invalid_request_error",
                },
                ["param"] = first is null ? null : string.Join('.', first["loc"]!.AsArray().Skip(1)),
                ["code"] = null,
            },
        };
        if (path.IsIn(EmulatorPaths.Compat + "/v1"))
        {
            body["type"] = "error";
        }

        return body;
    }
}
