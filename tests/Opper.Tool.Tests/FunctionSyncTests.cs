using Opper.Functions;

namespace Opper.Tool.Tests;

/// <summary>Pull, push and diff never lose changes without confirmation.</summary>
public sealed class FunctionSyncTests : ToolTest
{
    private const string Name = "support/triage";

    private string Functions => PathOf("functions");

    private string FilePath => PathOf("functions/support/triage.yaml");

    [Test]
    public async Task A_push_creates_updates_and_clears_properties()
    {
        Write("functions/support/triage.yaml", $"name: {Name}\ndescription: Old.\ninstructions: Choose.\noutput_schema: {{type: string}}\n");
        Assert.That((await FunctionsAsync("push")).Ends(0).Out, Does.Match($"^created +{Name}\n$"));
        Assert.That((await FunctionsAsync("diff")).Ends(0).Out, Is.Empty);

        Change("description: Old.\n", string.Empty);
        Change("Choose.", "Choose the team.");
        Assert.That((await FunctionsAsync("push")).Ends(0).Out, Does.Match($"^updated +{Name}\n$"));

        var function = await Opper.Functions.GetByNameAsync(Name);
        Assert.That((function.Instructions, function.Description), Is.EqualTo(("Choose the team.", (string?)null)));
        Assert.That(function.OutputSchema, Is.Not.Null);
        Assert.That(await File.ReadAllTextAsync(FilePath), Does.Contain($"revision: \"{function.RevisionId}\""));
        Assert.That((await FunctionsAsync("push")).Ends(0).Out, Does.Match($"^unchanged +{Name}\n$"));
    }

    [Test]
    public async Task Comments_and_layout_are_kept_when_the_revision_is_written()
    {
        const string Before = "# Reviewed by Ann.\nname: support/triage   # do not rename\n\ninstructions: >\n  Choose\n  the team.\n";
        Write("functions/support/triage.yaml", Before);
        (await FunctionsAsync("push")).Ends(0);
        Assert.That(await File.ReadAllTextAsync(FilePath), Does.StartWith(Before));

        Change("the team.", "a team.");
        (await FunctionsAsync("push")).Ends(0);

        var text = await File.ReadAllTextAsync(FilePath);
        Assert.That(text, Does.StartWith(Before.Replace("the team.", "a team.", StringComparison.Ordinal)));
        Assert.That(text.Split("revision:"), Has.Length.EqualTo(2));
        Assert.That((await FunctionsAsync("diff")).Ends(0).Out, Is.Empty);
    }

    [TestCase("{name: support/triage, instructions: Choose.}")]
    [TestCase("name: support/triage\r\ninstructions: Choose 📦.\r\n")]
    [TestCase("\uFEFFname: support/triage\ninstructions: Choose.")]
    [TestCase("name: support/triage\nrevision:\ninstructions: Choose.\n")]
    [TestCase("name: support/triage\nrevision: null\ninstructions: 'Choose. 📦📦'\n")]
    public async Task The_revision_is_written_into_any_YAML_layout(string text)
    {
        Write("functions/support/triage.yaml", text);
        (await FunctionsAsync("push")).Ends(0);
        await EditAsync("Choose again.");
        (await FunctionsAsync("pull")).Ends(0);
        Assert.That((await FunctionsAsync("diff")).Ends(0).Out, Is.Empty);
    }

    [Test]
    public async Task A_push_over_a_remote_change_is_rejected()
    {
        var server = await PulledAsync();
        Change("Choose.", "Choose well.");
        Write("functions/other.yaml", "name: other\ninstructions: Greet.\n");
        await EditAsync("Choose fast.");

        var run = (await FunctionsAsync("push")).Ends(3);

        Assert.That(run.Error, Does.Contain($"'{Name}' was changed on the server").And.Contain(server.RevisionId!));
        Assert.That((await Opper.Functions.GetByNameAsync(Name)).Instructions, Is.EqualTo("Choose fast."));
        Assert.That((await Opper.Functions.ListAsync()).Data.Select(function => function.Name), Does.Not.Contain("other"),
            "nothing is pushed where one is refused");

        (await FunctionsAsync("push", "--force")).Ends(0);
        Assert.That((await Opper.Functions.GetByNameAsync(Name)).Instructions, Is.EqualTo("Choose well."));
    }

