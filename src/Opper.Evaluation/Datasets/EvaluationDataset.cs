using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Opper.Evaluation;

/// <summary>Loads evaluation cases.</summary>
public static class EvaluationDataset
{
    /// <summary>The cases in the dataset of a function. <c>GET /v2/functions/by-name/{name}</c>, then <c>GET /v2/datasets/{dataset_id}/entries</c>. If an entry
    /// has no <c>expected</c>, its output is expected.</summary>
    /// <param name="opper">The client.</param>
    /// <param name="functionName">The name of the function.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The cases.</returns>
    /// <exception cref="OpperApiException">The API returned an error; <see cref="OpperNotFoundException"/> if there is no function of this name.</exception>
    public static async IAsyncEnumerable<EvaluationCase> FromFunctionAsync(OpperClient opper, string functionName,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(opper);
        var function = await opper.Functions.GetByNameAsync(functionName, cancellationToken: cancellationToken).ConfigureAwait(false);
        if (function.DatasetId is not { } dataset)
        {
            yield break;
        }

        await foreach (var entry in opper.Datasets.ListAllEntriesAsync(dataset, cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            yield return new EvaluationCase(entry.Id, JsonOrText(entry.Input, isStructureOnly: true),
                JsonOrText(entry.Expected ?? entry.Output, isStructureOnly: false));
        }
    }

    /// <summary>The cases in a file with one JSON object per line, with <c>input</c> and optionally <c>expected</c> and <c>id</c>. The default ID is the line
    /// number.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The cases.</returns>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="InvalidDataException">A line is not a case, and the message has its number; or the file is not UTF-8.</exception>
    public static async IAsyncEnumerable<EvaluationCase> FromJsonlAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var number = 0;
        using var reader = new StreamReader(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true));
        while (await NextAsync(reader, path, cancellationToken).ConfigureAwait(false) is { } line)
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return Read(line, number, path);
            }
        }
    }

    /// <summary>Cases from code, numbered from 1.</summary>
    /// <param name="cases">Inputs with the expected outputs.</param>
    /// <returns>The cases.</returns>
    public static IEnumerable<EvaluationCase> Of(params (object? Input, object? Expected)[] cases)
    {
        ArgumentNullException.ThrowIfNull(cases);
        return cases.Select((one, index) => new EvaluationCase((index + 1).ToString(CultureInfo.InvariantCulture), one.Input, one.Expected));
    }

    private static async ValueTask<string?> NextAsync(StreamReader reader, string path, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DecoderFallbackException exception)
        {
            throw new InvalidDataException($"{path} is not valid UTF-8. Save it in this encoding.", exception);
        }
    }

    private static EvaluationCase Read(string line, int number, string path)
    {
        try
        {
            var json = JsonDocument.Parse(line).RootElement;
            if (json.ValueKind == JsonValueKind.Object && json.TryGetProperty("input", out var input))
            {
                var id = json.TryGetProperty("id", out var given) && given.ValueKind != JsonValueKind.Null
                    ? given.ToString()
                    : number.ToString(CultureInfo.InvariantCulture);
                if (string.IsNullOrWhiteSpace(id))
                {
                    throw new InvalidDataException(FormattableString.Invariant($"{path}, line {number}: the 'id' of a case must not be blank."));
                }

                return new EvaluationCase(id, input,
                    json.TryGetProperty("expected", out var expected) && expected.ValueKind != JsonValueKind.Null ? expected : null);
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Invalid JSON, or an ID with an unpaired surrogate. Reported below, like other lines that are not a case.
        }

        throw new InvalidDataException(
            FormattableString.Invariant($"{path}, line {number}: a case is a JSON object with 'input', and may have 'expected' and 'id'."));
    }

    // Datasets store text: the text of an object is parsed, other text such as 42 remains text.
    private static object? JsonOrText(string? text, bool isStructureOnly)
    {
        if (text is null)
        {
            return null;
        }

        try
        {
            var json = JsonDocument.Parse(text).RootElement;
            return isStructureOnly && json.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array) ? text : json;
        }
        catch (JsonException)
        {
            return text;
        }
    }
}
