namespace Opper.Emulator;

/// <summary>The types of injected faults.</summary>
public enum EmulatorFaultKind
{
    /// <summary>Returns <see cref="EmulatorFault.StatusCode"/> and, if set, <see cref="EmulatorFault.RetryAfter"/>; the request is not processed.</summary>
    Status,

    /// <summary>Waits for <see cref="EmulatorFault.Delay"/>, then responds normally.</summary>
    Latency,

    /// <summary>Accepts the request and never responds.</summary>
    StalledHeaders,

    /// <summary>Processes the request, sends the headers and <see cref="EmulatorFault.AfterBytes"/> bytes of the body, then nothing.</summary>
    StalledBody,

    /// <summary>Resets the connection before a response; the request is not processed.</summary>
    ConnectionReset,

    /// <summary>Processes the request and closes the connection after <see cref="EmulatorFault.AfterBytes"/> bytes of the body.</summary>
    CutBody,

    /// <summary>Returns 200 with truncated JSON or a truncated event; the request is not processed.</summary>
    MalformedJson,

    /// <summary>Returns 200 with an HTML page, like a misconfigured proxy; the request is not processed.</summary>
    WrongContentType,
}
