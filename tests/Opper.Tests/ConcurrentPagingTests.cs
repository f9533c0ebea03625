using Opper.Functions;

namespace Opper.Tests;

/// <summary>Which pages are requested, and when.</summary>
public sealed class ConcurrentPagingTests
{
    [Test]
    public async Task Four_pages_are_requested_concurrently_once_the_total_is_known_with_items_in_order()
    {
        using var server = new PageServer(900);
        var held = HoldFour(server);
        var four = server.Reaching(4);

        var reading = IdsAsync(server.Opper.Functions.ListAllAsync());
        await four.Task;
        Array.ForEach(held, static page => page.SetResult());
        var ids = await reading;

        Assert.That(ids, Is.EqualTo(Ids(900)));
        Assert.That(server.MaxInFlight, Is.EqualTo(4));
        Assert.That(server.Offsets, Is.EqualTo(Enumerable.Range(0, 9).Select(i => i * 100)), "Each page once, none beyond the total.");
    }

    [Test]
    public async Task Pages_that_arrive_out_of_order_are_returned_in_order()
    {
        using var server = new PageServer(500);
        var held = HoldFour(server);
        var four = server.Reaching(4);

        var reading = IdsAsync(server.Opper.Functions.ListAllAsync());
        await four.Task;
        foreach (var page in held.Reverse())
        {
            page.SetResult();
        }

        Assert.That(await reading, Is.EqualTo(Ids(500)));
    }

    [Test]
    public async Task No_page_is_requested_before_the_enumeration_starts()
    {
        using var server = new PageServer(500);

        var list = server.Opper.Functions.ListAllAsync();
        var pages = list.AsPages();
        Assert.That(server.Offsets, Is.Empty);
        await foreach (var _ in pages)
        {
            break;
        }

        Assert.That(server.Offsets[0], Is.EqualTo(0));
    }

    [Test]
    public async Task Reading_a_few_items_of_the_first_page_sends_one_request()
    {
        using var server = new PageServer(10_000);

        var some = await server.Opper.Functions.ListAllAsync().Take(40).CountAsync();

        Assert.That(some, Is.EqualTo(40));
        Assert.That(server.Offsets, Is.EqualTo(new[] { 0 }));
    }

    [Test]
    public async Task Leaving_the_loop_cancels_pending_requests_and_sends_no_more()
    {
        using var server = new PageServer(10_000);
        foreach (var offset in new[] { 200, 300, 400, 500 })
        {
            server.Hold(offset);
        }

        await foreach (var function in server.Opper.Functions.ListAllAsync())
        {
            if (function.Id == "i150")
            {
                break;
            }
        }

        Assert.That(() => server.Cancelled, Is.EqualTo(4).After(5000, 1));
        Assert.That(server.Offsets, Is.EqualTo(new[] { 0, 100, 200, 300, 400, 500 }));
    }

    [Test]
    public async Task Pages_are_prefetched_while_one_is_processed()
    {
        using var server = new PageServer(500);
        var asked = server.Reaching(4);
        HoldFour(server);

        await foreach (var _ in server.Opper.Functions.ListAllAsync().AsPages())
        {
            await asked.Task;
            break;
        }

        Assert.That(server.Offsets, Is.EqualTo(new[] { 0, 100, 200, 300, 400 }));
    }

    [Test]
    public async Task With_one_page_in_flight_each_page_is_requested_when_needed()
    {
        using var server = new PageServer(300, options => options.MaxPagesInFlight = 1);
        var asked = new List<int>();

        await foreach (var _ in server.Opper.Functions.ListAllAsync().AsPages())
        {
            asked.Add(server.Offsets.Count);
        }

        Assert.That(asked, Is.EqualTo(new[] { 1, 2, 3 }));
        Assert.That(server.MaxInFlight, Is.EqualTo(1));
    }

    [TestCase(0)]
    [TestCase(65)]
    public void A_number_of_concurrent_pages_out_of_range_is_rejected(int pages) =>
        Assert.That(() => new PageServer(1, options => options.MaxPagesInFlight = pages),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contain("MaxPagesInFlight"));

    [Test]
    public async Task A_list_that_shrinks_ends_at_its_new_total()
    {
        using var server = new PageServer(0);
        server.Count = () => server.Offsets.Count < 2 ? 1000 : 150;

        var ids = await IdsAsync(server.Opper.Functions.ListAllAsync());

        Assert.That(ids, Is.EqualTo(Ids(150)));
    }

    [Test]
    public async Task Items_added_to_a_list_while_paging_are_listed()
    {
        using var server = new PageServer(0, options => options.MaxPagesInFlight = 2);
        server.Count = () => 100 + (100 * server.Offsets.Count(offset => offset < 400));

        var ids = await IdsAsync(server.Opper.Functions.ListAllAsync());

        Assert.That(ids, Is.EqualTo(Ids(500)));
    }

    [Test]
    public async Task A_short_page_in_the_middle_neither_skips_nor_repeats_items()
    {
        using var server = new PageServer(730);
        server.Cap = offset => offset == 200 ? 30 : 100;

        var ids = await IdsAsync(server.Opper.Functions.ListAllAsync());

        Assert.That(ids, Is.EqualTo(Ids(730)));
        Assert.That(server.Offsets.TakeLast(2), Is.EqualTo(new[] { 530, 630 }));
    }

