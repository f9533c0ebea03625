namespace Opper.Emulator.Tool;

/// <summary>The output about a cassette.</summary>
internal static class CassetteText
{
    public static string Started(CassetteOptions options, OpperEmulator emulator, string address)
    {
        var report = emulator.Cassette!;
        var what = options.Mode switch
        {
            CassetteMode.Record => $"records {options.Upstream} to {options.Path}",
            CassetteMode.Auto => $"replays {options.Path} and records missing exchanges from {options.Upstream}",
            _ => $"replays {options.Path}",
        };
        var key = options.Mode == CassetteMode.Replay ? emulator.ApiKey : "<your key, which is forwarded and not recorded>";
        var isAddedTo = options.Mode == CassetteMode.Record && report.Exchanges > 0;
        var state = isAddedTo ? "already exist; this recording is added to them (--overwrite starts over)" : "so far";
        return $"""
            Opper emulator on {address} {what} ({address}/ shows hits and misses). Ctrl+C stops it.
            Cassette: {Count(report.Exchanges)} {state}{Warnings(report)}
              export OPPER_BASE_URL={address}
              export OPPER_API_KEY={key}
            """;
    }

    public static string Ended(CassetteReport report) => report.Mode switch
    {
        CassetteMode.Record => $"Recorded {Count(report.Recorded)} to {report.Path}.{Warnings(report)}",
        _ => $"{report.Hits} hits, {report.Misses} misses, {report.Recorded} recorded; "
            + $"{Count(report.Unplayed)} of the cassette were not used.{Warnings(report)}",
    };

    private static string Count(int exchanges) => exchanges == 1 ? "1 exchange" : $"{exchanges} exchanges";

    private static string Warnings(CassetteReport report) => string.Concat(report.Warnings.Select(warning => $"{Environment.NewLine}Warning: {warning}"));
}
