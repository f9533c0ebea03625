namespace Opper.Emulator;

/// <summary>A way to misbehave, for which requests, and how often. Hand it to <see cref="OpperEmulator.AddFault"/>.</summary>
public sealed class EmulatorFault
{
    /// <summary>What happens.</summary>
    public required EmulatorFaultKind Kind { get; init; }

    /// <summary>The operation it happens to, by its name in the contract, such as <c>Calls_Call</c>; null, the default, for all of the API.</summary>
    public string? Operation { get; init; }

    /// <summary>How many requests it happens to; null, the default, until it is removed.</summary>
    public int? Times { get; init; }

    /// <summary>The chance that it happens to a request, from 0 to 1; 1 by default.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>Makes the chance repeatable: the same seed hits the same requests of a sequence. 0 by default.</summary>
    public int Seed { get; init; }

    /// <summary>The status of <see cref="EmulatorFaultKind.Status"/>, from 400 to 599; 503 by default.</summary>
    public int StatusCode { get; init; } = 503;

    /// <summary>The Retry-After header of <see cref="EmulatorFaultKind.Status"/>, in whole seconds; none by default.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The wait of <see cref="EmulatorFaultKind.Latency"/>; one second by default.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How many bytes of the body go out before it stalls or is cut; 0, the default, means half of an answer, and the first
    /// two events of a stream.
    /// </summary>
    public int AfterBytes { get; init; }

    internal void Validate()
    {
        Check(Enum.IsDefined(Kind), nameof(Kind), "is no kind of fault");
        Check(Operation is null
            || Contract.ContractDocument.Current.Operations.Any(o => o.Id == Operation), nameof(Operation),
                $"'{Operation}' is no operation of the contract, such as Calls_Call");
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