    [Test]
    public async Task Without_a_total_pages_are_requested_one_by_one_until_an_empty_one()
    {
        using var server = new PageServer(250);
        server.Total = () => null;

        var ids = await IdsAsync(server.Opper.Functions.ListAllAsync());

        Assert.That(ids, Is.EqualTo(Ids(250)));
        Assert.That(server.Offsets, Is.EqualTo(new[] { 0, 100, 200, 250 }));
        Assert.That(server.MaxInFlight, Is.EqualTo(1));
    }

    [Test]
    public async Task A_bare_array_returned_for_every_offset_ends_after_the_first_page()
    {
        using var client = TestClient.Answering("""[{"id": "k1", "name": "manuals"}, {"id": "k2", "name": "mails"}]""");

        var names = await client.Opper.Knowledge.ListAllAsync().Select(item => item.Name).ToListAsync();

        Assert.That(names, Is.EqualTo(new[] { "manuals", "mails" }));
        Assert.That(client.Sent, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_page_that_fails_throws_only_when_it_is_reached()
    {
        using var server = new PageServer(500);
        server.FailingOffsets.Add(200);
        var seen = 0;

        await Assert.CatchAsync<OpperBadRequestException>(async () =>
        {
            await foreach (var _ in server.Opper.Functions.ListAllAsync())
            {
                seen++;
            }
        });

        Assert.That(seen, Is.EqualTo(200));
    }

    [Test]
    public async Task Failures_after_leaving_the_loop_are_observed()
    {
        var unobserved = new List<Exception>();
        void Note(object? sender, UnobservedTaskExceptionEventArgs arguments) => unobserved.Add(arguments.Exception);
        TaskScheduler.UnobservedTaskException += Note;
        try
        {
            await LeaveAsync();
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Assert.That(unobserved, Is.Empty);
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Note;
        }

        static async Task LeaveAsync()
        {
            using var server = new PageServer(10_000);
            server.FailingOffsets.UnionWith([200, 300, 400, 500]);
            await foreach (var function in server.Opper.Functions.ListAllAsync())
            {
                if (function.Id == "i199")
                {
                    break;
                }
            }
        }
    }

    [Test]
    public async Task Cancelling_within_a_page_throws_at_the_next_item_with_the_token_of_the_caller()
    {
        using var server = new PageServer(500);
        using var cancellation = new CancellationTokenSource();
        var seen = 0;

        var exception = await Assert.CatchAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in server.Opper.Functions.ListAllAsync(cancellationToken: cancellation.Token))
            {
                if (++seen == 130)
                {
                    await cancellation.CancelAsync();
                }
            }
        });

        Assert.That(seen, Is.EqualTo(130));
        Assert.That(exception!.CancellationToken, Is.EqualTo(cancellation.Token));
    }

    [Test]
    public async Task Cancelling_while_a_page_is_awaited_throws_with_the_token_of_the_enumeration()
    {
        using var server = new PageServer(500);
        using var cancellation = new CancellationTokenSource();
        HoldFour(server);
        var four = server.Reaching(4);

        var reading = IdsAsync(server.Opper.Functions.ListAllAsync(), cancellation.Token);
        await four.Task;
        await cancellation.CancelAsync();

        var exception = await Assert.CatchAsync<OperationCanceledException>(() => reading);
        Assert.That(exception!.CancellationToken, Is.EqualTo(cancellation.Token));
    }

    [Test]
    public async Task Any_page_size_and_concurrency_returns_the_same_items()
    {
        var random = new Random(4);
        for (var i = 0; i < 200; i++)
        {
            var (count, pageSize, inFlight) = (random.Next(0, 300), random.Next(1, 40), random.Next(1, 9));
            using var server = new PageServer(count, options => options.MaxPagesInFlight = inFlight);

            var ids = await IdsAsync(server.Opper.Functions.ListAllAsync(pageSize: pageSize));

            Assert.That(ids, Is.EqualTo(Ids(count)), $"{count} items in pages of {pageSize}, {inFlight} in flight");
            Assert.That(server.Offsets, Has.Count.EqualTo(Math.Max(1, (count + pageSize - 1) / pageSize)));
            Assert.That(server.MaxInFlight, Is.LessThanOrEqualTo(inFlight));
        }
    }

    private static IEnumerable<string> Ids(int count) => Enumerable.Range(0, count).Select(i => "i" + i);

    private static async Task<List<string>> IdsAsync(OpperPageable<FunctionSummary> list, CancellationToken cancellationToken = default)
    {
        var ids = new List<string>();
        await foreach (var function in list.WithCancellation(cancellationToken))
        {
            ids.Add(function.Id);
        }

        return ids;
    }

    // Otherwise the first pages may complete before the fourth is requested, so that four are never in flight.
    private static TaskCompletionSource[] HoldFour(PageServer server) => [.. new[] { 100, 200, 300, 400 }.Select(server.Hold)];
}
