using Npgsql;

namespace Opper.Batch.Orleans.Tests.Support;

/// <summary>The tables that the AdoNet providers of Orleans need in PostgreSQL, and the queries that they read from one of them. Applications create theirs
/// with the scripts of the Orleans repository, which are in no package; these queries have the same parameters and results.</summary>
internal static class OrleansTables
{
    private const string Tables = """
        CREATE TABLE OrleansQuery (QueryKey text PRIMARY KEY, QueryText text NOT NULL);
        CREATE TABLE Cluster (Id text PRIMARY KEY, Version integer NOT NULL);
        CREATE TABLE Silo (
            ClusterId text REFERENCES Cluster, Address text, Port integer, Generation integer, SiloName text NOT NULL, HostName text NOT NULL,
            Status integer NOT NULL, ProxyPort integer NOT NULL, SuspectTimes text, StartTime timestamptz NOT NULL, IAmAliveTime timestamptz NOT NULL,
            PRIMARY KEY (ClusterId, Address, Port, Generation));
        CREATE TABLE State (
            ServiceId text, GrainType text, N0 bigint, N1 bigint, Name text, Payload bytea, Version integer NOT NULL,
            PRIMARY KEY (ServiceId, GrainType, N0, N1, Name));
        """;

    private const string OfSilo = "ClusterId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation";

    private const string OfGrain = """
        ServiceId = @ServiceId AND GrainType = @GrainTypeString AND N0 = @GrainIdN0 AND N1 = @GrainIdN1
            AND Name = COALESCE(CAST(@GrainIdExtensionString AS text), '')
        """;

    // A change of the membership is made only by the silo that has seen the last one.
    private const string NextVersion = "next AS (UPDATE Cluster SET Version = Version + 1 WHERE Id = @DeploymentId AND Version = @Version RETURNING Id)";

    private static readonly Dictionary<string, string> Queries = new()
    {
        ["InsertMembershipVersionKey"] = """
            WITH added AS (INSERT INTO Cluster VALUES (@DeploymentId, 0) ON CONFLICT DO NOTHING RETURNING 1) SELECT count(*) FROM added
            """,
        ["InsertMembershipKey"] = $"""
            WITH {NextVersion}, added AS (
                INSERT INTO Silo
                SELECT Id, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, NULL, @StartTime, @IAmAliveTime FROM next
                RETURNING 1)
            SELECT count(*) FROM added
            """,
        ["UpdateMembershipKey"] = $"""
            WITH {NextVersion}, changed AS (
                UPDATE Silo SET Status = @Status, SuspectTimes = @SuspectTimes, IAmAliveTime = @IAmAliveTime FROM next WHERE {OfSilo} RETURNING 1)
            SELECT count(*) FROM changed
            """,
        ["UpdateIAmAlivetimeKey"] = $"UPDATE Silo SET IAmAliveTime = @IAmAliveTime WHERE {OfSilo}",
        ["MembershipReadAllKey"] = "SELECT * FROM Cluster LEFT JOIN Silo ON ClusterId = Id WHERE Id = @DeploymentId",
        ["MembershipReadRowKey"] = $"SELECT * FROM Cluster LEFT JOIN Silo ON {OfSilo} WHERE Id = @DeploymentId",
        ["GatewaysQueryKey"] = "SELECT Address, ProxyPort, Generation FROM Silo WHERE ClusterId = @DeploymentId AND Status = @Status AND ProxyPort > 0",
        ["DeleteMembershipTableEntriesKey"] = "DELETE FROM Silo WHERE ClusterId = @DeploymentId",
        ["CleanupDefunctSiloEntriesKey"] = "DELETE FROM Silo WHERE ClusterId = @DeploymentId AND IAmAliveTime < @IAmAliveTime AND Status <> 3",
        ["ReadFromStorageKey"] = $"SELECT Payload AS PayloadBinary, Version FROM State WHERE {OfGrain}",
        // No version is returned if another silo has written the state since it was read.
        ["WriteToStorageKey"] = $"""
            WITH changed AS (
                UPDATE State SET Payload = @PayloadBinary, Version = Version + 1
                WHERE {OfGrain} AND Version = CAST(@GrainStateVersion AS integer)
                RETURNING Version
            ), added AS (
                INSERT INTO State
                SELECT @ServiceId, @GrainTypeString, @GrainIdN0, @GrainIdN1, COALESCE(CAST(@GrainIdExtensionString AS text), ''), @PayloadBinary, 1
                WHERE CAST(@GrainStateVersion AS integer) IS NULL
                ON CONFLICT DO NOTHING
                RETURNING Version
            )
            SELECT max(Version) AS NewGrainStateVersion FROM (SELECT Version FROM changed UNION ALL SELECT Version FROM added) AS written
            """,
        ["ClearStorageKey"] = $"""
            UPDATE State SET Payload = NULL, Version = Version + 1 WHERE {OfGrain} AND Version = CAST(@GrainStateVersion AS integer)
            RETURNING Version AS NewGrainStateVersion
            """,
    };

    public static async Task CreateAsync(NpgsqlDataSource database)
    {
        await using (var tables = database.CreateCommand(Tables))
        {
            await tables.ExecuteNonQueryAsync();
        }

        foreach (var (key, text) in Queries)
        {
            await using var query = database.CreateCommand("INSERT INTO OrleansQuery VALUES ($1, $2)");
            query.Parameters.AddWithValue(key);
            query.Parameters.AddWithValue(text);
            await query.ExecuteNonQueryAsync();
        }
    }
}
