using System.Text;
using Opper.Emulator;

namespace Opper.Integration.Cassettes;

/// <summary>The cassette file: truncated, edited, of other programs, and written concurrently.</summary>
public sealed class CassetteFileTests : CassetteFixture
{
    [Test]
    public async Task A_truncated_last_line_is_ignored()
    {
        await RecordedAsync(async recorder =>
        {
            await GetAsync(recorder, "/v2/models");
            await PostAsync(recorder, "/v2/call", """{"input":"Grüße"}""");
        });
        var whole = File.ReadAllBytes(Cassette);
        var last = whole.AsSpan(0, whole.Length - 1).LastIndexOf((byte)'\n') + 1;
        for (var end = last; end <= whole.Length; end++)
        {
            File.WriteAllBytes(Cassette, whole[..end]);

            await using var replayed = await OpperEmulator.StartAsync(o => o.Replay(Cassette));

            var report = replayed.Cassette!;
            var isWhole = end >= whole.Length - 1;
            Assert.That((report.Exchanges, report.Warnings.Count), Is.EqualTo((isWhole ? 2 : 1, isWhole || end == last ? 0 : 1)),
                $"{end} of {whole.Length} bytes");
        }
    }

    [Test]
    public async Task A_recorder_appends_after_an_incomplete_line_or_one_without_a_line_break()
    {
        await RecordedAsync(recorder => GetAsync(recorder, "/v2/models"));
        var whole = Written;
        File.WriteAllText(Cassette, whole[..20]);
        await RecordedAsync(recorder => GetAsync(recorder, "/v2/models"));
        Assert.That(Written.Split('\n').Select(line => line.Split(':')[0]),
            Is.EqualTo(whole.Split('\n').Select(line => line.Split(':')[0])), "A torn first line.");

        foreach (var (rest, kept) in new[] { ("""{"request":{"method":"GE""", 2), ("", 2), (whole.Split('\n')[1], 3) })
        {
            File.WriteAllText(Cassette, whole + rest);
            await RecordedAsync(recorder => GetAsync(recorder, "/v2/traces"));
            await using var replayed = await OpperEmulator.StartAsync(o => o.Replay(Cassette));

            Assert.That((replayed.Cassette!.Exchanges, replayed.Cassette.Warnings.Count), Is.EqualTo((kept, 0)), rest);
            Assert.That((await GetAsync(replayed, "/v2/traces")).Status, Is.EqualTo(200));
        }
    }

