using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Opper.Conventions;

/// <summary>The emulator serves every operation of the contract, the live API's and the endpoint reference's, with every request example.</summary>
public sealed class EmulatorContractTests
{
    private static SeededEmulator _seeded = null!;

    [OneTimeSetUp]
    public static async Task StartAsync() => _seeded = await SeededEmulator.StartAsync();

    [OneTimeTearDown]
    public static async Task StopAsync() => await _seeded.DisposeAsync();

    private static IEnumerable<TestCaseData> Requests() =>
        from operation in Contract.Operations
        from content in Bodies(operation)
        select new TestCaseData(operation.Id, content.MediaType, content.Body).SetName($"The emulator accepts {operation.Id}{content.Name}");

    [TestCaseSource(nameof(Requests))]
    public async Task The_emulator_accepts_every_example_request_of_the_contract(string operationId, string? mediaType, JToken? body)
    {
        var operation = Contract.Operations.Single(one => one.Id == operationId);
        _seeded.PutBack();
        using var request = new HttpRequestMessage(new HttpMethod(operation.Method), Path(operation));
        request.Content = mediaType switch
        {
            null => null,
            "multipart/form-data" => Form((JObject)body!),
            _ => new StringContent(WithKnownIds(body!).ToString(Formatting.None), Encoding.UTF8, mediaType),
        };
        using var response = await _seeded.Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();

        Assert.That(((int)response.StatusCode).ToString(CultureInfo.InvariantCulture), Is.EqualTo(operation.Success.Status), $"{operation}: {text}");
        var recorded = _seeded.Emulator.Requests[^1];
        Assert.That(recorded.Operation, Is.EqualTo(operationId));
        Assert.That(await ContractCheck.ProblemsAsync(recorded), Is.Empty);
    }

    [Test]
    public void Live_and_reference_form_operations_are_tested()
    {
        Assert.That(Contract.Operations.Count(operation => operation.Json["x-opper-reference-form"] is null), Is.GreaterThanOrEqualTo(68), "the live API's");
        Assert.That(Contract.Operations.Count(operation => operation.Json["x-opper-reference-form"] is not null), Is.GreaterThanOrEqualTo(4),
            "the endpoint reference's own");
    }

    [Test]
    public async Task A_request_that_violates_the_contract_is_rejected_with_the_location()
    {
        using var content = new StringContent("""{"examples":[{"input":1}],"tags":{"a":1}}""", Encoding.UTF8, "application/json");
        using var response = await _seeded.Http.PostAsync("/v2/call", content);
        var issues = JObject.Parse(await response.Content.ReadAsStringAsync())["detail"]!;

        Assert.That((int)response.StatusCode, Is.EqualTo(422));
        Assert.That(issues.Select(issue => string.Join('.', issue["loc"]!) + " " + issue["type"]), Is.EquivalentTo(new[]
        {
            "body.name missing", "body.examples.0.output missing", "body.tags.a string_type",
        }));
    }

    private static IEnumerable<(string Name, string? MediaType, JToken? Body)> Bodies(ContractOperation operation)
    {
        if (operation.RequestContent is not { } content)
        {
            return [(string.Empty, null, null)];
        }

        return from media in content.Properties()
               from example in ContractSchema.Examples((JObject)media.Value)
               select ($" {media.Name} {example.Name}", (string?)media.Name, (JToken?)example.Value);
    }

    private static string Path(ContractOperation operation)
    {
        var path = Regex.Replace(operation.Path, @"\{([^}]*)\}",
            match => match.Groups[1].Value == "name" && operation.Resource == "Functions" ? "seeded/capital" : _seeded[match.Groups[1].Value]);
        var query = operation.Parameters.Where(parameter => (string?)parameter["in"] == "query").Select(parameter =>
            $"{parameter["name"]}={Uri.EscapeDataString(Sample((string)parameter["name"]!, (JObject)Contract.Resolve(parameter["schema"]!)))}");
        return path + "?" + string.Join('&', query);
    }

    private static string Sample(string name, JObject schema) => schema switch
    {
        _ when schema["enum"] is JArray members => (string)members[0]!,
        _ when (string?)schema["type"] == "integer" => (string?)schema["minimum"] ?? "1",
        _ when (string?)schema["format"] == "date-time" => name.StartsWith("from", StringComparison.Ordinal) ? "2020-01-01T00:00:00Z" : "2100-01-01T00:00:00Z",
        _ => "model",
    };

    // Bodies that refer to a file require an existing one; the emulator fetches nothing from other machines.
    private static JToken WithKnownIds(JToken body)
    {
        if (body is JObject json)
        {
            if (json.SelectToken("document.document_url") is { } address)
            {
                address.Replace("data:text/plain;base64," + Convert.ToBase64String("Hold the button."u8));
            }

            foreach (var property in json.Properties().Where(property => property.Name is "file_id" or "upload_id"))
            {
                property.Value = _seeded["upload_id"];
            }
        }

        return body;
    }

    private static MultipartFormDataContent Form(JObject example)
    {
        var form = new MultipartFormDataContent();
        foreach (var part in example.Properties())
        {
            if (part.Name == "file")
            {
                form.Add(new StringContent("Hold the button.", Encoding.UTF8, "text/plain"), "file", "manual.txt");
            }
            else
            {
                form.Add(new StringContent(part.Value.ToString(), Encoding.UTF8), part.Name);
            }
        }

        return form;
    }
}
