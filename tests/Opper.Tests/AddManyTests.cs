using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Opper.Knowledge;

namespace Opper.Tests;

public sealed class AddManyTests
{
    [Test]
    public async Task At_most_sixteen_documents_are_added_concurrently()
    {
        // No response is sent before sixteen requests have arrived: with fewer concurrent ones this would never end.
        var full = new TaskCompletionSource();
        using var server = new Server();
        server.Answer = async (_, token) =>
        {
            if (server.Current == 16)
            {
                full.TrySetResult();
            }

            await full.Task.WaitAsync(token);
            return server.Added();
        };

        var outcomes = await ListAsync(server.Knowledge.AddDocumentsAsync("k1", Documents(100)));

        Assert.That(outcomes.Select(o => o.Index), Is.EquivalentTo(Enumerable.Range(0, 100).Select(i => (long)i)));
        Assert.That(outcomes.Select(o => (o.Status, o.Response!.Id, o.Error)), Is.All.EqualTo((AddDocumentStatus.Added, "d", (Exception?)null)));
        Assert.That(server.Peak, Is.EqualTo(16));
    }

    [Test]
    public async Task A_failure_is_reported_as_an_outcome_and_does_not_stop_the_rest()
    {
        using var server = new Server();
        server.Answer = (body, _) =>
            Task.FromResult(body.Contains("\"5\"", StringComparison.Ordinal) ? TestClient.Response("""{"detail": "no"}""", 400) : server.Added());
        var documents = Documents(9).Append(new AddDocumentRequest { Key = "no content" });

        var outcomes = (await ListAsync(server.Knowledge.AddDocumentsAsync("k1", documents, new AddDocumentsOptions { MaxConcurrency = 3 })))
            .OrderBy(o => o.Index).ToList();

        Assert.That(outcomes.Where(o => o.Status == AddDocumentStatus.Failed).Select(o => (o.Index, o.Error!.GetType())),
            Is.EqualTo(new[] { (5L, typeof(OpperBadRequestException)), (9L, typeof(ArgumentException)) }));
        Assert.That(outcomes.Count(o => o.Status == AddDocumentStatus.Added), Is.EqualTo(8));
        Assert.That(Assert.Catch<OpperBadRequestException>(outcomes[5].ThrowIfFailed), Is.SameAs(outcomes[5].Error));
        Assert.That(outcomes[4].ThrowIfFailed, Throws.Nothing);
    }

    [Test]
    public async Task A_failure_stops_the_work_if_requested()
    {
        using var server = new Server();
        var failure = new TaskCompletionSource();
        // The requests concurrent with the failing one complete only after the failure.
        server.Answer = async (body, token) =>
        {
            if (body.Contains("\"3\"", StringComparison.Ordinal))
            {
                return TestClient.Response("{}", 400);
            }

            await (body.Contains("\"4\"", StringComparison.Ordinal) ? failure.Task.WaitAsync(token) : Task.CompletedTask);
            return server.Added();
        };
        var outcomes = new List<AddDocumentOutcome>();

        await foreach (var outcome in server.Knowledge.AddDocumentsAsync("k1", Documents(100),
            new AddDocumentsOptions { MaxConcurrency = 2, StopOnFailure = true }))
        {
            outcomes.Add(outcome);
            if (outcome.Status == AddDocumentStatus.Failed)
            {
                failure.SetResult();
            }
        }

        Assert.That(outcomes.Count(o => o.Status == AddDocumentStatus.Failed), Is.EqualTo(1));
        Assert.That(outcomes, Has.Count.EqualTo(server.Bodies.Count).And.Count.LessThanOrEqualTo(5));
    }

    [Test]
    public async Task Existing_documents_are_skipped_and_reported()
    {
        using var server = new Server();
        var done = new HashSet<string?> { "0", "1", "2" };
        var progress = new Recorded<AddDocumentsProgress>();

        var outcomes = await ListAsync(server.Knowledge.AddDocumentsAsync("k1", Documents(5),
            new AddDocumentsOptions { Skip = document => done.Contains(document.Key), Progress = progress }));

        Assert.That(outcomes.Where(o => o.Status == AddDocumentStatus.Skipped).Select(o => o.Request.Key), Is.EqualTo(new[] { "0", "1", "2" }));
        Assert.That(server.Bodies, Has.Count.EqualTo(2));
        Assert.That(progress.Values.Select(p => p.Total), Is.EqualTo(new[] { 1L, 2, 3, 4, 5 }));
        Assert.That((progress.Values[^1].Added, progress.Values[^1].Failed, progress.Values[^1].Skipped), Is.EqualTo((2L, 0L, 3L)));
    }

    [Test]
    public async Task Outcomes_before_a_failure_of_the_source_are_not_lost()
    {
        using var server = new Server();
        var outcomes = new List<AddDocumentOutcome>();

        var failure = await Assert.CatchAsync<FormatException>(async () =>
        {
            await foreach (var outcome in server.Knowledge.AddDocumentsAsync("k1", Failing()))
            {
                outcomes.Add(outcome);
            }
        });

        Assert.That((failure!.Message, outcomes.Count), Is.EqualTo(("line 4", 3)));

        static IEnumerable<AddDocumentRequest> Failing() =>
            Documents(3).Concat(Documents(1).Select(AddDocumentRequest (_) => throw new FormatException("line 4")));
    }

