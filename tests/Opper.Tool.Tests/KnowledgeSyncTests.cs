using Opper.Emulator;

namespace Opper.Tool.Tests;

/// <summary>A folder is synchronized with a knowledge base, and only changes are sent.</summary>
public sealed class KnowledgeSyncTests : ToolTest
{
    [Test]
    public async Task New_files_are_added_and_searchable()
    {
        Write("manuals/lamp.md", "# The lamp\nIt is reset with the red button.");
        Write("manuals/deep/heater.txt", "The heater shows error 7.");
        Write("manuals/.git/config", "secret");
        Write("manuals/.hidden", "secret");

        var run = (await SyncAsync("--wait")).Ends(0);

        Assert.That(run.Out, Does.Contain("added    deep/heater.txt\nadded    lamp.md\n").And.Contain("manuals: 2 added, 0 changed, 0 unchanged, 0 stale"));
        Assert.That((await Opper.Knowledge.QueryAsync(await IdAsync(), "reset the lamp")).Select(match => match.Content), Has.Some.Contains("red button"));
        Assert.That(await FilesAsync(), Is.EquivalentTo(new[] { "deep/heater.txt", "lamp.md" }));
    }

    [Test]
    public async Task A_second_run_sends_nothing()
    {
        Write("manuals/lamp.md", "The lamp.");
        (await SyncAsync()).Ends(0);
        var before = Emulator.Requests.Count;

        Assert.That((await SyncAsync()).Ends(0).Out, Does.EndWith("0 added, 0 changed, 1 unchanged, 0 stale (--delete removes them)\n"));
        Assert.That(Emulator.Requests.Skip(before).Select(request => request.Method), Has.All.EqualTo("GET"));
    }

    [Test]
    public async Task Files_that_the_patterns_leave_out_are_not_deleted()
    {
        Write("manuals/lamp.md", "The lamp.");
        Write("manuals/gone.md", "The gone.");
        Write("manuals/notes.txt", "The notes.");
        (await SyncAsync()).Ends(0);
        File.Delete(PathOf("manuals/gone.md"));

        var run = (await SyncAsync("--include", "**/*.md", "--delete")).Ends(0);

        Assert.That(run.Out, Does.StartWith("removed  gone.md\n").And.Contain("1 removed"));
        Assert.That(await FilesAsync(), Is.EquivalentTo(new[] { "lamp.md", "notes.txt" }));
    }

    [Test]
    public async Task Empty_files_and_pipes_are_skipped_each_time()
    {
        Write("manuals/lamp.md", "The lamp.");
        Write("manuals/empty.md", string.Empty);
        if (!OperatingSystem.IsWindows())
        {
            using var make = System.Diagnostics.Process.Start("mkfifo", [PathOf("manuals/pipe.md")]);
            await make.WaitForExitAsync();
        }

        Assert.That((await SyncAsync()).Ends(0).Error, Does.Contain("empty.md is empty and left out.\n"));

        Assert.That((await SyncAsync()).Ends(0).Out, Does.EndWith("0 added, 0 changed, 1 unchanged, 0 stale (--delete removes them)\n"));
        Assert.That(await FilesAsync(), Is.EqualTo(new[] { "lamp.md" }));
    }

    [Test]
    public async Task A_changed_file_replaces_the_previous_one()
    {
        Write("manuals/lamp.md", "The lamp has a red button.");
        (await SyncAsync()).Ends(0);
        Write("manuals/lamp.md", "The lamp has a green button.");

        Assert.That((await SyncAsync()).Ends(0).Out, Does.StartWith("changed  lamp.md\n"));

        Assert.That(await FilesAsync(), Is.EqualTo(new[] { "lamp.md" }));
        Assert.That((await Opper.Knowledge.QueryAsync(await IdAsync(), "lamp button")).Select(match => match.Content), Has.All.Contains("green"));
    }

    [Test]
    public async Task Removed_files_are_deleted_only_with_the_delete_option_and_other_files_never()
    {
        Write("manuals/lamp.md", "The lamp.");
        var gone = Write("manuals/gone.md", "Gone.");
        (await SyncAsync()).Ends(0);
        await Opper.Knowledge.UploadFileAsync(await IdAsync(), Write("by-hand.md", "By hand."));
        File.Delete(gone);

        Assert.That((await SyncAsync()).Ends(0).Out, Does.StartWith("stale    gone.md\n"));
        Assert.That(await FilesAsync(), Has.Count.EqualTo(3));
        Assert.That((await SyncAsync("--delete", "--dry-run", "--json")).Ends(0).Json.GetProperty("removed")[0].GetString(), Is.EqualTo("gone.md"));
        Assert.That(await FilesAsync(), Has.Count.EqualTo(3));
        Assert.That((await SyncAsync("--delete")).Ends(0).Out, Does.StartWith("removed  gone.md\n"));
        Assert.That(await FilesAsync(), Is.EquivalentTo(new[] { "lamp.md", null }));
    }

