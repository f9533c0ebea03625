using System.Text;

namespace Opper.Differential;

/// <summary>A document and its outcome in both readers; a rejection is an exception in place of a value.</summary>
internal sealed record Case(byte[] Json, string? Ours, Exception? OurRefusal, string? Newtonsofts, Exception? TheirRefusal)
{
    public bool OnlyWeRefuse => OurRefusal is not null && TheirRefusal is null;

    public bool OnlyTheyRefuse => OurRefusal is null && TheirRefusal is not null;

    public bool IsSame => OurRefusal is not null ? TheirRefusal is not null : TheirRefusal is null && Ours == Newtonsofts;

    public static async Task<Case> RunAsync(Reader reader, byte[] json)
    {
        string? ours = null;
        string? theirs = null;
        Exception? ourRefusal = null;
        Exception? theirRefusal = null;
        try
        {
            ours = await reader.Ours(json);
        }
        catch (OpperException exception)
        {
            // Any other exception is a bug, and fails the test.
            ourRefusal = exception;
        }

        try
        {
            theirs = reader.Newtonsofts(json);
        }
        catch (Exception exception) when (exception is Newtonsoft.Json.JsonException or FormatException or OverflowException or ArgumentException
            or InvalidCastException)
        {
            theirRefusal = exception;
        }

        return new Case(json, ours, ourRefusal, theirs, theirRefusal);
    }

    public override string ToString() =>
        $"{Encoding.UTF8.GetString(Json)}\n  ours:      "
        + $" {Ours ?? OurRefusal!.GetType().Name + ": " + OurRefusal.Message + " / " + OurRefusal.InnerException?.Message}\n  "
        + $"Newtonsoft: {Newtonsofts ?? TheirRefusal!.Message}";
}
