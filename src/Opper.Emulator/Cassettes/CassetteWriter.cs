using System.Collections.Concurrent;

namespace Opper.Emulator.Cassettes;

/// <summary>Redacts and writes exchanges. A value that was redacted once is replaced in all later responses.</summary>
internal sealed class CassetteWriter(CassetteFile file, Redaction redaction)
{
    /// <summary>The size limit of a body.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    /// <summary>The size limit of a stream. Its events take several times that in memory as JSON.</summary>
    public const int MaxStreamBytes = 16 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly HashSet<string> _secrets = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _warnings = new();
    private int _recorded;

    /// <summary>Called for each exchange that was added.</summary>
    public Action<CassetteExchange>? Added { get; set; }

    public int Recorded => Volatile.Read(ref _recorded);

    public IReadOnlyList<string> Warnings => [.. _warnings];

    public void Warn(string warning) => _warnings.Enqueue(warning);

    /// <summary>Redacts a request and remembers its secrets.</summary>
    public CassetteRequest Redacted(CapturedRequest captured)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var request = captured.Redacted(redaction, found);
        Remember(found);
        return request;
    }

    public CassetteResponse Redacted(CassetteResponse response, string upstreamOrigin)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var body = redaction.Body(response.Body, [], found);
        var chunks = response.Chunks?.Select(chunk => redaction.Body(chunk, [], found)).ToList();
        var secrets = Remember(found);
        return response with
        {
            Headers = CassetteResponse.HeadersOf(ForwardedHeaders.Written(response.AllHeaders(), secrets, upstreamOrigin)),
            Body = (JsonObject?)Redaction.Values(body, secrets),
            Chunks = chunks?.ConvertAll(chunk => (JsonObject)Redaction.Values(chunk, secrets)!),
        };
    }

    public async Task AddAsync(CassetteRequest request, CassetteResponse response)
    {
        var exchange = new CassetteExchange(request, response);
        try
        {
            await file.AppendAsync(exchange).ConfigureAwait(false);
        }
        catch (IOException error)
        {
            Warn($"The response to {request.Method} {request.Path} could not be written: {error.Message}");
            throw;
        }

        Interlocked.Increment(ref _recorded);
        Added?.Invoke(exchange);
    }

    private IReadOnlyCollection<string> Remember(HashSet<string> found)
    {
        lock (_gate)
        {
            _secrets.UnionWith(found);
            return [.. _secrets];
        }
    }
}
