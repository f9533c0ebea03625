using System.Diagnostics.CodeAnalysis;

namespace Opper.Emulator.Errors;

/// <summary>An error that the client receives as the API's error body.</summary>
internal sealed class ApiException : Exception
{
    private ApiException(int status, string type, string message, JsonNode? detail)
        : base(message)
    {
        Status = status;
        Body = new JsonObject { ["type"] = type, ["message"] = message, ["detail"] = detail };
    }

    public int Status { get; }

    public JsonObject Body { get; }

    /// <summary>The detail of the error body.</summary>
    public string Detail => Wire.AsString(Body["detail"]) ?? Message;

    public static ApiException Unauthorized(string detail) =>
        new(StatusCodes.Status401Unauthorized, "UnauthorizedError", "The request is unauthorized", detail);

    public static ApiException Forbidden(string detail) =>
        new(StatusCodes.Status403Forbidden, "ForbiddenError", "The request is not allowed", detail);

    public static ApiException NotFound(string detail) =>
        new(StatusCodes.Status404NotFound, "NotFoundError", "The resource was not found", detail);

    public static ApiException NotFound(string kind, string id) => NotFound($"{kind} {id} not found");

    public static ApiException Conflict(string detail) =>
        new(StatusCodes.Status409Conflict, "ConflictError", "The resource already exists", detail);

    public static ApiException BadRequest(string detail) => BadRequest(StatusCodes.Status400BadRequest, detail);

    public static ApiException BadRequest(int status, string detail) =>
        new(status, "BadRequestError", "The request is invalid", detail);

    public static void BadRequestIf([DoesNotReturnIf(true)] bool condition, string detail) =>
        BadRequestIf(condition, StatusCodes.Status400BadRequest, detail);

    public static void BadRequestIf([DoesNotReturnIf(true)] bool condition, int status, string detail)
    {
        if (condition)
        {
            throw BadRequest(status, detail);
        }
    }

    public static void ConflictIf([DoesNotReturnIf(true)] bool condition, string detail)
    {
        if (condition)
        {
            throw Conflict(detail);
        }
    }

    public static ApiException Server(string detail) =>
        new(StatusCodes.Status500InternalServerError, "InternalServerError", "The emulator failed", detail);

    public static ApiException Storage(string detail) =>
        new(StatusCodes.Status507InsufficientStorage, "InsufficientStorageError", "The emulator cannot keep its state", detail);

    /// <summary>The error of a fault or a script.</summary>
    public static ApiException Injected(int status, string? detail = null) => status switch
    {
        StatusCodes.Status401Unauthorized => Unauthorized(detail ?? "Injected by the emulator"),
        StatusCodes.Status404NotFound => NotFound(detail ?? "Injected by the emulator"),
        StatusCodes.Status409Conflict => Conflict(detail ?? "Injected by the emulator"),
        < 500 => BadRequest(status, detail ?? "Injected by the emulator"),
        _ => new(status, "UpstreamError", "The request could not be served", detail ?? "Injected by the emulator"),
    };

    public static ApiException Validation(IEnumerable<JsonObject> items) =>
        new(StatusCodes.Status422UnprocessableEntity, "RequestValidationError", "The request is invalid", new JsonArray([.. items]));

    public static ApiException Validation(string type, JsonNode?[] loc, string message, JsonNode? input) =>
        Validation([Item(type, loc, message, input)]);

    public static JsonObject Item(string type, JsonNode?[] loc, string message, JsonNode? input) => new()
    {
        ["type"] = type,
        ["loc"] = new JsonArray(loc),
        ["msg"] = message,
        ["input"] = input?.DeepClone(),
    };
}
