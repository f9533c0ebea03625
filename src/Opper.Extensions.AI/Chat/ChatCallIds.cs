namespace Opper.Extensions.AI;

/// <summary>The IDs of tool calls in a conversation. Histories of other providers may lack them; calls and results are then matched by order.</summary>
internal sealed class ChatCallIds
{
    private readonly Queue<string> _unanswered = new();
    private int _count;

    public string OfCall(string? id)
    {
        if (!string.IsNullOrWhiteSpace(id))
        {
            return id!;
        }

        var own = Next();
        _unanswered.Enqueue(own);
        return own;
    }

    public string OfResult(string? id) => !string.IsNullOrWhiteSpace(id) ? id! : _unanswered.Count > 0 ? _unanswered.Dequeue() : Next();

    private string Next() => FormattableString.Invariant($"call_without_id_{++_count}");
}
