namespace Opper.Chat;

public partial class ChatChunkDelta
{
    // The codec distributes content parts over several members of the delta.
    private DeltaContentCodec DeltaContentCodec => new(this);
}
