namespace Opper.Packages.Consumers;

/// <summary>'dotnet new console', 'dotnet add package', a build with warnings as errors, a run against the emulator.</summary>
public sealed class ConsoleAppTests
{
    [Test]
    public async Task An_app_with_Opper_can_call_stream_and_list()
    {
        using var workspace = new Workspace();
        await workspace.CreateAsync("console", """
            using Opper;
            using Opper.Functions;

            var opper = new OpperClient();
            Invoice invoice = await opper.CallAsync<Invoice>("read_invoice", "Extract the invoice.", "Dear Ann, please pay 120.50 euros by 2026-03-01.");
            Console.WriteLine($"total {invoice.Total.ToString(System.Globalization.CultureInfo.InvariantCulture)}, due {invoice.Due:yyyy-MM-dd}");

            var text = "";
            await foreach (var part in opper.StreamTextAsync("repeat", "Repeat.", "The quick brown fox."))
            {
                text += part;
            }

            Console.WriteLine($"streamed {text.Length > 0}");

            await opper.Functions.CreateAsync(new CreateFunctionRequest { Name = "from-the-console-app", Instructions = "Greet." });
            await foreach (var function in opper.Functions.ListAllAsync())
            {
                Console.WriteLine($"function {function.Name}");
            }

            record Invoice(decimal Total, DateOnly Due);
            """, "Opper");
        await workspace.BuildAsync();

        var output = (await workspace.RunBuiltAsync(await PackedEmulator.VariablesAsync())).Succeeds();

        Assert.That(output.Text, Does.Contain("total 120.5, due 2026-03-01").And.Contain("streamed True").And.Contain("function from-the-console-app"));
    }

    [Test]
    public async Task An_app_with_Opper_Emulator_requires_no_server()
    {
        using var workspace = new Workspace();
        await workspace.CreateAsync("console", """
            using Opper;
            using Opper.Emulator;

            await using var emulator = await OpperEmulator.StartAsync();
            emulator.OnCall("greet").Returns("Hello, Ann!");
            string greeting = await emulator.CreateClient().CallAsync<string>("greet", input: "Ann");
            Console.WriteLine($"{greeting} {emulator.Requests.Count} request");
            """, "Opper.Emulator");
        await workspace.BuildAsync();

        var output = (await workspace.RunBuiltAsync(new Dictionary<string, string?>())).Succeeds();

        Assert.That(output.Text, Does.Contain("Hello, Ann! 1 request"));
    }

    [Test]
    public async Task An_app_with_Opper_Extensions_AI_can_chat()
    {
        using var workspace = new Workspace();
        await workspace.CreateAsync("console", """
            using Microsoft.Extensions.AI;
            using Opper;

            IChatClient chat = new OpperClient().AsChatClient("openai/gpt-4o-mini");
            var answer = await chat.GetResponseAsync("Why is the sky blue?");
            Console.WriteLine($"{answer.Messages.Count} message, {answer.FinishReason}");
            """, "Opper.Extensions.AI");
        await workspace.BuildAsync();

        var output = (await workspace.RunBuiltAsync(await PackedEmulator.VariablesAsync())).Succeeds();

        Assert.That(output.Text, Does.Contain("1 message, stop"));
    }
}
