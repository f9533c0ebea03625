using CsCheck;
using Opper.Batch.Tests.Support;
using Opper.Emulator;

namespace Opper.Batch.Tests;

/// <summary>Limits of what calls may cost.</summary>
public sealed class BudgetTests
{
    [Test]
    public async Task A_run_ends_before_it_would_pass_its_limit()
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
    public async Task Without_a_stated_cost_of_a_row_the_first_runs_alone_and_the_dearest_so_far_is_reserved()
    {
        await using var server = await CountingServer.StartAsync();
        var runner = BatchRunner.ForTask<int, string>(server.Client(), "double",
            options: new BatchOptions { BudgetLimit = 0.0025m, MaxConcurrency = 32, InitialConcurrency = 32 });

        Assert.That(async () => await runner.RunAsync(Enumerable.Range(0, 100)).CountAsync(), Throws.TypeOf<OpperBudgetExceededException>());
        Assert.That(server.Spent, Is.EqualTo(0.0025m));
    }

    [Test]
    public async Task An_ambient_budget_holds_for_ordinary_calls_too()
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
    public async Task A_budget_by_a_tag_counts_each_value_by_itself()
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
    public async Task A_call_that_the_API_refuses_and_a_stream_that_is_read_settle_their_reservations()
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
}
