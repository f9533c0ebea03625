using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Opper.Emulator;

namespace Opper.Integration.Cassettes;

/// <summary>A folder with a cassette, a server to record, and plain HTTP.</summary>
public abstract class CassetteFixture
{
    protected const string Key = "op-very-secret-key";
    private readonly List<IAsyncDisposable> _started = [];
    private DirectoryInfo _folder = null!;

    private protected FakeApi Api { get; private set; } = null!;

    private protected HttpClient Http { get; private set; } = null!;

    private protected string Cassette => Path.Combine(_folder.FullName, "tests", "calls.jsonl");

    private protected string Written => File.ReadAllText(Cassette);

    private protected IReadOnlyList<JsonObject> Exchanges =>
        [.. Written.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject())
            .Where(line => line.ContainsKey("request"))];

    [SetUp]
    public async Task StartAsync()
    {
        _folder = Directory.CreateTempSubdirectory("opper-cassette-");
        Api = await FakeApi.StartAsync();
        Http = new HttpClient();
    }

    [TearDown]
    public async Task StopAsync()
    {
        Http.Dispose();
        foreach (var one in _started)
        {
            await one.DisposeAsync();
        }

        _started.Clear();
        await Api.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private protected Task<OpperEmulator> RecordAsync(Action<CassetteOptions>? configure = null) =>
        KeepAsync(o => Configured(o.Record(Cassette, Api.Address), configure));

    private protected Task<OpperEmulator> ReplayAsync(Action<CassetteOptions>? configure = null) => KeepAsync(o => Configured(o.Replay(Cassette), configure));

    private protected Task<OpperEmulator> AutoAsync() => KeepAsync(o => o.ReplayOrRecord(Cassette, Api.Address));

    /// <summary>Records the responses to the requests, and stops the recorder and the server.</summary>
    private protected async Task RecordedAsync(Func<OpperEmulator, Task> requests, Action<CassetteOptions>? configure = null)
    {
        await using var recorder = await OpperEmulator.StartAsync(o => Configured(o.Record(Cassette, Api.Address), configure));
        await requests(recorder);
    }

    private protected async Task<(int Status, string Body)> PostAsync(OpperEmulator emulator, string path, string body, string contentType = "application/json")
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        return await SendAsync(emulator, HttpMethod.Post, path, content);
    }

    private protected Task<(int Status, string Body)> GetAsync(OpperEmulator emulator, string path) => SendAsync(emulator, HttpMethod.Get, path, null);

    private protected async Task<(int Status, string Body)> SendAsync(OpperEmulator emulator, HttpMethod method, string path, HttpContent? content,
        Action<HttpRequestMessage>? configure = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(emulator.BaseAddress, path)) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        configure?.Invoke(request);
        using var response = await Http.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private static void Configured(CassetteOptions cassette, Action<CassetteOptions>? configure) => configure?.Invoke(cassette);

    private async Task<OpperEmulator> KeepAsync(Action<OpperEmulatorOptions> configure)
    {
        var emulator = await OpperEmulator.StartAsync(configure);
        _started.Add(emulator);
        return emulator;
    }
}
