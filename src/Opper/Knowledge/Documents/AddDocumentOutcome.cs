using System.Runtime.ExceptionServices;

namespace Opper.Knowledge;

/// <summary>What became of one document of <c>AddDocumentsAsync</c>.</summary>
public sealed class AddDocumentOutcome
{
    internal AddDocumentOutcome(long index, AddDocumentRequest request, AddDocumentStatus status, AddDocumentResponse? response = null, Exception? error = null)
    {
        Index = index;
        Request = request;
        Status = status;
        Response = response;
        Error = error;
    }

    /// <summary>The document's place in the sequence, counted from 0. Outcomes come as they are known, not in this order.</summary>
    public long Index { get; }

    /// <summary>The document.</summary>
    public AddDocumentRequest Request { get; }

    /// <summary>What became of it.</summary>
    public AddDocumentStatus Status { get; }

    /// <summary>The API's answer; <see langword="null"/> unless it was added.</summary>
    public AddDocumentResponse? Response { get; }

    /// <summary>Why it failed: an <see cref="OpperException"/>, or an <see cref="ArgumentException"/> for a document that cannot be sent; <see langword="null"/> unless it failed.</summary>
    public Exception? Error { get; }

    /// <summary>Throws <see cref="Error"/> if there is one.</summary>
    public void ThrowIfFailed()
    {
        if (Error is not null)
        {
            ExceptionDispatchInfo.Capture(Error).Throw();
        }
    }
}
