using Orleans;
using Orleans.Clustering.Redis;
using Orleans.Runtime;

namespace Opper.Batch.Orleans;

/// <summary>
/// A membership table that outlives its data. Orleans expects to find each active silo in the table: after Redis has lost its data, silos that failed would
/// never be declared dead, the others could not leave for minutes, and silos that start would form another cluster. So the rows that were read last are
/// inserted again, with a version that all silos accept.
/// </summary>
internal sealed class LastingMembershipTable(IMembershipTable table) : IMembershipTable, IDisposable
{
    private readonly SemaphoreSlim _lock = new(1, 1);
    private MembershipTableData? _last;

    public async Task<MembershipTableData> ReadAll()
    {
        await _lock.WaitAsync().ConfigureAwait(false);
        try
        {
            return _last = await ReadAsync(_last).ConfigureAwait(false);
        }
        finally
        {
            _lock.Release();
        }
    }

    public Task InitializeMembershipTable(bool tryInitTableVersion) => table.InitializeMembershipTableAsync(tryInitTableVersion, CancellationToken.None);

    public Task DeleteMembershipTableEntries(string clusterId) => table.DeleteMembershipTableEntriesAsync(clusterId, CancellationToken.None);

    public Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate) => table.CleanupDefunctSiloEntriesAsync(beforeDate, CancellationToken.None);

    public Task<MembershipTableData> ReadRow(SiloAddress key) => table.ReadRowAsync(key, CancellationToken.None);

    public Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion) => table.InsertRowAsync(entry, tableVersion, CancellationToken.None);

    public Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion) =>
        table.UpdateRowAsync(entry, etag, tableVersion, CancellationToken.None);

    public Task UpdateIAmAlive(MembershipEntry entry) => table.UpdateIAmAliveAsync(entry, CancellationToken.None);

    public void Dispose() => _lock.Dispose();

    // Versions only increase, and only rows of silos that are not active are ever removed. Silos that have started since may have reached the same version.
    private static bool IsLost(MembershipTableData last, MembershipTableData read) => read.Version.Version < last.Version.Version
        || last.Members.Any(row => row.Item1.Status == SiloStatus.Active && read.TryGet(row.Item1.SiloAddress) is null);

    private async Task<MembershipTableData> ReadAsync(MembershipTableData? last)
    {
        try
        {
            var read = await table.ReadAllAsync(CancellationToken.None).ConfigureAwait(false);
            return last is not null && IsLost(last, read) ? await RestoreAsync(last).ConfigureAwait(false) : read;
        }
        catch (RedisClusteringException) when (last is not null)
        {
            // There is no table at all.
            return await RestoreAsync(last).ConfigureAwait(false);
        }
    }

    private async Task<MembershipTableData> RestoreAsync(MembershipTableData last)
    {
        // Without a version, the table can be neither read nor written.
        await table.InitializeMembershipTableAsync(tryInitTableVersion: true, CancellationToken.None).ConfigureAwait(false);
        while (true)
        {
            // A write fails if another silo was faster, which may be restoring the same rows.
            var read = await table.ReadAllAsync(CancellationToken.None).ConfigureAwait(false);
            if (last.Members.FirstOrDefault(row => read.TryGet(row.Item1.SiloAddress) is null) is { } lost)
            {
                await table.InsertRowAsync(lost.Item1, read.Version.Next(), CancellationToken.None).ConfigureAwait(false);
            }
            else if (read.Members.Count > 0 && read.Version.Version <= last.Version.Version)
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
