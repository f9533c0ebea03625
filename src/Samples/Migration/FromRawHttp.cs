using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Opper.Samples.Migration;

/// <summary>A task call with HttpClient, and with the client.</summary>
internal static class FromRawHttp
{
    public static async Task<Invoice> BeforeAsync(HttpClient http, string baseUrl, string apiKey, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, baseUrl + "/v2/call")
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", apiKey) },
            Content = JsonContent.Create(new
            {
                name = "samples/read_invoice",
                instructions = Invoice.Instructions,
                input = Invoice.Text,
                output_schema = JsonNode.Parse("""
                    {"type": "object", "properties": {"number": {"type": "string"}, "total": {"type": "number"}}, "required": ["number", "total"]}
                    """),
            }),
        };
        using var response = await http.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();   // Reports only the status: the error body is lost, and nothing is retried.
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellationToken));
        return json.RootElement.GetProperty("json_payload").Deserialize<Invoice>()!;
    }

    public static async Task<Invoice> AfterAsync(OpperClient opper, CancellationToken cancellationToken) =>
        await opper.CallAsync<Invoice>("samples/read_invoice", Invoice.Instructions, Invoice.Text, cancellationToken: cancellationToken);
}
