using Opper.Emulator.Json;

namespace Opper.Emulator.Cassettes;

/// <summary>
/// A cassette on disk. Each exchange is appended as a whole line while no other process holds the file, so a line is torn only if the
/// process or the disk gives up within it; such a line is the last one, and is dropped.
/// </summary>
internal sealed class CassetteFile(string path) : IDisposable
{
    private const string Format = "opper-emulator";
    private const string Beginning = "{\"cassette\"";
    private const int Version = 1;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);
    private readonly SemaphoreSlim _gate = new(1);

    public string Path => path;

    /// <summary>Reads all of it; what is torn is reported, not thrown.</summary>
    /// <exception cref="IOException">There is no such file, or it is no cassette of this version; the message says which line is why.</exception>
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
                content.Warnings.Add($"The last line of {path} ({i + 1}) is incomplete and was left out: whoever wrote it was stopped within it.");
            }
            catch (Exception error)
                when (error is JsonException or FormatException or InvalidOperationException or ArgumentException or NullReferenceException
                    or InvalidCastException)
            {
                throw new IOException($"Line {i + 1} of {path} is no exchange: "
                    + $"{(error is NullReferenceException ? "a member is missing" : error.Message)}", error);
            }
        }

        return content;
    }

    /// <summary>Makes sure that a file that is to be emptied is a cassette, of whatever version.</summary>
    /// <exception cref="IOException">It is something else.</exception>
    public async Task CheckReplaceableAsync()
    {
        var text = (await ReadTextAsync().ConfigureAwait(false)).TrimStart('\uFEFF');
        if (text.Length > 0 && !IsBeginning(text))
        {
            throw new IOException($"{path} is no cassette, so it is left as it is. Name another file, or remove it.");
        }
    }

    /// <summary>Begins a recording: makes the file if need be and notes the rules it is written by, unless they are there.</summary>
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
                throw new FormatException("a cassette begins with a line that says its format and version");
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
        try
        {
            using var file = await OpenAsync(FileMode.Open, FileAccess.Read, FileShare.ReadWrite).ConfigureAwait(false);
            using var reader = new StreamReader(file, Encoding.UTF8);
            return await reader.ReadToEndAsync().ConfigureAwait(false);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FileNotFoundException($"There is no cassette {path}. Record one first: opper-emulator record --cassette {path}", path, error);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new IOException(error.Message, error);
        }
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
                // A full disk: the lines before stay readable, and so do those that come when there is space again.
                file.SetLength(end);
                throw;
            }
        }
        catch (UnauthorizedAccessException error)
        {
            throw new IOException(error.Message, error);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The length without a torn line at the end. A whole last line to which an editor has given no end gets one.</summary>
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

    // Another process writes for a moment only, so it is worth the wait.
    private async Task<FileStream> OpenAsync(FileMode mode, FileAccess access, FileShare share)
    {
        for (var started = Environment.TickCount64; ;)
        {
            try
            {
                return new FileStream(path, mode, access, share, bufferSize: 0);
            }
            catch (IOException error) when (error is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException)
                && Environment.TickCount64 - started < s_patience.TotalMilliseconds && !Directory.Exists(path))
            {
                await Task.Delay(10).ConfigureAwait(false);
            }
        }
    }
}
