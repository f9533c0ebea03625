namespace Opper;

/// <summary>A request body that is made anew for every attempt.</summary>
internal abstract class RequestPayload
{
    /// <summary>Whether a second attempt can send the same bytes.</summary>
    public abstract bool CanReplay { get; }

    public abstract HttpContent CreateContent();

    /// <summary>Called when the call is over; gives back pooled memory if no attempt can still be reading it.</summary>
    public virtual void Release()
    {
    }
}
