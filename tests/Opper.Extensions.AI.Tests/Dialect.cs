using System.Net;
using System.Text;

namespace Opper.Extensions.AI.Tests;

/// <summary>How a provider or gateway implements the protocol of OpenAI: a response and a tool call, buffered and streamed. The files are in <c>Dialects</c>,
/// written from public descriptions.</summary>
public sealed class Dialect
{
    private readonly Dictionary<string, string> _parts = [];

    private Dialect(string file)
    {
        Name = Path.GetFileNameWithoutExtension(file);
        var sections = File.ReadAllText(file).Split("--- ");
        foreach (var line in sections[0].Split('\n').Where(line => line.Contains(": ", StringComparison.Ordinal) && line[0] != '#'))
        {
            _parts[line[..line.IndexOf(':')]] = line[(line.IndexOf(':') + 1)..].Trim();
        }

        foreach (var section in sections[1..])
        {
            var end = section.IndexOf('\n');
            _parts[section[..end].Trim()] = section[(end + 1)..];
        }
    }

    public static IEnumerable<Dialect> All =>
        Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Dialects"), "*.txt").Order().Select(file => new Dialect(file));

    public string Name { get; }

    public string Model => _parts.GetValueOrDefault("model", string.Empty);

    public string? Reasoning => _parts.GetValueOrDefault("reasoning");

    /// <summary>The input, output and total tokens; empty if none are reported.</summary>
    public (long, long, long)? Usage =>
        _parts["usage"].Split(' ') is { Length: 3 } counts ? (long.Parse(counts[0]), long.Parse(counts[1]), long.Parse(counts[2])) : null;

    public bool HasTools => _parts.ContainsKey("tools");

    /// <summary>A client whose server returns these parts in order, and the received requests.</summary>
    public (OpperClient Opper, List<string> Sent) Client(params string[] parts)
    {
        var server = new Server(parts.Select(part => (part.EndsWith("stream", StringComparison.Ordinal), _parts[part])));
        return (new OpperClient(new OpperClientOptions { ApiKey = "key", BaseUrl = "https://api.example.test", MaxRetries = 0 },
            new HttpClient(server)), server.Sent);
    }

    public override string ToString() => Name;

    private sealed class Server(IEnumerable<(bool IsStream, string Body)> answers) : HttpMessageHandler
    {
        private readonly Queue<(bool IsStream, string Body)> _answers = new(answers);

        public List<string> Sent { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Sent.Add(await request.Content!.ReadAsStringAsync(cancellationToken));
            var (isStream, body) = _answers.Dequeue();
            return new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new StringContent(body, Encoding.UTF8, isStream ? "text/event-stream" : "application/json"),
            };
        }
    }
}
