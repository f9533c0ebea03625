namespace Opper.Transport;

/// <summary>Measures one call from its request to the end of its response.</summary>
internal interface ICallMeter
{
    /// <summary>Sees an item of a stream go by.</summary>
    void Take(object item, string? spanId);

    void Fail(Exception exception);

    /// <summary>Ends the measurement, once.</summary>
    void End();
}