    [Test]
    public async Task A_push_of_a_file_without_a_revision_over_an_existing_function_is_rejected()
    {
        await Opper.Functions.CreateAsync(new CreateFunctionRequest { Name = Name, Instructions = "Theirs." });
        Write("functions/support/triage.yaml", $"name: {Name}\ninstructions: Ours.\n");
        Assert.That((await FunctionsAsync("push")).Ends(3).Error, Does.Contain("is not based on it"));
    }

    [Test]
    public async Task A_push_of_a_deleted_function_is_rejected()
    {
        await Opper.Functions.DeleteAsync((await PulledAsync()).Id);
        Assert.That((await FunctionsAsync("push")).Ends(3).Error, Does.Contain("is not on the server"));
        Assert.That((await FunctionsAsync("push", "--force")).Ends(0).Out, Does.StartWith("created"));
    }

    [Test]
    public async Task The_same_change_on_both_sides_is_not_a_conflict()
    {
        await PulledAsync();
        Change("Choose.", "Choose well.");
        await EditAsync("Choose well.");

        Assert.That((await FunctionsAsync("push")).Ends(0).Out, Does.StartWith("unchanged"));
        Change("Choose well.", "Choose best.");
        (await FunctionsAsync("push")).Ends(0);
    }

    [Test]
    public async Task A_diff_shows_what_a_push_would_change()
    {
        await PulledAsync();
        Change("Choose.", "Choose well.");
        Write("functions/new.yaml", "name: new\ninstructions: Greet.\n");

        var run = (await FunctionsAsync("diff")).Ends(4);

        Assert.That(run.Out.ReplaceLineEndings("\n"),
            Does.Contain($"--- server/{Name}\n+++ file/{Name}\n").And.Contain("\n-instructions: Choose.\n+instructions: Choose well.\n"));
        Assert.That(run.Out.ReplaceLineEndings("\n"), Does.Contain("--- /dev/null\n+++ file/new\n").And.Contain("+instructions: Greet."));
        Assert.That(run.Out, Does.Not.Contain("\u001b"));
        Assert.That((await Opper.Functions.GetByNameAsync(Name)).Instructions, Is.EqualTo("Choose."));

        var json = (await FunctionsAsync("diff", "--json")).Ends(4).Json;
        Assert.That(json.EnumerateArray().Select(entry => (entry.GetProperty("name").GetString(), entry.GetProperty("change").GetString(),
            entry.GetProperty("is_conflict").GetBoolean())), Is.EquivalentTo(new[] { (Name, "update", false), ("new", "create", false) }));
    }

    [Test]
    public async Task A_pull_updates_remote_changes_and_keeps_local_ones()
    {
        await PulledAsync();
        await EditAsync("Theirs.");
        Assert.That((await FunctionsAsync("pull")).Ends(0).Out, Does.StartWith("updated"));
        Assert.That(await File.ReadAllTextAsync(FilePath), Does.Contain("instructions: Theirs.\n"));

        Change("Theirs.", "Ours.");
        Assert.That((await FunctionsAsync("pull")).Ends(0).Out, Does.StartWith("kept"));
        Assert.That(await File.ReadAllTextAsync(FilePath), Does.Contain("Ours."));

        await EditAsync("Theirs again.");
        Assert.That((await FunctionsAsync("pull")).Ends(3).Error, Does.Contain("the file was not changed"));
        Assert.That(await File.ReadAllTextAsync(FilePath), Does.Contain("Ours."));
        Assert.That((await FunctionsAsync("pull", "--force")).Ends(0).Out, Does.StartWith("updated"));
        Assert.That(await File.ReadAllTextAsync(FilePath), Does.Contain("Theirs again."));
    }

