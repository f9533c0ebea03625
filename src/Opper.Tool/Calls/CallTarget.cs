using System.Text.Json;
using Opper.Functions;
using Opper.Tool.Functions;
using Opper.Tool.Streams;

namespace Opper.Tool.Calls;

/// <summary>The target of a call: a stored function or a task.</summary>
/// <param name="Fingerprint">Identifies its version.</param>
/// <param name="Call">Calls it with an input.</param>
/// <param name="Stream">Calls it with an input, with a streamed response.</param>
internal sealed record CallTarget(string Fingerprint, Func<object?, CancellationToken, Task<CallResponse>> Call, Func<object?, OpperStream> Stream)
{
    public static async Task<CallTarget> OfTaskAsync(OpperClient opper, string name, string instructions, string? model, FileInfo? schema,
        Dictionary<string, string> tags, CancellationToken cancellationToken)
    {
        object? output = schema is null ? null : await ReadSchemaAsync(schema, cancellationToken);
        CallRequest With(object? input)
        {
            var request = new CallRequest
            {
                Name = name,
                Instructions = instructions,
                Input = input,
                Model = model,
                OutputSchema = output,
            };
            if (tags.Count > 0)
            {
                request.Tags = tags;
            }

            return request;
        }

        return new CallTarget($"task {JsonSerializer.Serialize(With(input: null))}", (input, token) => opper.CallAsync(With(input), cancellationToken: token),
            input => opper.StreamAsync(With(input)));
    }

    private static async Task<JsonElement> ReadSchemaAsync(FileInfo file, CancellationToken cancellationToken)
    {
        try
        {
            var schema = JsonDocument.Parse(await Utf8Text.ReadFileAsync(file.FullName, cancellationToken)).RootElement;
            return schema.ValueKind == JsonValueKind.Object ? schema
                : throw new UsageException($"{file.FullName} is not a JSON Schema: the schema of a response is a JSON object.");
        }
        catch (JsonException error)
        {
            throw new UsageException($"{file.FullName} is not valid JSON: {error.Message}");
        }
    }

    public static async Task<CallTarget> OfFunctionAsync(OpperClient opper, string name, string? revision, Dictionary<string, string> tags,
        CancellationToken cancellationToken)
    {
        CallFunctionRequest With(object? input)
        {
            var request = new CallFunctionRequest { Input = input };
            if (tags.Count > 0)
            {
                request.Tags = tags;
            }

            return request;
        }

        var function = await StoredFunction.FindAsync(opper, name, cancellationToken)
            ?? throw new UsageException($"There is no function '{name}'. With --instructions it is run as a task.");
        return (revision ?? function.RevisionId) is { } asked
            ? new CallTarget(
                $"function {function.Id} {asked}",
                (input, token) => opper.Functions.CallRevisionAsync(function.Id, asked, With(input), cancellationToken: token),
                input => opper.Functions.StreamRevisionAsync(function.Id, asked, With(input)))
            : new CallTarget(
                $"function {JsonSerializer.Serialize(function)}",
                (input, token) => opper.Functions.CallAsync(function.Id, With(input), cancellationToken: token),
                input => opper.Functions.StreamAsync(function.Id, With(input)));
    }
}
