using System.Globalization;
using Opper.Emulator;

namespace Opper.Conventions;

/// <summary>Validates the responses of an emulator against the contract.</summary>
internal static class ContractCheck
{
    // The emulator keeps this much of a response; a longer one is truncated intentionally.
    private const int Kept = 256 * 1024;

    // Served for Anthropic's clients, according to their contract.
    private const string OfAnthropic = "/v3/compat/v1/messages";

    /// <summary>The violations of a response; none if a fault was injected, or if the client disconnected before it.</summary>
    public static async Task<IReadOnlyList<string>> ProblemsAsync(EmulatorRequest request)
    {
        if (request.Fault is not null || request.StatusCode == 0)
        {
            return [];
        }

        if (request.Path == OfAnthropic)
        {
            return [];
        }

        if (request.Operation is null)
        {
            return request.StatusCode is 404 or 401 ? [] : [$"{request}: there is no such operation"];
        }

        var operation = Contract.Operations.Single(operation => operation.Id == request.Operation);
        var responses = operation.Responses.ToDictionary(response => response.Status, response => response.Json);
        var isListed = responses.TryGetValue(request.StatusCode.ToString(CultureInfo.InvariantCulture), out var response);
        if (!isListed && (request.StatusCode < 400 || !responses.TryGetValue("default", out response)))
        {
            return [$"{request}: the status is not documented"];
        }

        if (response!["content"] is not JObject content)
        {
            return request.ResponseBody.Length == 0 ? [] : [$"{request}: a body where none is documented"];
        }

        var mediaType = request.ResponseContentType?.Split(';')[0] ?? string.Empty;
        // An operation that can stream documents its events in an extension.
        var isStream = mediaType == "text/event-stream";
        var events = isStream ? (string?)(operation.Json["x-opper-stream"] ?? operation.Json["x-opper-stream-option"]) : null;
        if (events is null && content[mediaType] is null)
        {
            return [$"{request}: {mediaType} is not documented"];
        }

        // OpenAI's clients request vectors in an encoding that is not in this contract.
        var isBase64 = operation.Id == "Embeddings_CreateCompat" && request.Body?.Contains("\"base64\"", StringComparison.Ordinal) == true;
        if (isBase64 || request.ResponseBody.Length >= Kept)
        {
            return [];
        }

        var schema = events is null ? content[mediaType]!["schema"]! : ContractSchema.Named(events);
        IEnumerable<JToken> values = isStream
            ? ContractSchema.Events(request.ResponseBody).Where(data => !IsError(data))
            : [PlainJson.Parse(request.ResponseBody)];
        var validator = await ContractSchema.ValidatorAsync(schema, nullIsAbsent: true).ConfigureAwait(false);
        return [.. values.SelectMany(value => validator.Validate(value.ToString(Formatting.None))
            .Select(error => $"{request}: {error.Kind} at {error.Path} in {value.ToString(Formatting.None)}"))];
    }

    // A failed stream reports the error in an event in the format of OpenAI.
    private static bool IsError(JToken data) => data is JObject { Count: 1 } json && json["error"] is JObject;
}
