namespace Opper.Emulator;

/// <summary>A fault to inject: what happens, to which requests, and how often. Pass it to <see cref="OpperEmulator.AddFault"/>.</summary>
public sealed class EmulatorFault
{
    /// <summary>The type of fault.</summary>
    public required EmulatorFaultKind Kind { get; init; }

    /// <summary>The operation to which it applies, by its ID in the contract, such as <c>Calls_Call</c>. Default: null, all of the API.</summary>
    public string? Operation { get; init; }

    /// <summary>The number of requests to which it applies. Default: null, until it is removed.</summary>
    public int? Times { get; init; }

    /// <summary>The probability that it applies to a request, from 0 to 1. Default: 1.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>The random seed: the same seed selects the same requests of a sequence. Default: 0.</summary>
    public int Seed { get; init; }

    /// <summary>The status of <see cref="EmulatorFaultKind.Status"/>, from 400 to 599. Default: 503.</summary>
    public int StatusCode { get; init; } = 503;

    /// <summary>The Retry-After header of <see cref="EmulatorFaultKind.Status"/>, in whole seconds. Default: none.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The delay of <see cref="EmulatorFaultKind.Latency"/>. Default: 1 second.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The number of body bytes that are sent before the body stalls or is truncated. Default: 0, which means half of a response, or the first two events
    /// of a stream.
    /// </summary>
    public int AfterBytes { get; init; }

    internal void Validate()
    {
        Check(Enum.IsDefined(Kind), nameof(Kind), "is not a valid fault kind");
        Check(Operation is null
            || Contract.ContractDocument.Current.Operations.Any(o => o.Id == Operation), nameof(Operation),
                $"'{Operation}' is not an operation of the contract, such as Calls_Call");
        Check(Times is null or > 0, nameof(Times), "must be null or at least 1");
        Check(Probability is >= 0 and <= 1, nameof(Probability), "must be from 0 to 1");
        Check(StatusCode is >= 400 and <= 599, nameof(StatusCode), "must be from 400 to 599");
        Check(RetryAfter is null || RetryAfter >= TimeSpan.Zero, nameof(RetryAfter), "must not be negative");
        Check(Delay >= TimeSpan.Zero, nameof(Delay), "must not be negative");
        Check(AfterBytes >= 0, nameof(AfterBytes), "must not be negative");
    }

    private static void Check(bool holds, string name, string problem)
    {
        if (!holds)
        {
            throw new ArgumentException($"{name} {problem}.", name);
        }
    }
}