    [Test]
    public async Task Functions_can_be_selected_by_name()
    {
        await PulledAsync();
        await Opper.Functions.CreateAsync(new CreateFunctionRequest { Name = "other", Instructions = "Greet." });
        (await FunctionsAsync("pull", "other", "--json")).Ends(0);

        Change("Choose.", "Choose well.");
        (await FunctionsAsync("push", "other")).Ends(0);
        Assert.That((await Opper.Functions.GetByNameAsync(Name)).Instructions, Is.EqualTo("Choose."));
        Assert.That((await FunctionsAsync("push", "nobody")).Ends(2).Error, Does.Contain("nobody"));
        Assert.That((await FunctionsAsync("pull", "nobody")).Ends(2).Error, Is.EqualTo("There is no function 'nobody'.\n"));
    }

    [TestCase("../outside")]
    [TestCase("a/../../outside")]
    [TestCase("./a")]
    [TestCase("/outside")]
    [TestCase("a//b")]
    public async Task A_function_name_cannot_escape_the_folder(string name)
    {
        await Opper.Functions.CreateAsync(new CreateFunctionRequest { Name = name, Instructions = "x" });
        Assert.That((await FunctionsAsync("pull")).Ends(2).Error, Does.Contain("is not valid as a file name"));
        Assert.That(Folder.GetFiles("*", SearchOption.AllDirectories), Is.Empty);
    }

    [Test]
    public async Task A_function_whose_name_is_not_valid_does_not_stop_the_others()
    {
        await Opper.Functions.CreateAsync(new CreateFunctionRequest { Name = "../outside", Instructions = "x" });
        await Opper.Functions.CreateAsync(new CreateFunctionRequest { Name = "greet", Instructions = "x" });

        Assert.That((await FunctionsAsync("pull")).Ends(2).Out, Does.Match("^created +greet\n$"));
        Assert.That(File.Exists(PathOf("functions/greet.yaml")));
    }

    [TestCase("functions/greet.yaml", "name: welcome\ninstructions: Mine.\n")]
    [TestCase("functions/greet.yaml/welcome.yaml", "name: welcome\ninstructions: Mine.\n")]
    public async Task A_pull_does_not_overwrite_the_file_of_another_function(string path, string text)
    {
        await Opper.Functions.CreateAsync(new CreateFunctionRequest { Name = "greet", Instructions = "Theirs." });
        await Opper.Functions.CreateAsync(new CreateFunctionRequest { Name = "other", Instructions = "Theirs." });
        Write(path, text);

        var run = (await FunctionsAsync("pull", "--force")).Ends(3);

        Assert.That(run.Error, Does.Contain("'greet' was not written"));
        Assert.That(run.Out, Does.Match("^conflict +greet\n").And.Match("(?m)^created +other$"));
        Assert.That(await File.ReadAllTextAsync(PathOf(path)), Is.EqualTo(text));
    }

    private Task<ToolOutput> FunctionsAsync(string command, params string[] arguments) => RunAsync(["functions", command, .. arguments, "--folder", Functions]);

    private async Task<Function> PulledAsync()
    {
        var function = await Opper.Functions.CreateAsync(new CreateFunctionRequest { Name = Name, Instructions = "Choose." });
        (await FunctionsAsync("pull")).Ends(0);
        return function;
    }

    private async Task<Function> EditAsync(string instructions) =>
        await Opper.Functions.UpdateAsync((await Opper.Functions.GetByNameAsync(Name)).Id, new UpdateFunctionRequest { Instructions = instructions });

    private void Change(string before, string after)
    {
        var text = File.ReadAllText(FilePath);
        Assert.That(text, Does.Contain(before));
        File.WriteAllText(FilePath, text.Replace(before, after, StringComparison.Ordinal));
    }
}
