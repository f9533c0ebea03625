namespace Opper.Chat;

public partial class ChatChunkDelta
{
    // Parts of the content go to several members, so the codec needs the delta itself.
    private DeltaContentCodec DeltaContentCodec => new(this);
}
