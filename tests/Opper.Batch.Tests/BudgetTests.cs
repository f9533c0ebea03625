using CsCheck;
using Opper.Batch.Tests.Support;
using Opper.Chat;
using Opper.Emulator;

namespace Opper.Batch.Tests;

/// <summary>Limits of what calls may cost.</summary>
public sealed class BudgetTests
{
    [Test]
    public async Task A_run_ends_before_it_exceeds_its_budget()
    {
        await using var server = await CountingServer.StartAsync();
        server.Latency = TimeSpan.FromMilliseconds(1);
        await Gen.Select(Gen.Int[0, 300], Gen.Int[1, 30], Gen.Int[1, 20], Gen.Int[0, 1000]).SampleAsync(async (limit, concurrency, dearest, seed) =>
        {
            var before = server.Spent;
            server.Cost = row => 1 + (new Random(seed + row).Next() % dearest);
            var options = new BatchOptions { BudgetLimit = limit / 10_000m, MaxRowCost = dearest / 10_000m, MaxConcurrency = concurrency };
            var given = 0m;
            var isExceeded = false;
            try
            {
                await foreach (var item in BatchRunner.ForTask<int, string>(server.Client(), "double", options: options).RunAsync(Enumerable.Range(0, 40)))
                {
                    given += item.Cost;
                }
            }
            catch (OpperBudgetExceededException)
            {
                isExceeded = true;
            }

            var spent = server.Spent - before;
            // It stops only when not even one more row of the dearest kind has room.
            return spent <= options.BudgetLimit && given == spent && (!isExceeded || spent > options.BudgetLimit - options.MaxRowCost);
        }, iter: 30, threads: 1);
    }

    [Test]
    public async Task Without_MaxRowCost_the_first_row_runs_alone_and_the_highest_cost_so_far_is_reserved()
    {
        await using var server = await CountingServer.StartAsync();
        var runner = BatchRunner.ForTask<int, string>(server.Client(), "double",
            options: new BatchOptions { BudgetLimit = 0.0025m, MaxConcurrency = 32, InitialConcurrency = 32 });

        Assert.That(async () => await runner.RunAsync(Enumerable.Range(0, 100)).CountAsync(), Throws.TypeOf<OpperBudgetExceededException>());
        Assert.That(server.Spent, Is.EqualTo(0.0025m));
    }

    [Test]
    public async Task A_chat_that_reports_no_cost_is_charged_the_price_of_its_model()
    {
        await using var emulator = await OpperEmulator.StartAsync();
        var runner = Chats(emulator.CreateClient(), "openai/gpt-4o", new BatchOptions { BudgetLimit = 0.005m, MaxConcurrency = 4 });

        var given = new List<BatchItem<string, string>>();
        Assert.That(
            async () =>
            {
                await foreach (var item in runner.RunAsync(Enumerable.Range(0, 1000).Select(row => $"{row} {new string('x', 400)}")))
                {
                    given.Add(item);
                }
            },
            Throws.TypeOf<OpperBudgetExceededException>());

        var price = (await emulator.CreateClient().Models.ListAllAsync().ToListAsync()).Single(model => model.Name == "openai/gpt-4o");
        Assert.That(given, Has.Count.GreaterThan(1));
        Assert.That(given.All(item =>
            item.Cost == ((decimal)price.InputCostPerToken! * item.InputTokens) + ((decimal)price.OutputCostPerToken! * item.OutputTokens)));
        Assert.That(given.Sum(item => item.Cost), Is.GreaterThan(0.004m).And.LessThanOrEqualTo(0.005m));
    }

    [Test]
    public async Task A_run_with_a_budget_ends_after_one_row_if_its_cost_is_unknown()
    {
        await using var emulator = await OpperEmulator.StartAsync();
        emulator.OnChat().Returns("Yes.");
        var options = new BatchOptions { BudgetLimit = 1 };

        var failure = await Assert.ThrowsAsync<NotSupportedException>(
            async () => await Chats(emulator.CreateClient(), "mine/of-no-known-price", options).RunAsync(["a", "b", "c"]).CountAsync());

        Assert.That(failure!.Message, Does.Contain(nameof(BatchOptions.MaxRowCost)));
        Assert.That(emulator.Requests.Count(request => request.Path.EndsWith("/chat/completions", StringComparison.Ordinal)), Is.EqualTo(1));
    }

    [Test]
    public async Task Rows_of_unknown_cost_are_charged_MaxRowCost()
    {
        await using var emulator = await OpperEmulator.StartAsync();
        emulator.OnChat().Returns("Yes.");
        var options = new BatchOptions { BudgetLimit = 0.05m, MaxRowCost = 0.01m };
        var runner = Chats(emulator.CreateClient(), "mine/of-no-known-price", options);

        var rows = Enumerable.Range(0, 100).Select(row => $"{row}");
        Assert.That(async () => await runner.RunAsync(rows).CountAsync(), Throws.TypeOf<OpperBudgetExceededException>());
        Assert.That(emulator.Requests.Count(request => request.Path.EndsWith("/chat/completions", StringComparison.Ordinal)), Is.EqualTo(5));
    }

