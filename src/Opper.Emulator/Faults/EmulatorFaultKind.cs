namespace Opper.Emulator;

/// <summary>How the emulator misbehaves.</summary>
public enum EmulatorFaultKind
{
    /// <summary>
    /// Answers with <see cref="EmulatorFault.StatusCode"/> and, if set, <see cref="EmulatorFault.RetryAfter"/>; the request is not processed.
    /// </summary>
    Status,

    /// <summary>Waits for <see cref="EmulatorFault.Delay"/>, then answers as usual.</summary>
    Latency,

    /// <summary>Takes the request and never answers.</summary>
    StalledHeaders,

    /// <summary>Processes the request, sends headers and <see cref="EmulatorFault.AfterBytes"/> bytes of the body, then nothing more.</summary>
    StalledBody,

    /// <summary>Resets the connection before an answer; the request is not processed.</summary>
    ConnectionReset,

    /// <summary>Processes the request and cuts the connection after <see cref="EmulatorFault.AfterBytes"/> bytes of the body.</summary>
    CutBody,

    /// <summary>Answers 200 with JSON, or an event, that breaks off; the request is not processed.</summary>
    MalformedJson,

    /// <summary>Answers 200 with a page of HTML, as a wrongly set up proxy does; the request is not processed.</summary>
    WrongContentType,
}
