using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Opper.Knowledge;

namespace Opper.Integration;

/// <summary>The standalone server, killed while it is working.</summary>
public sealed partial class KilledServerTests
{
    [Test]
    public async Task A_killed_emulator_loses_no_acknowledged_write()
    {
        var folder = Directory.CreateTempSubdirectory("opper-emulator-");
        try
        {
            var data = Path.Combine(folder.FullName, "state.db");
            var acknowledged = new ConcurrentDictionary<string, string>();
            string knowledgeId;
            await using (var server = await Server.StartAsync(data))
            {
                knowledgeId = (await server.Client.Knowledge.CreateAsync(new CreateKnowledgeBaseRequest { Name = "many" })).Id;
                var adds = Enumerable.Range(0, 1000).Select(i => AddAsync(server, knowledgeId, i, acknowledged)).ToList();
                await Task.WhenAll(adds);
                Assert.That(acknowledged, Has.Count.InRange(Server.KillAfter, 999), "It was killed in the middle.");
            }

            await using var again = await Server.StartAsync(data);
            await Parallel.ForEachAsync(acknowledged, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (document, cancelled) =>
            {
                var kept = await again.Client.Knowledge.GetDocumentAsync(knowledgeId, document.Key, cancellationToken: cancelled);
                var found = await again.Client.Knowledge.QueryAsync(knowledgeId, new QueryKnowledgeRequest { Query = document.Value, TopK = 1 },
                    cancellationToken: cancelled);

                Assert.That(kept.Segments.Single().Content, Is.EqualTo(document.Value));
                Assert.That(found.Single().Key, Is.EqualTo(document.Key));
            });
            TestContext.Out.WriteLine($"{acknowledged.Count} of 1,000 adds were acknowledged before the kill; all were there and found after it.");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task AddAsync(Server server, string knowledgeId, int number, ConcurrentDictionary<string, string> acknowledged)
    {
        var (key, content) = ($"document-{number}", $"Note number{number}x about the word{number * 7919}q and nothing else.");
        try
        {
            await server.Client.Knowledge.AddDocumentAsync(knowledgeId, new AddDocumentRequest { Key = key, Content = content });
        }
        catch (OpperException)
        {
            return;
        }

        acknowledged[key] = content;
        if (acknowledged.Count == Server.KillAfter)
        {
            server.Kill();
        }
    }

    private sealed partial class Server : IAsyncDisposable
    {
        public const int KillAfter = 400;
        private readonly Process _process;

        private Server(Process process, string address)
        {
            _process = process;
            Client = new OpperClient("any", new OpperClientOptions { BaseUrl = address, MaxRetries = 0 });
        }

        public OpperClient Client { get; }

        public static async Task<Server> StartAsync(string data)
        {
            var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
            foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, "opper-emulator.dll"), "--port", "0", "--data", data])
            {
                start.ArgumentList.Add(argument);
            }

            var process = Process.Start(start)!;
            while (await process.StandardOutput.ReadLineAsync() is { } line)
            {
                if (Address().Match(line) is { Success: true } match)
                {
                    return new Server(process, match.Groups[1].Value);
                }
            }

            throw new InvalidOperationException($"The server ended with {process.ExitCode} before it said its address.");
        }

        public void Kill() => _process.Kill();

        public async ValueTask DisposeAsync()
        {
            if (!_process.HasExited)
            {
                _process.Kill();
            }

            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        [GeneratedRegex("OPPER_BASE_URL=(http://[0-9.:]+)")]
        private static partial Regex Address();
    }
}
