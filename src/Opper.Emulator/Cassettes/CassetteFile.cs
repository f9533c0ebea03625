namespace Opper.Emulator.Cassettes;

/// <summary>
/// A cassette file. Each exchange is appended as one line while no other process holds the file, so a line can be incomplete only if the process or the
/// disk failed while it was written; it is then the last line, and is dropped.
/// </summary>
internal sealed class CassetteFile(string path) : IDisposable
{
    private const string Format = "opper-emulator";
    private const string Beginning = "{\"cassette\"";
    private const int Version = 1;
    private static readonly TimeSpan OpenTimeout = TimeSpan.FromSeconds(10);
    private readonly SemaphoreSlim _gate = new(1);

    public string Path => path;

    /// <summary>Reads the file. An incomplete last line is a warning, not an error.</summary>
    /// <exception cref="IOException">The file does not exist, or is not a cassette of this version; the message names the line.</exception>
    public async Task<CassetteContent> ReadAsync()
    {
        var content = new CassetteContent();
        var lines = (await ReadTextAsync().ConfigureAwait(false)).Split('\n');
        var last = Array.FindLastIndex(lines, line => !string.IsNullOrWhiteSpace(line));
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].TrimEnd('\r').TrimStart('\uFEFF');
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            try
            {
                ReadLine(CassetteJson.Line(line), i + 1, content);
            }
            catch (Exception error) when (error is JsonException && i == last && (content.HasHeader || IsBeginning(line)))
            {
                content.Warnings.Add($"The last line of {path} ({i + 1}) is incomplete and was ignored: the process that wrote it was interrupted.");
            }
            catch (Exception error)
                when (error is JsonException or FormatException or InvalidOperationException or ArgumentException or NullReferenceException
                    or InvalidCastException)
            {
                throw new IOException($"Line {i + 1} of {path} is not a valid exchange: "
                    + $"{(error is NullReferenceException ? "a member is missing" : error.Message)}", error);
            }
        }

        return content;
    }

    /// <summary>Checks that a file that will be overwritten is a cassette, of any version.</summary>
    /// <exception cref="IOException">It is not a cassette.</exception>
    public async Task CheckReplaceableAsync()
    {
        var text = (await ReadTextAsync().ConfigureAwait(false)).TrimStart('\uFEFF');
        if (text.Length > 0 && !IsBeginning(text))
        {
            throw new IOException($"{path} is not a cassette, so it was not overwritten. Choose another file, or delete it.");
        }
    }

    /// <summary>Starts a recording: creates the file if necessary and writes the rules, unless it already has them.</summary>
    public async Task BeginAsync(CassetteContent content, CassetteOptions options, bool overwrite)
    {
        string[] redacted = [.. options.Redacted.Select(rule => rule.Text).Except(content.Redacted.Select(rule => rule.Text))];
        string[] ignored = [.. options.Ignored.Select(rule => rule.Text).Except(content.Ignored.Select(rule => rule.Text))];
        if (content.HasHeader && redacted.Length == 0 && ignored.Length == 0)
        {
            return;
        }

        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        await WriteAsync(JsonSerializer.Serialize(new { cassette = Format, version = Version, redact = redacted, ignore = ignored }, CassetteJson.Options),
            overwrite).ConfigureAwait(false);
    }

    public Task AppendAsync(CassetteExchange exchange) => WriteAsync(exchange.ToJson(), overwrite: false);

    public void Dispose() => _gate.Dispose();

    private static bool IsBeginning(string text) =>
        text.StartsWith(Beginning, StringComparison.Ordinal) || Beginning.StartsWith(text, StringComparison.Ordinal);

    private static void ReadLine(JsonObject line, int number, CassetteContent content)
    {
        if (!line.ContainsKey("cassette"))
        {
            if (!content.HasHeader)
            {
                throw new FormatException("a cassette starts with a line that has its format and version");
            }

            content.Exchanges.Add(CassetteExchange.FromJson(line, number));
            return;
        }

        if ((string?)line["cassette"] != Format || (int?)line["version"] != Version)
        {
            throw new FormatException($"the format is {CassetteJson.Text(line["cassette"])}, version {CassetteJson.Text(line["version"])}; this emulator "
                + $"reads \"{Format}\", version {Version}. Use the emulator that recorded it, or record it again");
        }

        content.HasHeader = true;
        content.Redacted.AddRange((line["redact"]?.AsArray() ?? []).Select(rule => FieldPath.Parse((string)rule!)));
        content.Ignored.AddRange((line["ignore"]?.AsArray() ?? []).Select(rule => FieldPath.Parse((string)rule!)));
    }

    private async Task<string> ReadTextAsync()
    {
        using var file = await OpenAsync(FileMode.Open, FileAccess.Read, FileShare.ReadWrite).ConfigureAwait(false);
        using var reader = new StreamReader(file, Encoding.UTF8);
        return await reader.ReadToEndAsync().ConfigureAwait(false);
    }

    private async Task WriteAsync(string json, bool overwrite)
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            using var file = await OpenAsync(FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None).ConfigureAwait(false);
            file.SetLength(overwrite ? 0 : WholeLength(file));
            var end = file.Seek(0, SeekOrigin.End);
            try
            {
                await file.WriteAsync(Encoding.UTF8.GetBytes(json + "\n")).ConfigureAwait(false);
            }
            catch (IOException)
            {
                // If the disk is full, the incomplete line is removed, so that the file stays readable.
                file.SetLength(end);
                throw;
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The length without an incomplete last line. A complete last line without a line break, as some editors leave it, gets one.</summary>
    private static long WholeLength(FileStream file)
    {
        file.Seek(-Math.Min(1, file.Length), SeekOrigin.End);
        if (file.ReadByte() is '\n' or -1)
        {
            return file.Length;
        }

        var text = new byte[file.Length];
        file.Seek(0, SeekOrigin.Begin);
        file.ReadExactly(text);
        var lineStart = text.AsSpan().LastIndexOf((byte)'\n') + 1;
        try
        {
            CassetteJson.Line(Encoding.UTF8.GetString(text.AsSpan(lineStart)).TrimStart('\uFEFF'));
            file.WriteByte((byte)'\n');
            return file.Length;
        }
        catch (JsonException)
        {
            return lineStart;
        }
    }

    // Other processes hold the file only briefly while writing, so opening it is retried.
    private async Task<FileStream> OpenAsync(FileMode mode, FileAccess access, FileShare share)
    {
        for (var started = Environment.TickCount64; ;)
        {
            try
            {
                return new FileStream(path, mode, access, share, bufferSize: 0);
            }
            catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
            {
                throw new FileNotFoundException($"The cassette {path} does not exist. Record it first: opper-emulator record --cassette {path}", path, error);
            }
            catch (UnauthorizedAccessException error)
            {
                throw new IOException(error.Message, error);
            }
            catch (IOException error) when (error is not PathTooLongException
                && Environment.TickCount64 - started < OpenTimeout.TotalMilliseconds && !Directory.Exists(path))
            {
                await Task.Delay(10).ConfigureAwait(false);
            }
        }
    }
}