    [TestCase()]
    [TestCase("--wait")]
    public async Task A_file_that_cannot_be_indexed_is_reported_and_not_uploaded_again_unless_asked(params string[] options)
    {
        Write("manuals/lamp.md", "The lamp.");
        await File.WriteAllBytesAsync(PathOf("manuals/scan.pdf"), [1, 2, 3]);
        var first = await SyncAsync(options);
        Assert.That(first.ExitCode, Is.EqualTo(options.Length == 0 ? 0 : 4), first.Error);
        Assert.That(first.Out, Does.Contain("2 added"));
        var before = Emulator.Requests.Count;

        var second = (await SyncAsync(options)).Ends(4);

        Assert.That(second.Out, Is.EqualTo("failed   scan.pdf\nmanuals: 0 added, 0 changed, 1 unchanged, 0 stale (--delete removes them); "
            + "1 could not be indexed (--retry-failed uploads them again)\n"));
        Assert.That(Emulator.Requests.Skip(before).Select(request => request.Method), Has.All.EqualTo("GET"));
        Assert.That((await SyncAsync("--json")).Ends(4).Json.GetProperty("failed")[0].GetString(), Is.EqualTo("scan.pdf"));

        (await SyncAsync(["--retry-failed", .. options])).Ends(options.Length == 0 ? 0 : 4);
        Assert.That(await FilesAsync(), Is.EquivalentTo(new[] { "lamp.md", "scan.pdf" }), "the upload that failed is replaced");
        Assert.That(Emulator.Requests.Skip(before).Any(request => request.Method == "POST"));
    }

    [Test]
    public async Task A_version_that_cannot_be_indexed_does_not_replace_the_previous_one()
    {
        Write("manuals/lamp.md", "The lamp has a red button.");
        (await SyncAsync("--wait")).Ends(0);
        await File.WriteAllBytesAsync(PathOf("manuals/lamp.md"), [0x80, 0x81, 0x82]);

        (await SyncAsync("--wait")).Ends(4);
        (await SyncAsync("--wait", "--retry-failed")).Ends(4);
        (await SyncAsync()).Ends(4);
        Assert.That((await Opper.Knowledge.QueryAsync(await IdAsync(), "lamp button")).Select(match => match.Content), Has.Some.Contains("red"));

        Write("manuals/lamp.md", "The lamp has a green button.");
        (await SyncAsync("--wait")).Ends(0);
        Assert.That(await FilesAsync(), Is.EqualTo(new[] { "lamp.md" }));
    }

    [Test]
    public async Task A_dry_run_changes_nothing()
    {
        Write("manuals/lamp.md", "The lamp.");

        Assert.That((await SyncAsync("--dry-run")).Ends(0).Out, Does.Contain("added    lamp.md").And.Contain("nothing was done"));
        Assert.That((await Opper.Knowledge.ListAsync()).Data, Is.Empty);
    }

    [Test]
    public async Task An_incomplete_sync_is_repaired_by_the_next()
    {
        Write("manuals/lamp.md", "The lamp.");
        Write("manuals/heater.md", "The heater.");
        (await SyncAsync()).Ends(0);
        Write("manuals/lamp.md", "The new lamp.");
        Write("manuals/heater.md", "The new heater.");
        using (Emulator.AddFault(new EmulatorFault { Kind = EmulatorFaultKind.Status, StatusCode = 400, Operation = "Knowledge_DeleteFile" }))
        {
            (await SyncAsync()).Ends(1);
        }

        Assert.That(await FilesAsync(), Has.Count.EqualTo(4));
        Assert.That((await SyncAsync()).Ends(0).Out, Does.Contain("0 added, 0 changed, 2 unchanged"));
        Assert.That(await FilesAsync(), Is.EquivalentTo(new[] { "lamp.md", "heater.md" }));
    }

    [Test]
    public async Task Files_can_be_selected_by_patterns_and_the_knowledge_base_by_name()
    {
        Write("manuals/lamp.md", "The lamp.");
        Write("manuals/lamp.png", "not text");
        Write("manuals/drafts/new.md", "Draft.");

        (await SyncAsync("--include", "**/*.md", "--exclude", "drafts/**", "--base", "products/all")).Ends(0);

        Assert.That(await FilesAsync("products/all"), Is.EqualTo(new[] { "lamp.md" }));
    }

    private Task<ToolOutput> SyncAsync(params string[] arguments) => RunAsync(["knowledge", "sync", PathOf("manuals"), .. arguments]);

    private async Task<string> IdAsync(string name = "manuals") => (await Opper.Knowledge.GetByNameAsync(name)).Id;

    private async Task<List<string?>> FilesAsync(string name = "manuals")
    {
        var paths = new List<string?>();
        await foreach (var file in Opper.Knowledge.ListAllFilesAsync(await IdAsync(name)))
        {
            paths.Add(file.Metadata!.TryGetValue("opper_path", out var path) ? (string?)path : null);
        }

        return paths;
    }
}
