using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Opper.Integration.Cassettes;

/// <summary>The command: recording, killed while recording, and replaying.</summary>
public sealed partial class RecorderCommandTests : CassetteFixture
{
    [Test]
    public async Task A_killed_recorder_loses_no_completed_exchange()
    {
        var answered = new ConcurrentDictionary<int, string>();
        var count = 0;
        using (var recorder = await ToolAsync("record", "--upstream", Api.Address.ToString(), "--cassette", Cassette))
        {
            await Task.WhenAll(Enumerable.Range(0, 400).Select(async i =>
            {
                try
                {
                    answered[i] = await CallAsync(recorder.Address, i);
                }
                catch (HttpRequestException)
                {
                    return;
                }

                if (Interlocked.Increment(ref count) == 150)
                {
                    recorder.Kill();
                }
            }));
        }

        Assert.That(answered, Has.Count.InRange(150, 399), "It was killed in the middle.");
        await Api.DisposeAsync();
        using var replayed = await ToolAsync("replay", "--cassette", Cassette);
        foreach (var (i, answer) in answered)
        {
            Assert.That(await CallAsync(replayed.Address, i), Is.EqualTo(answer));
        }
    }

    [Test]
    public async Task Rules_and_modes_are_options_of_the_command()
    {
        using (var recorder = await ToolAsync("record", "--mode", "auto", "--upstream", $"{Api.Address}v2/", "--cassette", Cassette, "--redact",
            "input.email", "--ignore", "input.n"))
        {
            await CallAsync(recorder.Address, 1);
            await CallAsync(recorder.Address, 2);
        }

        Assert.That(Api.Requests.Select(request => request.Line), Is.All.EqualTo("POST /v2/call"));
        Assert.That(Written,
            Does.StartWith("""{"cassette":"opper-emulator","version":1,"redact":["input.email"],"ignore":["input.n"]}""").And.Not.Contain("ann@example.com"));
        using var replayed = await ToolAsync("replay", "--cassette", Cassette, "--no-pauses");
        Assert.That(await CallAsync(replayed.Address, 99), Is.EqualTo("""{"number":1}"""));
    }

    [TestCase("record --upstream notaurl --cassette x.jsonl", "notaurl")]
    [TestCase("record --upstream ftp://a.test --cassette x.jsonl", "ftp://a.test")]
    [TestCase("record", "--cassette")]
    [TestCase("replay --cassette no/such.jsonl", "no/such.jsonl")]
    [TestCase("replay --cassette x.jsonl --mode all", "all")]
    [TestCase("record --cassette x.jsonl --redact a..b", "a..b")]
    public async Task An_invalid_command_is_reported_in_one_line(string arguments, string named)
    {
        using var process = Start(arguments.Split(' '));

        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.That(process.ExitCode, Is.EqualTo(1));
        Assert.That(error, Does.Contain(named).And.Not.Contain("   at "));
    }

    private async Task<string> CallAsync(Uri address, int number)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, "/v2/call"))
        {
            Content = new StringContent($$$"""{"input":{"email":"ann@example.com","n":{{{number}}}}}""",
                System.Net.Http.Headers.MediaTypeHeaderValue.Parse("application/json")),
        };
        request.Headers.Authorization = new("Bearer", Key);
        using var response = await Http.SendAsync(request);
        return await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }

    private static async Task<Tool> ToolAsync(params string[] arguments)
    {
        var process = Start([.. arguments, "--port", "0"]);
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (Address().Match(line) is { Success: true } match)
            {
                return new Tool(process, new Uri(match.Groups[1].Value));
            }
        }

        throw new InvalidOperationException($"It ended before it said its address: {await process.StandardError.ReadToEndAsync()}");
    }

    private static Process Start(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, "opper-emulator.dll"), .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    [GeneratedRegex("OPPER_BASE_URL=(http://[0-9.:]+)")]
    private static partial Regex Address();

    private sealed class Tool(Process process, Uri address) : IDisposable
    {
        public Uri Address => address;

        public void Kill() => process.Kill();

        public void Dispose()
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }
    }
}
