using Orleans;
using Orleans.Clustering.Redis;
using Orleans.Runtime;

namespace Opper.Batch.Orleans;

/// <summary>
/// A membership table that outlives its data. Orleans expects to find each active silo in the table: after Redis has lost its data, silos that failed would
/// never be declared dead, the others could not leave for minutes, and silos that start would form another cluster. So the rows that were read or written last
/// are inserted again, with a version that all silos accept.
/// </summary>
internal sealed class LastingMembershipTable(IMembershipTable table) : IMembershipTable, IDisposable
{
    private readonly SemaphoreSlim _lock = new(1, 1);
    private Dictionary<SiloAddress, MembershipEntry>? _last;
    private int _version;

    public Task<MembershipTableData> ReadAll() => LockAsync(async () =>
    {
        var read = await ReadAsync().ConfigureAwait(false);
        (_last, _version) = (read.Members.ToDictionary(static row => row.Item1.SiloAddress, static row => Copy(row.Item1)), read.Version.Version);
        return read;
    });

    public Task InitializeMembershipTable(bool tryInitTableVersion) => table.InitializeMembershipTableAsync(tryInitTableVersion, CancellationToken.None);

    public Task DeleteMembershipTableEntries(string clusterId) => table.DeleteMembershipTableEntriesAsync(clusterId, CancellationToken.None);

    public Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate) => table.CleanupDefunctSiloEntriesAsync(beforeDate, CancellationToken.None);

    public Task<MembershipTableData> ReadRow(SiloAddress key) => table.ReadRowAsync(key, CancellationToken.None);

    public Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion) =>
        WriteAsync(entry, tableVersion, () => table.InsertRowAsync(entry, tableVersion, CancellationToken.None));

    public Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion) =>
        WriteAsync(entry, tableVersion, () => table.UpdateRowAsync(entry, etag, tableVersion, CancellationToken.None));

    public Task UpdateIAmAlive(MembershipEntry entry) => table.UpdateIAmAliveAsync(entry, CancellationToken.None);

    public void Dispose() => _lock.Dispose();

    // Orleans changes the entries that it has read before it writes them.
    private static MembershipEntry Copy(MembershipEntry entry) => new()
    {
        SiloAddress = entry.SiloAddress,
        Status = entry.Status,
        SuspectTimes = entry.SuspectTimes is { } times ? [.. times] : null,
        ProxyPort = entry.ProxyPort,
        HostName = entry.HostName,
        SiloName = entry.SiloName,
        RoleName = entry.RoleName,
        UpdateZone = entry.UpdateZone,
        FaultZone = entry.FaultZone,
        StartTime = entry.StartTime,
        IAmAliveTime = entry.IAmAliveTime,
    };

    // A silo only proceeds, from joining to dead. One that restores the table may not know yet how far others have come, which they tell each other too.
    private static bool IsBehind(MembershipTableData read, MembershipEntry last) =>
        read.TryGet(last.SiloAddress) is { } row && row.Item1.Status < last.Status;

    private async Task<T> LockAsync<T>(Func<Task<T>> action)
    {
        await _lock.WaitAsync().ConfigureAwait(false);
        try
        {
            return await action().ConfigureAwait(false);
        }
        finally
        {
            _lock.Release();
        }
    }

    // Other silos are told what was written, and act on it, before this one reads the table again.
    private Task<bool> WriteAsync(MembershipEntry entry, TableVersion version, Func<Task<bool>> write) => LockAsync(async () =>
    {
        var isWritten = await write().ConfigureAwait(false);
        if (isWritten && _last is not null)
        {
            (_last[entry.SiloAddress], _version) = (Copy(entry), version.Version);
        }

        return isWritten;
    });

    // Versions only increase, and only rows of silos that are not active are ever removed. Silos that have started since may have reached the same version.
    private bool IsLost(MembershipTableData read) => read.Version.Version < _version
        || _last!.Values.Any(last => IsBehind(read, last) || (last.Status == SiloStatus.Active && read.TryGet(last.SiloAddress) is null));

    private async Task<MembershipTableData> ReadAsync()
    {
        try
        {
            var read = await table.ReadAllAsync(CancellationToken.None).ConfigureAwait(false);
            return _last is not null && IsLost(read) ? await RestoreAsync(_last).ConfigureAwait(false) : read;
        }
        catch (RedisClusteringException) when (_last is not null)
        {
            // There is no table at all.
            return await RestoreAsync(_last).ConfigureAwait(false);
        }
    }

    private async Task<MembershipTableData> RestoreAsync(Dictionary<SiloAddress, MembershipEntry> last)
    {
        // Without a version, the table can be neither read nor written.
        await table.InitializeMembershipTableAsync(tryInitTableVersion: true, CancellationToken.None).ConfigureAwait(false);
        while (true)
        {
            // A write fails if another silo was faster, which may be restoring the same rows.
            var read = await table.ReadAllAsync(CancellationToken.None).ConfigureAwait(false);
            if (last.Values.FirstOrDefault(entry => read.TryGet(entry.SiloAddress) is null) is { } lost)
            {
                await table.InsertRowAsync(lost, read.Version.Next(), CancellationToken.None).ConfigureAwait(false);
            }
            else if (last.Values.FirstOrDefault(entry => IsBehind(read, entry)) is { } known)
            {
                await table.UpdateRowAsync(known, read.TryGet(known.SiloAddress)!.Item2, read.Version.Next(), CancellationToken.None).ConfigureAwait(false);
            }
            else if (read.Members.Count > 0 && read.Version.Version <= _version)
            {
                var (entry, etag) = read.Members[0];
                await table.UpdateRowAsync(entry, etag, read.Version.Next(), CancellationToken.None).ConfigureAwait(false);
            }
            else
            {
                return read;
            }
        }
    }
}
