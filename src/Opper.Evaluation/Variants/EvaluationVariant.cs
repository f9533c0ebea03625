using System.Text.Json;
using Opper.Evaluation.Variants;
using Opper.Functions;

namespace Opper.Evaluation;

/// <summary>One of the alternatives that are compared: a revision of a function, a model, a prompt, or your own code.</summary>
public sealed class EvaluationVariant
{
    private readonly Func<CancellationToken, Task<PreparedVariant>> _prepare;

    private EvaluationVariant(string name, Func<CancellationToken, Task<PreparedVariant>> prepare)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
        _prepare = prepare;
    }

    /// <summary>The name in results.</summary>
    public string Name { get; }

    /// <summary>A stored function, with the revision that is current when the run starts. <c>POST /v2/functions/{function_id}/call/{revision_id}</c>.</summary>
    /// <param name="opper">The client.</param>
    /// <param name="functionName">The name of the function.</param>
    /// <param name="revisionId">Another revision. Default: the current one.</param>
    /// <param name="name">The name in results. Default: that of the function, with the given revision.</param>
    /// <returns>The variant.</returns>
    public static EvaluationVariant OfFunction(OpperClient opper, string functionName, string? revisionId = null, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(opper);
        return new(name ?? (revisionId is null ? functionName : $"{functionName}@{revisionId}"), async cancellationToken =>
        {
            var function = await opper.Functions.GetByNameAsync(functionName, cancellationToken: cancellationToken).ConfigureAwait(false);
            var revision = revisionId ?? function.RevisionId;
            return revision is null
                ? new($"function {JsonSerializer.Serialize(function)}", async (input, token) =>
                    EvaluationOutput.Of(await opper.Functions.CallAsync(function.Id, Request(input), cancellationToken: token).ConfigureAwait(false)))
                : new($"function {function.Id} {revision}",
                    async (input, token) => EvaluationOutput.Of(
                        await opper.Functions.CallRevisionAsync(function.Id, revision, Request(input), cancellationToken: token).ConfigureAwait(false)));
        });
    }

    /// <summary>
    /// A stored function with another model or prompt, to evaluate them before they are saved. It runs as a task with another name, so that the function is not
    /// changed. <c>POST /v2/call</c>.
    /// </summary>
    /// <param name="opper">The client.</param>
    /// <param name="functionName">The name of the function, which has the schemas and the other settings.</param>
    /// <param name="model">The model. Default: that of the function.</param>
    /// <param name="instructions">The prompt. Default: that of the function.</param>
    /// <param name="revisionId">The revision that has the other settings. Default: the current one.</param>
    /// <param name="name">The name in results. Default: that of the function with the model.</param>
    /// <returns>The variant.</returns>
    public static EvaluationVariant OfChangedFunction(OpperClient opper, string functionName, ModelSelection? model = null, string? instructions = null,
        string? revisionId = null, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(opper);
        return new(name ?? (model is null ? $"{functionName}, other prompt" : $"{functionName}, {model}"), async cancellationToken =>
        {
            var function = await opper.Functions.GetByNameAsync(functionName, cancellationToken: cancellationToken).ConfigureAwait(false);
            if (revisionId is not null)
            {
                function = await opper.Functions.GetRevisionAsync(function.Id, revisionId, cancellationToken: cancellationToken).ConfigureAwait(false);
            }

            return Prepare(opper, new CallRequest
            {
                Name = $"{functionName}/evaluation",
                Instructions = instructions ?? function.Instructions,
                Model = model ?? function.Model,
                InputSchema = function.InputSchema,
                OutputSchema = function.OutputSchema,
                Configuration = function.Configuration,
            });
        });
    }

    /// <summary>A task. <c>POST /v2/call</c>.</summary>
    /// <param name="opper">The client.</param>
    /// <param name="request">The task without the input, which is that of the case.</param>
    /// <param name="name">The name in results. Default: that of the task.</param>
    /// <returns>The variant.</returns>
    public static EvaluationVariant OfTask(OpperClient opper, CallRequest request, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(opper);
        ArgumentNullException.ThrowIfNull(request);
        return new(name ?? request.Name, _ => Task.FromResult(Prepare(opper, request)));
    }

    /// <summary>Your own code: a pipeline, an agent, another service.</summary>
    /// <param name="name">The name in results.</param>
    /// <param name="fingerprint">Identifies the version of the code: recorded outputs are reused only for the same value.</param>
    /// <param name="call">Returns the output for an input.</param>
    /// <returns>The variant.</returns>
    public static EvaluationVariant Of(string name, string fingerprint, Func<RawJson, CancellationToken, Task<EvaluationOutput>> call)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(fingerprint);
        ArgumentNullException.ThrowIfNull(call);
        return new(name, _ => Task.FromResult(new PreparedVariant($"delegate {fingerprint}", call)));
    }

    /// <summary>A stored function with all combinations of models, prompts and revisions.</summary>
    /// <param name="opper">The client.</param>
    /// <param name="functionName">The name of the function.</param>
    /// <param name="models">The models. Default: those of the function.</param>
    /// <param name="prompts">The prompts by their names in results. Default: that of the function.</param>
    /// <param name="revisionIds">The revisions. Default: the current one.</param>
    /// <returns>The variants.</returns>
    public static IReadOnlyList<EvaluationVariant> Combine(
        OpperClient opper,
        string functionName,
        IEnumerable<string>? models = null,
        IEnumerable<KeyValuePair<string, string>>? prompts = null,
        IEnumerable<string>? revisionIds = null)
    {
        string?[] modelList = [.. models?.Cast<string?>().DefaultIfEmpty() ?? [null]];
        string?[] revisionList = [.. revisionIds?.Cast<string?>().DefaultIfEmpty() ?? [null]];
        KeyValuePair<string, string>?[] promptList = [.. prompts?.Select(prompt => (KeyValuePair<string, string>?)prompt).DefaultIfEmpty() ?? [null]];
        return
        [
            .. from revision in revisionList
               from prompt in promptList
               from model in modelList
               let parts = new[] { revision, prompt?.Key, model }.OfType<string>().ToList()
               let name = parts.Count == 0 ? functionName : string.Join(", ", parts)
               select model is null && prompt is null
                   ? OfFunction(opper, functionName, revision, name)
                   : OfChangedFunction(opper, functionName, model, prompt?.Value, revision, name),
        ];
    }

    internal Task<PreparedVariant> PrepareAsync(CancellationToken cancellationToken) => _prepare(cancellationToken);

    private static PreparedVariant Prepare(OpperClient opper, CallRequest request) => new(
        $"task {JsonSerializer.Serialize(WithInput(request, input: null))}",
        async (input, token) => EvaluationOutput.Of(await opper.CallAsync(WithInput(request, input), cancellationToken: token).ConfigureAwait(false)));

    private static CallRequest WithInput(CallRequest request, RawJson? input) => new()
    {
        Name = request.Name,
        Instructions = request.Instructions,
        Model = request.Model,
        InputSchema = request.InputSchema,
        OutputSchema = request.OutputSchema,
        Configuration = request.Configuration,
        Examples = request.Examples,
        Tags = request.Tags,
        ParentSpanId = request.ParentSpanId,
        Input = input,
    };

    private static CallFunctionRequest Request(RawJson input) => new() { Input = input };
}