    [Test]
    public async Task Stopping_early_cancels_pending_requests()
    {
        using var server = new Server();
        server.Answer = async (body, token) =>
        {
            if (!body.Contains("\"0\"", StringComparison.Ordinal))
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, token);
            }

            return server.Added();
        };

        await foreach (var outcome in server.Knowledge.AddDocumentsAsync("k1", Documents(1000)))
        {
            Assert.That(outcome.Index, Is.Zero);
            break;
        }

        Assert.That((server.Current, server.Bodies.Count <= 17), Is.EqualTo((0, true)));
    }

    [Test]
    public async Task Cancelling_ends_the_enumeration()
    {
        using var server = new Server();
        using var cancel = new CancellationTokenSource();
        server.Answer = async (_, token) =>
        {
            await cancel.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
            return server.Added();
        };

        Assert.That(await Assert.CatchAsync(() => ListAsync(server.Knowledge.AddDocumentsAsync("k1", Documents(100), cancellationToken: cancel.Token))),
            Is.InstanceOf<OperationCanceledException>());
        Assert.That(server.Current, Is.Zero);
    }

    [Test]
    public async Task Outcomes_are_returned_while_the_source_is_waiting()
    {
        using var server = new Server();
        var first = new TaskCompletionSource();
        var outcomes = new List<string?>();

        await foreach (var outcome in server.Knowledge.AddDocumentsAsync("k1", WaitingAsync()))
        {
            outcomes.Add(outcome.Request.Key);
            first.TrySetResult();
        }

        Assert.That(outcomes, Is.EqualTo(new[] { "one", "two" }));

        // The second document is returned only after the first has been added.
        async IAsyncEnumerable<AddDocumentRequest> WaitingAsync([EnumeratorCancellation] CancellationToken token = default)
        {
            yield return new AddDocumentRequest { Key = "one", Content = "c" };
            await first.Task.WaitAsync(token);
            yield return new AddDocumentRequest { Key = "two", Content = "c" };
        }
    }

    [Test]
    public async Task Each_enumeration_starts_over()
    {
        using var server = new Server();
        var adding = server.Knowledge.AddDocumentsAsync("k1", Documents(3).ToList());

        var first = await ListAsync(adding);
        var second = await ListAsync(adding);

        Assert.That((first.Count, second.Count, server.Bodies.Count), Is.EqualTo((3, 3, 6)));
    }

    [Test]
    public void Invalid_arguments_are_rejected_immediately()
    {
        using var server = new Server();

        Assert.That(Assert.Catch<ArgumentException>(() => server.Knowledge.AddDocumentsAsync(" ", Documents(1))), Has.Message.Contain("knowledgeBaseId"));
        Assert.That(Assert.Catch<ArgumentException>(() =>
            server.Knowledge.AddDocumentsAsync("k1", Documents(1), new AddDocumentsOptions { MaxConcurrency = 0 })), Has.Message.Contain("MaxConcurrency"));
        Assert.That(Assert.Catch<ArgumentException>(() => server.Knowledge.AddDocumentsAsync("k1", (IEnumerable<AddDocumentRequest>)null!)),
            Has.Message.Contain("documents"));
        Assert.That(server.Bodies, Is.Empty);
    }

    private static IEnumerable<AddDocumentRequest> Documents(int count) =>
        Enumerable.Range(0, count).Select(i => new AddDocumentRequest { Key = $"{i}", Content = "c" });

    private static async Task<List<AddDocumentOutcome>> ListAsync(IAsyncEnumerable<AddDocumentOutcome> outcomes)
    {
        var list = new List<AddDocumentOutcome>();
        await foreach (var outcome in outcomes)
        {
            list.Add(outcome);
        }

        return list;
    }

    /// <summary>A server that counts the waiting requests.</summary>
    private sealed class Server : HttpMessageHandler
    {
        private int _current;
        private int _peak;

        public Server()
        {
            Answer = (_, _) => Task.FromResult(Added());
            Knowledge = new OpperClient(new OpperClientOptions { ApiKey = "k", BaseUrl = "https://api.example.test", MaxRetries = 0 },
                new HttpClient(this)).Knowledge;
        }

        public KnowledgeClient Knowledge { get; }

        public Func<string, CancellationToken, Task<HttpResponseMessage>> Answer { get; set; }

        public ConcurrentQueue<string> Bodies { get; } = new();

        public int Current => Volatile.Read(ref _current);

        public int Peak => Volatile.Read(ref _peak);

        public HttpResponseMessage Added() => TestClient.Response("""{"id": "d", "key": "k"}""", 201);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            // With an immediate response, the next request would start only after it.
            await Task.Yield();
            var current = Interlocked.Increment(ref _current);
            for (int peak; current > (peak = Peak) && Interlocked.CompareExchange(ref _peak, current, peak) != peak;)
            {
            }

            try
            {
                var body = await request.Content!.ReadAsStringAsync(cancellationToken);
                Bodies.Enqueue(body);
                return await Answer(body, cancellationToken);
            }
            finally
            {
                Interlocked.Decrement(ref _current);
            }
        }
    }
}
