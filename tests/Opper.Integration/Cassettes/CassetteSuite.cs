using System.Collections.Concurrent;
using Opper.Emulator;

namespace Opper.Integration;

/// <summary>
/// Runs the suite against a recording of itself: with <c>OPPER_CASSETTES=record</c> each emulator of a test is recorded to a file of its own in
/// <c>OPPER_CASSETTE_FOLDER</c>, with <c>OPPER_CASSETTES=replay</c> the tests get their responses from there.
/// </summary>
internal static class CassetteSuite
{
    private static readonly ConcurrentDictionary<string, int> Started = new();

    public static CassetteMode? Mode { get; } = Environment.GetEnvironmentVariable("OPPER_CASSETTES") switch
    {
        null or "" => null,
        "record" => CassetteMode.Record,
        "replay" => CassetteMode.Replay,
        var other => throw new InvalidOperationException($"OPPER_CASSETTES is 'record' or 'replay', not '{other}'."),
    };

    /// <summary>The cassette of the next emulator that the running test starts.</summary>
    public static string NextCassette()
    {
        var folder = Environment.GetEnvironmentVariable("OPPER_CASSETTE_FOLDER") ?? throw new InvalidOperationException("OPPER_CASSETTE_FOLDER is not set.");
        var test = TestContext.CurrentContext.Test.FullName;
        var number = Started.AddOrUpdate(test, 1, (_, count) => count + 1);
        var name = string.Concat(test["Opper.Integration.".Length..].Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' ? c : '-'));
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(test)).AsSpan(0, 4));
        return Path.Combine(folder, $"{name[..Math.Min(name.Length, 150)]}.{hash}.{number}.jsonl");
    }
}
