using Microsoft.Data.Sqlite;
using Opper.Emulator;
using Opper.Knowledge;

namespace Opper.Integration;

/// <summary>The emulator's data file: a full disk, files of other programs, and files of other versions.</summary>
public sealed class DataFileTests
{
    private DirectoryInfo _folder = null!;

    private string DataPath => Path.Combine(_folder.FullName, "state.db");

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("opper-emulator-");

    [TearDown]
    public void RemoveFolder() => _folder.Delete(recursive: true);

    [Test]
    public async Task A_full_disk_is_reported_until_space_is_available()
    {
        using var disk = new SmallDisk(megabytes: 4);
        await using var emulator = await OpperEmulator.StartAsync(new OpperEmulatorOptions { DataPath = disk.DataPath });
        var opper = emulator.CreateClient(options => options.MaxRetries = 0);

        // Before anything has been written: the first call of a function creates it.
        disk.Fill();
        foreach (var _ in Enumerable.Range(0, 3))
        {
            var refused = await Assert.CatchAsync<OpperApiException>(() => opper.CallAsync<string>("first", "Answer.", new string('x', 5000)));
            Assert.That((refused!.StatusCode, refused.Detail?.ToString()),
                Is.EqualTo((System.Net.HttpStatusCode.InsufficientStorage, "The disk that the data file is on is full")));
        }

        disk.Free();
        Assert.That((await opper.CallAsync<string>("first", "Answer.", "well")).Value, Does.Contain("well"));

        // And among concurrent writes: each is stored or rejected.
        var knowledge = await opper.Knowledge.CreateAsync(new CreateKnowledgeBaseRequest { Name = "k" });
        var kept = new System.Collections.Concurrent.ConcurrentBag<string>();
        var failures = new System.Collections.Concurrent.ConcurrentBag<OpperApiException>();
        disk.Fill();
        await Parallel.ForEachAsync(Enumerable.Range(0, 400), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (number, cancelled) =>
        {
            if (number == 200)
            {
                disk.Free();
            }

            try
            {
                await opper.Knowledge.AddDocumentAsync(knowledge.Id,
                    new AddDocumentRequest { Key = $"d{number}", Content = $"Number {number} " + new string('y', 1000) }, cancellationToken: cancelled);
                kept.Add($"d{number}");
            }
            catch (OpperApiException failure)
            {
                failures.Add(failure);
            }
        });

        Assert.That(failures, Is.Not.Empty.And.All.Property(nameof(OpperApiException.StatusCode)).EqualTo(System.Net.HttpStatusCode.InsufficientStorage));
        Assert.That(kept, Is.Not.Empty);
        Assert.That((await opper.Knowledge.GetAsync(knowledge.Id)).Count, Is.EqualTo(kept.Count));
        foreach (var key in kept)
        {
            Assert.That((await opper.Knowledge.GetDocumentAsync(knowledge.Id, key)).Key, Is.EqualTo(key));
        }

        Assert.That((await opper.Knowledge.QueryAsync(knowledge.Id, new QueryKnowledgeRequest { Query = "number", TopK = 500 })).Select(match => match.Key),
            Is.EquivalentTo(kept));
        Assert.That(await opper.CallAsync<string>("first", "Answer.", "well again"), Is.Not.Null);
    }

    [Test]
    public async Task A_database_of_another_program_is_rejected_and_not_changed()
    {
        foreach (var sql in new[]
        {
            "CREATE TABLE customers(id INTEGER PRIMARY KEY, name TEXT)",
            "CREATE TABLE functions(id INTEGER PRIMARY KEY, name TEXT)",
            "PRAGMA application_id = 7",
            "PRAGMA user_version = 3",
        })
        {
            File.Delete(DataPath);
            Write(sql);
            var before = await File.ReadAllBytesAsync(DataPath);

            var refused = await Assert.CatchAsync<IOException>(() => OpperEmulator.StartAsync(new OpperEmulatorOptions { DataPath = DataPath }));

            Assert.That(refused!.Message, Does.Contain(DataPath).And.Contain("belongs to another program"));
            Assert.That(await File.ReadAllBytesAsync(DataPath), Is.EqualTo(before), sql);
            Assert.That(_folder.GetFiles().Select(file => file.Name), Is.EqualTo(new[] { "state.db" }), sql);
        }
    }

    [TestCase(1000, "a newer version")]
    [TestCase(2, "an earlier version")]
    public async Task A_data_file_of_another_version_is_rejected_and_not_changed(int version, string named)
    {
        await (await OpperEmulator.StartAsync(new OpperEmulatorOptions { DataPath = DataPath })).DisposeAsync();
        Write($"PRAGMA user_version = {version}");
        var before = await File.ReadAllBytesAsync(DataPath);

        var refused = await Assert.CatchAsync<IOException>(() => OpperEmulator.StartAsync(new OpperEmulatorOptions { DataPath = DataPath }));

        Assert.That(refused!.Message, Does.Contain(named));
        Assert.That(await File.ReadAllBytesAsync(DataPath), Is.EqualTo(before));
    }

    private void Write(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={DataPath};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
