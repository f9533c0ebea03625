namespace Opper;

/// <summary>A request body that is created for each attempt.</summary>
internal abstract class RequestPayload
{
    /// <summary>Whether another attempt can send the same content.</summary>
    public abstract bool CanReplay { get; }

    public abstract HttpContent CreateContent();

    /// <summary>Called at the end of the call; returns pooled memory unless an attempt may still be reading it.</summary>
    public virtual void Release()
    {
    }
}
