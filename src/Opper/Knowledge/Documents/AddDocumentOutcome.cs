using System.Runtime.ExceptionServices;

namespace Opper.Knowledge;

/// <summary>The outcome of one document of <c>AddDocumentsAsync</c>.</summary>
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

    /// <summary>The zero-based index of the document. Outcomes are reported in order of completion, not in this order.</summary>
    public long Index { get; }

    /// <summary>The document.</summary>
    public AddDocumentRequest Request { get; }

    /// <summary>The status of the document.</summary>
    public AddDocumentStatus Status { get; }

    /// <summary>The response; <see langword="null"/> unless the document was added.</summary>
    public AddDocumentResponse? Response { get; }

    /// <summary>The exception: an <see cref="OpperException"/>, or an <see cref="ArgumentException"/> for an invalid document. Otherwise
    /// <see langword="null"/>.</summary>
    public Exception? Error { get; }

    /// <summary>Throws <see cref="Error"/> if it is set.</summary>
    public void ThrowIfFailed()
    {
        if (Error is not null)
        {
            ExceptionDispatchInfo.Capture(Error).Throw();
        }
    }
}
