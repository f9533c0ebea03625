using System.Globalization;
using System.Text;
using CsCheck;
using Opper.Datasets;
using Opper.Functions;

namespace Opper.Tool.Tests;

/// <summary>Text of a model or of the server does not control the terminal, in any command.</summary>
public sealed class HostileTextTests : ToolTest
{
    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.OneOf("\u001b[31m", "\u001b]0;title\u0007", "\u009b2J", "\r", "\b\b", "\u202Eevil\u202C", "\u2066x\u2069", "\u007f", "\u0085", "\0", "\t", "\n",
            "a", "[red]", "é", "😀", "\r\n"),
        Gen.String[Gen.Char['\u0001', '\u00ff'], 1, 3]).Array[1, 5].Select(string.Concat).Where(text => !string.IsNullOrWhiteSpace(text));

    [TestCase("call", "shout", "hello", "-i", "Shout.")]
    [TestCase("call", "shout", "hello", "-i", "Shout.", "--json")]
    [TestCase("call", "shout", "hello", "-i", "Shout.", "--stream")]
    [TestCase("call", "shout", "hello")]
    [TestCase("batch", "shout", "-i", "Shout.", "--input", "in.jsonl")]
    [TestCase("batch", "shout", "-i", "Shout.", "--input", "in.jsonl", "--out-format", "csv")]
    [TestCase("batch", "shout", "-i", "Shout.", "--input", "in.jsonl", "--out-format", "tsv")]
    [TestCase("batch", "fail", "-i", "Fail.", "--input", "in.jsonl", "--out-format", "csv")]
    [TestCase("call", "fail", "hello", "-i", "Fail.")]
    [TestCase("call", "fail", "hello", "-i", "Fail.", "--json")]
    [TestCase("eval", "shout", "-s", "json")]
    [TestCase("eval", "shout", "-s", "fields", "--json")]
    [TestCase("functions", "pull", "-d", "pulled", "--json")]
    [TestCase("functions", "diff", "-d", "changed")]
    [TestCase("functions", "diff", "-d", "changed", "--json")]
    [TestCase("types", "shout")]
    [TestCase("types", "shout", "--json")]
    [TestCase("trace")]
    [TestCase("trace", "--json")]
    [TestCase("trace", "ID", "--waterfall")]
    [TestCase("trace", "ID", "--json")]
    public async Task No_text_of_others_controls_the_terminal(params string[] command)
    {
        var (last, text) = (string.Empty, string.Empty);
        Emulator.OnCall("shout").Returns(_ => text);
        Emulator.OnCall("fail").Throws(400, "\u001b[31m\u202E\r\u009b");
        var function = await Opper.Functions.CreateAsync(new CreateFunctionRequest { Name = "shout", Instructions = "Shout." });
        await Texts.SampleAsync(async sample =>
        {
            text = sample;
            // Control characters stay in what is stored, such as the descriptions of a schema.
            await Opper.Functions.UpdateAsync(function.Id, new UpdateFunctionRequest
            {
                Instructions = "Shout " + text,
                Description = text,
                OutputSchema = command[0] is "types" or "functions" ? new
                {
                    type = "object",
                    description = text,
                    properties = new { loud = new { type = "string", description = text } },
                } : null,
            });
            await Opper.Datasets.CreateEntryAsync((await Opper.Functions.GetByNameAsync("shout")).DatasetId!,
                new CreateDatasetEntryRequest { Input = text, Output = text });
            await using (var span = await Opper.Spans.StartAsync(text, text))
            {
                span.SetError(new InvalidOperationException(text));
                last = span.TraceId;
            }

            Write("in.jsonl", $"{System.Text.Json.JsonSerializer.Serialize(text)}\n");
            Write("changed/shout.yaml", $"name: shout\ninstructions: {System.Text.Json.JsonSerializer.Serialize(text)}\n");

            var shown = await TerminalAsync([.. command.Select(argument => argument switch
            {
                "ID" => last,
                "in.jsonl" or "pulled" or "changed" => PathOf(argument),
                _ => argument,
            })]);

            // The style of the tool's own line.
            var others = shown.Replace("\u001b[2mtrace ", "trace ", StringComparison.Ordinal).Replace("tokens\u001b[0m", "tokens", StringComparison.Ordinal);
            Assert.That(others.EnumerateRunes().Where(IsControl), Is.Empty, shown);
        }, iter: 15, threads: 1);
    }

    private static bool IsControl(Rune rune) => (Rune.GetUnicodeCategory(rune) == UnicodeCategory.Control && rune.Value is not ('\n' or '\t'))
        || rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);

    private async Task<string> TerminalAsync(params string[] arguments)
    {
        using var terminal = new StringWriter();
        var output = TextWriter.Synchronized(terminal);
        var host = new ToolHost
        {
            In = TextReader.Null,
            Out = output,
            Error = output,
            IsOutputRedirected = false,
            IsErrorRedirected = true,
            GetVariable = name => name switch { "OPPER_API_KEY" => Emulator.ApiKey, "OPPER_BASE_URL" => Emulator.BaseAddress.ToString(), "NO_COLOR" => "1",
                _ => null },
        };
        await OpperCommand.RunAsync(arguments, host);
        return terminal.ToString();
    }
}
