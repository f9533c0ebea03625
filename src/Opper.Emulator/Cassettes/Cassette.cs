namespace Opper.Emulator.Cassettes;

/// <summary>Replaces the emulator's own API: requests are replayed from the cassette, or forwarded to the upstream and recorded.</summary>
internal sealed class Cassette : IAsyncDisposable
{
    public const string Hit = "hit";
    public const string Miss = "miss";
    public const string Added = "recorded";

    private readonly CassetteOptions _options;
    private readonly CassetteFile _file;
    private readonly CassetteContent _content;
    private readonly CassettePlayer _player;
    private readonly CassetteWriter _writer;
    private readonly CassetteRecorder? _recorder;
    private readonly TimeProvider _time;
    private int _hits;
    private int _misses;

    private Cassette(CassetteOptions options, CassetteFile file, CassetteContent content, TimeProvider time)
    {
        _options = options;
        _file = file;
        _content = content;
        _time = time;
        var redaction = new Redaction([.. options.Redacted, .. content.Redacted]);
        _player = new CassettePlayer(content, redaction, [.. options.Ignored, .. content.Ignored]);
        _writer = new CassetteWriter(file, redaction) { Added = options.Mode == CassetteMode.Auto ? _player.Add : null };
        _recorder = options.Mode == CassetteMode.Replay ? null : new CassetteRecorder(_writer, options.Upstream!, time);
    }

    public CassetteReport Report => new()
    {
        Mode = _options.Mode,
        Path = _options.Path,
        Exchanges = _content.Exchanges.Count + _writer.Recorded,
        Hits = Volatile.Read(ref _hits),
        Misses = Volatile.Read(ref _misses),
        Recorded = _writer.Recorded,
        Unplayed = _options.Mode == CassetteMode.Record ? 0 : _player.Unplayed,
        Warnings = [.. _content.Warnings, .. _writer.Warnings],
    };

    /// <exception cref="IOException">The cassette cannot be read or written.</exception>
    public static async Task<Cassette> OpenAsync(CassetteOptions options, TimeProvider time)
    {
        var file = new CassetteFile(options.Path);
        var isThere = File.Exists(options.Path);
        var empties = isThere && options.Mode == CassetteMode.Record && options.Overwrite;
        if (empties)
        {
            await file.CheckReplaceableAsync().ConfigureAwait(false);
        }

        var reads = options.Mode == CassetteMode.Replay || (isThere && !empties);
        var content = reads ? await file.ReadAsync().ConfigureAwait(false) : new CassetteContent();
        if (options.Mode != CassetteMode.Replay)
        {
            await file.BeginAsync(content, options, overwrite: empties).ConfigureAwait(false);
        }

        return new Cassette(options, file, content, time);
    }

    /// <exception cref="ArgumentException">The upstream is the emulator itself, which would forward to itself in an infinite loop.</exception>
    public void ThrowIfRecordingItself(Uri address)
    {
        if (_options.Upstream is { IsLoopback: true } upstream && upstream.Port == address.Port)
        {
            throw new ArgumentException($"The server to record, {upstream}, is the emulator itself. Choose another --port or another --upstream.");
        }
    }

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var path = context.Request.Path;
        var isApi = path.IsApi() || path.IsIn(EmulatorPaths.Storage);
        // The page's own requests are not those of a client.
        return isApi && !context.Request.Headers.ContainsKey(Recording.PageHeader) ? RespondAsync(context) : next(context);
    }

    public void Rewind()
    {
        _player.Rewind();
        Volatile.Write(ref _hits, 0);
        Volatile.Write(ref _misses, 0);
    }

    public async ValueTask DisposeAsync()
    {
        if (_recorder is not null)
        {
            await _recorder.DisposeAsync().ConfigureAwait(false);
        }

        _file.Dispose();
    }

    private async Task RespondAsync(HttpContext context)
    {
        if (context.Request.Path.IsIn(EmulatorPaths.Storage))
        {
            BearerAuthentication.RefuseOnSignedUrl(context.Request);
        }

        var captured = await CapturedRequest.ReadAsync(context.Request, CassetteWriter.MaxBytes).ConfigureAwait(false);
        var request = _writer.Redacted(captured);
        if (_options.Mode != CassetteMode.Record && _player.Find(request, recordsMore: _recorder is not null) is { } played)
        {
            Interlocked.Increment(ref _hits);
            Note(context, Hit);
            await ResponseWriter.ReplayAsync(context, played, _options.ReplayPauses, _time).ConfigureAwait(false);
        }
        else if (_recorder is not null)
        {
            if (await _recorder.ForwardAsync(context, captured, request).ConfigureAwait(false))
            {
                Note(context, Added);
            }
        }
        else
        {
            Interlocked.Increment(ref _misses);
            Note(context, Miss);
            context.Response.StatusCode = StatusCodes.Status501NotImplemented;
            context.Response.ContentType = "application/json; charset=utf-8";
            await context.Response.WriteAsync(CassetteJson.Text(_player.Miss(request, _options.Path)), context.RequestAborted).ConfigureAwait(false);
        }
    }

    private static void Note(HttpContext context, string what)
    {
        if (context.Features.Get<EmulatorRequest>() is { } record)
        {
            record.Cassette = what;
        }
    }
}
