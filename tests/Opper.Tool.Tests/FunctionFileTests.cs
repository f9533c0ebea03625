using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Opper.Functions;

namespace Opper.Tool.Tests;

/// <summary>Functions in files are written without loss.</summary>
public sealed class FunctionFileTests : ToolTest
{
    private static readonly string[] Content = ["instructions", "description", "model", "input_schema", "output_schema", "configuration"];

    private string Functions => PathOf("functions");

    [Test]
    public async Task Any_function_round_trips_through_a_file()
    {
        var number = 0;
        await Gen.Select(JsonValues.Texts, JsonValues.Texts, JsonValues.Objects, JsonValues.Objects, JsonValues.Objects).SampleAsync(
            async (instructions, description, input, output, configuration) =>
            {
                var name = $"group/f{Interlocked.Increment(ref number)}";
                var folder = PathOf(name);
                var created = await Opper.Functions.CreateAsync(JsonSerializer.Deserialize<CreateFunctionRequest>(new JsonObject
                {
                    ["name"] = name,
                    ["instructions"] = instructions,
                    ["description"] = description,
                    ["input_schema"] = input.DeepClone(),
                    ["output_schema"] = output.DeepClone(),
                    ["configuration"] = configuration.DeepClone(),
                }.ToJsonString())!);
                var before = await ContentAsync(name);
                (await RunAsync("functions", "pull", name, "-d", folder)).Ends(0);
                Assert.That((await RunAsync("functions", "diff", "-d", folder)).Ends(0).Out, Is.Empty);
                await Opper.Functions.DeleteAsync(created.Id);

                (await RunAsync("functions", "push", "-d", folder, "--force")).Ends(0);
                Assert.That(await ContentAsync(name), Is.EqualTo(before));
            },
            iter: 100,
            threads: 1);
    }

    [TestCase(".hidden")]
    [TestCase("team/.draft/reply")]
    [TestCase("con")]
    public async Task A_function_whose_name_is_no_file_name_is_pulled_into_a_file_that_is_read_again(string name)
    {
        await Opper.Functions.CreateAsync(new CreateFunctionRequest { Name = name, Instructions = "Reply." });
        (await RunAsync("functions", "pull", "-d", Functions, name, name)).Ends(0);
        var file = Directory.EnumerateFiles(Functions, "*.yaml", SearchOption.AllDirectories).Single();
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace("Reply.", "Reply briefly.", StringComparison.Ordinal));

        Assert.That((await RunAsync("functions", "diff", "-d", Functions)).Ends(4).Out, Does.Contain("+instructions: Reply briefly."));
        Assert.That((await RunAsync("functions", "pull", "-d", Functions)).Ends(0).Out, Does.StartWith("kept "));
        Assert.That(await File.ReadAllTextAsync(file), Does.Contain("Reply briefly."));
    }

    [TestCase("")]
    [TestCase("\uFEFF")]
    public async Task A_file_that_is_not_UTF_8_is_not_pushed(string mark)
    {
        var file = Write("functions/greet.yaml", string.Empty);
        await File.WriteAllBytesAsync(file,
            [.. System.Text.Encoding.UTF8.GetBytes(mark), .. System.Text.Encoding.Latin1.GetBytes("name: greet\ninstructions: caf\u00e9\n")]);

        Assert.That((await RunAsync("functions", "push", "-d", Functions)).Ends(2).Error, Does.StartWith($"{file} is not valid UTF-8: line 2, byte "));
    }

    [Test]
    public async Task A_schema_may_be_nested_deeply()
    {
        var schema = string.Concat(Enumerable.Repeat("{type: array, items: ", 100)) + "{type: string}" + new string('}', 100);
        Write("functions/deep.yaml", $"name: deep\ninstructions: x\noutput_schema: {schema}\n");

        Assert.That((await RunAsync("functions", "diff", "-d", Functions)).Ends(4).Out, Does.Contain("type: array"));
        Assert.That((await RunAsync("functions", "push", "-d", Functions)).Error, Does.Not.Contain("Unexpected"));
    }

    [Test]
    public async Task Multiline_instructions_are_written_as_a_YAML_block()
    {
        await Opper.Functions.CreateAsync(new CreateFunctionRequest
        {
            Name = "support/triage",
            Instructions = "Choose the team:\n- billing: money\n- shipping: parcels 📦\n\nAnswer with its name.\n",
            Model = ModelSelection.Fallback("azure/gpt-4o-eu", "openai/gpt-4o"),
            OutputSchema = new { type = "string", maxLength = 20 },
        });

        (await RunAsync("functions", "pull", "--folder", Functions)).Ends(0);

        var text = await File.ReadAllTextAsync(PathOf("functions/support/triage.yaml"));
        Assert.That(text, Does.StartWith("""
            name: support/triage
            model:
              - azure/gpt-4o-eu
              - openai/gpt-4o
            instructions: |
              Choose the team:
              - billing: money
              - shipping: parcels 📦

              Answer with its name.
            output_schema:
              type: string
              maxLength: 20

            """));
    }

    [TestCase("name: a\nname: b\ninstructions: x\n", "stands there twice")]
    [TestCase("name: a\ninstruction: x\n", "no field 'instruction'")]
    [TestCase("name: a\n", "'instructions' is missing")]
    [TestCase("instructions: x\n", "'name' is missing")]
    [TestCase("name: 7\ninstructions: x\n", "'name' cannot be number")]
    [TestCase("name: a/../b\ninstructions: x\n", "the name 'a/../b' has")]
    [TestCase("name: a//b\ninstructions: x\n", "the name 'a//b' has")]
    [TestCase("name: a\ninstructions: [x]\n", "'instructions' cannot be array")]
    [TestCase("name: a\ninstructions: x\noutput_schema: text\n", "'output_schema' cannot be")]
    [TestCase("- a\n", "the file of a function has fields")]
    [TestCase("", "is empty")]
    [TestCase("name: a\ninstructions: &x x\ndescription: *x\n", "aliases are not read")]
    [TestCase("name: a\ninstructions: !!binary x\n", "tags are not read")]
    [TestCase("name: a\ninstructions: \"x\n", "line ")]
    [TestCase("name: a\ninstructions: x\n---\nname: b\n", "one document")]
    public async Task An_invalid_file_is_rejected_before_sending(string text, string reason)
    {
        var path = Write("functions/bad.yaml", text);
        Write("functions/a-good.yaml", "name: good\ninstructions: Greet.\n");

        var run = (await RunAsync("functions", "push", "--folder", Functions)).Ends(2);

        Assert.That(run.Error, Does.StartWith(path).And.Contain(reason));
        Assert.That(run.Error.TrimEnd('\n').Split('\n'), Has.Length.EqualTo(1));
        Assert.That(Emulator.Requests, Is.Empty);
    }

    [Test]
    public async Task A_file_nested_too_deep_is_rejected()
    {
        Write("functions/deep.yaml", $"name: a\ninstructions: x\noutput_schema: {new string('[', 5000)}{new string(']', 5000)}\n");
        Assert.That((await RunAsync("functions", "push", "--folder", Functions)).Ends(2).Error, Does.Contain("nested deeper"));
    }

    private async Task<string> ContentAsync(string name)
    {
        var function = JsonNode.Parse(RawJson.From(await Opper.Functions.GetByNameAsync(name)).GetRawText())!.AsObject();
        return new JsonObject(Content.Select(field => KeyValuePair.Create(field, function[field]?.DeepClone()))).ToJsonString();
    }
}
