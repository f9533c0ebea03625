using Opper.Emulator;
using Opper.Functions;
using Opper.Knowledge;
using Opper.Models;

namespace Opper.Integration;

/// <summary>Persistent state: snapshots, files, restarts.</summary>
public sealed class EmulatorStateTests
{
    [Test]
    public async Task A_snapshot_restores_the_state([Values] bool inFile)
    {
        var folder = Directory.CreateTempSubdirectory("opper-emulator-");
        try
        {
            await using var emulator = await TestEmulator.StartAsync(
                new OpperEmulatorOptions { DataPath = inFile ? Path.Combine(folder.FullName, "state.db") : null });
            await SnapshotAsync(emulator);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task SnapshotAsync(OpperEmulator emulator)
    {
        var opper = emulator.CreateClient();
        var manuals = await opper.Knowledge.CreateAsync(new CreateKnowledgeBaseRequest { Name = "manuals" });
        await opper.Knowledge.AddDocumentAsync(manuals.Id, new AddDocumentRequest { Key = "reset", Content = "Hold the button to reset." });
        using var snapshot = emulator.Snapshot();

        await opper.Knowledge.DeleteAsync(manuals.Id);
        await opper.Knowledge.CreateAsync(new CreateKnowledgeBaseRequest { Name = "other" });
        for (var i = 0; i < 2; i++)
        {
            emulator.Restore(snapshot);
            var found = await opper.Knowledge.QueryAsync(manuals.Id, new QueryKnowledgeRequest { Query = "reset button" });

            Assert.That(found.Select(match => match.Key), Is.EqualTo(new[] { "reset" }));
            var all = await opper.Knowledge.ListAsync();
            Assert.That((all.Meta!.TotalCount, all.Data.Single().Name), Is.EqualTo((1, "manuals")));
            Assert.That((await opper.Knowledge.GetAsync(manuals.Id)).Count, Is.EqualTo(1));
            await opper.Knowledge.DeleteAsync(manuals.Id);
        }
    }

    [Test]
    public async Task A_reset_clears_state_scripts_faults_and_requests()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var opper = emulator.CreateClient(options => options.MaxRetries = 0);
        emulator.OnCall("greet").Returns("scripted");
        await opper.CallAsync<string>("greet", input: "Ann");
        emulator.AddFault(new EmulatorFault { Kind = EmulatorFaultKind.Status });

        emulator.Reset();

        Assert.That(emulator.Requests, Is.Empty);
        Assert.That((await opper.Functions.ListAsync()).Data, Is.Empty);
        Assert.That((await opper.CallAsync<string>("greet", input: "Ann")).Value, Is.Not.EqualTo("scripted"));
    }

    [Test]
    public async Task A_data_file_survives_a_restart_and_serves_one_emulator_at_a_time()
    {
        var folder = Directory.CreateTempSubdirectory("opper-emulator-");
        try
        {
            var options = new OpperEmulatorOptions { DataPath = Path.Combine(folder.FullName, "state.db") };
            string functionId;
            await using (var before = await TestEmulator.StartAsync(options))
            {
                functionId = (await before.CreateClient().Functions.CreateAsync(new CreateFunctionRequest { Name = "kept", Instructions = "one" })).Id;
                await before.CreateClient().CallAsync<string>("kept", input: "text");
                var second = await Assert.CatchAsync<IOException>(() => OpperEmulator.StartAsync(new OpperEmulatorOptions { DataPath = options.DataPath }));
                Assert.That(second!.Message, Does.Contain("in use"));
            }

            await using var after = await TestEmulator.StartAsync(options);
            var opper = after.CreateClient();

            Assert.That((await opper.Functions.GetByNameAsync("kept")).Id, Is.EqualTo(functionId));
            Assert.That((await opper.Traces.ListAsync()).Data.Single().Name, Is.EqualTo("kept"));
            Assert.That((await opper.Analytics.GetUsageAsync()).Single().Count, Is.EqualTo(1));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Test]
    public async Task A_file_that_is_not_a_database_is_rejected_by_name()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, new string('x', 5000));
            var refused = await Assert.CatchAsync<IOException>(() => OpperEmulator.StartAsync(new OpperEmulatorOptions { DataPath = file }));

            Assert.That(refused!.Message, Does.Contain(file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Test]
    public async Task Requests_are_recorded_without_their_secrets()
    {
        await using var emulator = await TestEmulator.StartAsync(new OpperEmulatorOptions { ApiKey = "op-very-secret" });
        var opper = emulator.CreateClient(options => options.DefaultHeaders["X-Team"] = "blue");

        await opper.CustomModels.CreateAsync(new CreateCustomModelRequest { Name = "mine", Identifier = "azure/gpt-5", ApiKey = "sk-provider-secret" });

        var request = emulator.Requests.Single();
        Assert.That((request.Method, request.Path, request.Operation, request.StatusCode),
            Is.EqualTo(("POST", "/v2/models/custom", "CustomModels_Create", 200)));
        Assert.That(request.Headers["X-Team"], Is.EqualTo("blue"));
        Assert.That(request.Headers.Keys, Has.None.EqualTo("Authorization"));
        Assert.That(request.Body, Does.Contain("azure/gpt-5").And.Not.Contain("sk-provider-secret"));
        Assert.That(request.ResponseBody, Does.Contain("mine").And.Not.Contain("secret"));
    }
}