    [Test]
    public async Task Windows_line_ends_a_byte_order_mark_and_empty_lines_are_read()
    {
        await RecordedAsync(async recorder =>
        {
            await GetAsync(recorder, "/v2/models");
            await PostAsync(recorder, "/v2/call", """{"input":"a\r\nb"}""");
        });
        File.WriteAllText(Cassette, Written.Replace("\n", "\r\n\r\n", StringComparison.Ordinal), new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        await RecordedAsync(recorder => GetAsync(recorder, "/v2/traces"));
        var replayed = await ReplayAsync();

        Assert.That((replayed.Cassette!.Exchanges, replayed.Cassette.Warnings.Count), Is.EqualTo((3, 0)));
        Assert.That((await PostAsync(replayed, "/v2/call", """{"input":"a\r\nb"}""")).Status, Is.EqualTo(200));
    }

    [TestCase("""{"cassette":"opper-emulator","version":2}""", "version 2; this emulator reads")]
    [TestCase("""{"cassette":"other","version":1}""", "the format is \"other\"")]
    [TestCase("""{"request":{"method":"GET","path":"/v2/models"},"response":{"status":200}}""", "starts with a line")]
    [TestCase("{\"cassette\":\"opper-emulator\",\"version\":1}\nnot JSON\n{}", "Line 2")]
    [TestCase("{\"cassette\":\"opper-emulator\",\"version\":1}\n{\"request\":{}}\n", "Line 2")]
    [TestCase("{\"cassette\":\"opper-emulator\",\"version\":1}\n{\"request\":{\"method\":\"GET\",\"path\":\"/\"},\"response\":{\"status\":99}}\n", "Line 2")]
    [TestCase(
        "{\"cassette\":\"opper-emulator\",\"version\":1}\n{\"request\":{\"method\":\"GET\",\"path\":\"/\"},\"response\":{\"status\":200,"
        + "\"body\":{\"sha256\":\"\"}}}\n", "json, text or base64")]
    [TestCase(
        "{\"cassette\":\"opper-emulator\",\"version\":1}\n{\"request\":{\"method\":\"GET\",\"path\":\"/\"},\"response\":{\"status\":200,"
        + "\"chunks\":[{\"base64\":\"%\"}]}}\n", "Line 2")]
    [TestCase("{\"cassette\":\"opper-emulator\",\"version\":1}\n[1]\n{}", "Line 2")]
    [TestCase("SQLite format 3\0more\nand more\n", "Line 1")]
    [TestCase("one line that is no JSON", "Line 1")]
    [TestCase("{\"a\":", "Line 1")]
    public void A_file_that_is_not_a_cassette_is_rejected_with_the_line_and_not_changed(string content, string problem)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Cassette)!);
        File.WriteAllText(Cassette, content);

        Assert.That(async () => await ReplayAsync(), Throws.InstanceOf<IOException>().With.Message.Contain(problem).And.Message.Contain(Cassette));
        Assert.That(async () => await RecordAsync(), Throws.InstanceOf<IOException>());
        if (!content.StartsWith("{\"cassette\"", StringComparison.Ordinal))
        {
            Assert.That(async () => await RecordAsync(cassette => cassette.Overwrite = true), Throws.InstanceOf<IOException>());
        }

        Assert.That(Written, Is.EqualTo(content));
    }

    [Test]
    public void A_missing_cassette_is_reported_with_its_path_and_a_remedy() =>
        Assert.That(async () => await ReplayAsync(), Throws.InstanceOf<FileNotFoundException>().With.Message.Contain(Cassette).And.Message.Contain("record"));

    [Test]
    public async Task A_cassette_can_be_read_while_it_is_recorded()
    {
        var recorder = await RecordAsync();
        await GetAsync(recorder, "/v2/models");

        Assert.That(Exchanges, Has.Count.EqualTo(1), "The line is there before the answer.");
        Assert.That((await ReplayAsync()).Cassette!.Exchanges, Is.EqualTo(1));
    }

    [Test]
    public async Task Two_recorders_and_many_clients_write_whole_lines_into_one_file()
    {
        var recorders = new[] { await RecordAsync(), await RecordAsync() };

        await Parallel.ForEachAsync(Enumerable.Range(0, 300), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, _) =>
            await PostAsync(recorders[i % 2], "/v2/call", $$"""{"input":"{{new string('x', i * 50)}}","n":{{i}}}"""));
        await Api.DisposeAsync();
        var replayed = await ReplayAsync();
        await Parallel.ForEachAsync(Enumerable.Range(0, 300), async (i, _) =>
            Assert.That((await PostAsync(replayed, "/v2/call", $$"""{"n":{{i}},"input":"{{new string('x', i * 50)}}"}""")).Status, Is.EqualTo(200)));

        Assert.That((replayed.Cassette!.Exchanges, replayed.Cassette.Hits, replayed.Cassette.Unplayed), Is.EqualTo((300, 300, 0)));
    }

    [Test]
    public async Task A_recording_is_appended_unless_overwrite_is_set()
    {
        await RecordedAsync(recorder => GetAsync(recorder, "/v2/models"));
        await RecordedAsync(recorder => GetAsync(recorder, "/v2/traces"));
        Assert.That(Exchanges, Has.Count.EqualTo(2));

        await RecordedAsync(recorder => GetAsync(recorder, "/v2/traces"), cassette => cassette.Overwrite = true);
        Assert.That(Exchanges, Has.Count.EqualTo(1));
    }
}
