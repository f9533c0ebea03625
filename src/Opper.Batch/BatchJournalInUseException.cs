namespace Opper.Batch;

/// <summary>A run was not started, because another one does the same work on the same journal at this moment, in this process or in another: each would call
/// the rows that the other has not recorded yet.</summary>
public sealed class BatchJournalInUseException : IOException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="journalPath">The journal.</param>
    /// <param name="run">The name of the run.</param>
    public BatchJournalInUseException(string journalPath, string run)
        : base($"The run '{run}' is already in progress with the journal '{journalPath}', in this process or in another one; a second one would pay for the "
            + $"same rows again. Wait until it has ended (or set {nameof(BatchOptions)}.{nameof(BatchOptions.JournalTimeout)}), or use another journal.")
    {
        JournalPath = journalPath;
        Run = run;
    }

    /// <summary>The journal.</summary>
    public string JournalPath { get; }

    /// <summary>The name of the run.</summary>
    public string Run { get; }
}