    [Test]
    public async Task A_row_that_costs_more_than_MaxRowCost_raises_what_is_reserved_for_the_next()
    {
        await using var emulator = await OpperEmulator.StartAsync();
        emulator.OnCall("greet").Returns("Hello!");
        var opper = emulator.CreateClient();
        var cost = (await BatchRunner.ForTask<string, string>(opper, "greet", "Greet.").RunAsync(["Ann"]).SingleAsync()).Cost;
        var limit = cost * 3.5m;
        var options = new BatchOptions { BudgetLimit = limit, MaxRowCost = cost / 100, InitialConcurrency = 1, MaxConcurrency = 1 };
        var runner = BatchRunner.ForTask<string, string>(opper, "greet", "Greet.", options: options);
        var spent = 0m;

        Assert.That(async () =>
        {
            await foreach (var item in runner.RunAsync(Enumerable.Repeat("Ann", 100)))
            {
                spent += item.Cost;
            }
        }, Throws.TypeOf<OpperBudgetExceededException>());
        Assert.That(spent, Is.GreaterThan(0).And.LessThanOrEqualTo(limit));
    }

    [Test]
    public void Amounts_and_times_that_no_run_can_keep_are_rejected_by_name()
    {
        Assert.That(() => new OpperBudget(1) { MaxCallCost = -1 }, Rejected(nameof(OpperBudget.MaxCallCost)));
        Assert.That(() => Runner(new BatchOptions { DrainTimeout = TimeSpan.MaxValue }), Rejected(nameof(BatchOptions.DrainTimeout)));
        Assert.That(() => Runner(new BatchOptions { ProgressInterval = TimeSpan.MaxValue }), Rejected(nameof(BatchOptions.ProgressInterval)));
        Assert.That(() => Runner(new BatchOptions { MaxRefusalTime = TimeSpan.FromSeconds(-1) }), Rejected(nameof(BatchOptions.MaxRefusalTime)));
        Assert.That(() => Runner(new BatchOptions { MaxRefusalTime = Timeout.InfiniteTimeSpan }), Throws.Nothing);

        static NUnit.Framework.Constraints.IResolveConstraint Rejected(string name) =>
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Property(nameof(ArgumentException.ParamName)).EqualTo(name);
        static BatchRunner<int, int> Runner(BatchOptions options) => BatchRunner.For<int, int>((row, _) => Task.FromResult(row), options);
    }

    [Test]
    public async Task An_ambient_budget_also_limits_calls_outside_a_run()
    {
        await using var emulator = await OpperEmulator.StartAsync();
        emulator.OnCall("greet").Returns("Hello!");
        var opper = emulator.CreateClient();
        var budget = new OpperBudget(0.01m) { MaxCallCost = 0.009m };
        using (budget.Begin())
        {
            await opper.CallAsync("greet", "Greet.", "Ann");
            Assert.That(budget.Spent, Is.GreaterThan(0).And.LessThan(0.009m));
            Assert.That(budget.Reserved, Is.Zero);

            var refused = await Assert.ThrowsAsync<OpperBudgetExceededException>(async () =>
            {
                while (true)
                {
                    await opper.CallAsync("greet", "Greet.", new string('x', 2_000));
                }
            });
            Assert.That(refused!.Limit, Is.EqualTo(0.01m));
        }

        var sent = emulator.Requests.Count;
        await opper.CallAsync("greet", "Greet.", "Ann");
        Assert.That(emulator.Requests, Has.Count.EqualTo(sent + 1));
        Assert.That(budget.Spent, Is.LessThanOrEqualTo(0.01m));
    }

    [Test]
    public async Task A_budget_by_tag_counts_each_tag_value_separately()
    {
        await using var emulator = await OpperEmulator.StartAsync();
        var opper = emulator.CreateClient();
        var budget = new OpperBudget(0.001m) { Tag = "customer", MaxCallCost = 0.001m };
        using var ambient = budget.Begin();
        Task<CallResponse> CallAsync(string customer) =>
            opper.CallAsync(new CallRequest { Name = "greet", Input = "Ann", Tags = new() { ["customer"] = customer } });

        await CallAsync("acme");
        Assert.That(() => CallAsync("acme"), Throws.TypeOf<OpperBudgetExceededException>());
        await CallAsync("globex");

        Assert.That(budget.SpentBy("acme"), Is.GreaterThan(0));
        Assert.That(budget.Spent, Is.EqualTo(budget.SpentBy("acme") + budget.SpentBy("globex")));
    }

    [Test]
    public async Task Rejected_calls_and_completed_streams_release_their_reservations()
    {
        await using var emulator = await OpperEmulator.StartAsync();
        var opper = emulator.CreateClient();
        var budget = new OpperBudget(1) { MaxCallCost = 0.5m };
        using (budget.Begin())
        {
            emulator.AddFault(new EmulatorFault { Kind = EmulatorFaultKind.Status, StatusCode = 400, Times = 1 });
            Assert.That(() => opper.CallAsync("greet", input: "Ann"), Throws.TypeOf<OpperBadRequestException>());
            Assert.That((budget.Spent, budget.Reserved), Is.EqualTo((0m, 0m)));

            await foreach (var _ in opper.StreamTextAsync("greet", input: "Ann"))
            {
                Assert.That(budget.Reserved, Is.EqualTo(0.5m));
            }
        }

        Assert.That(budget.Reserved, Is.Zero);
    }

    private static BatchRunner<string, string> Chats(OpperClient opper, string model, BatchOptions options) =>
        BatchRunner.ForChat<string, string>(opper, text => new ChatCompletionRequest { Model = model, Messages = [ChatMessage.User(text)] }, options);
}
