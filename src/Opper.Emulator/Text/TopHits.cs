namespace Opper.Emulator.Text;

/// <summary>The best of many hits, as many as are asked for; of equal ones those that stand earlier.</summary>
internal sealed class TopHits(int count)
{
    // The least of them comes first, as it is the next to go.
    private readonly PriorityQueue<(SearchHit Hit, long Place), (SearchHit Hit, long Place)> _hits = new(Comparer<(SearchHit Hit, long Place)>.Create(Compare));

    public void Offer(SearchHit hit, long place)
    {
        if (_hits.Count < count)
        {
            _hits.Enqueue((hit, place), (hit, place));
        }
        else if (count > 0 && Compare((hit, place), _hits.Peek()) > 0)
        {
            _hits.DequeueEnqueue((hit, place), (hit, place));
        }
    }

    /// <summary>Whether there are enough, and none of them could give way to a hit with that score.</summary>
    public bool AreAllAbove(double score) => _hits.Count == count && (count == 0 || _hits.Peek().Hit.Score > score);

    public IReadOnlyList<SearchHit> BestFirst()
    {
        var hits = new SearchHit[_hits.Count];
        for (var i = hits.Length - 1; i >= 0; i--)
        {
            hits[i] = _hits.Dequeue().Hit;
        }

        return hits;
    }

    private static int Compare((SearchHit Hit, long Place) a, (SearchHit Hit, long Place) b)
    {
        var byScore = a.Hit.Score.CompareTo(b.Hit.Score);
        var byPlace = byScore != 0 ? byScore : b.Place.CompareTo(a.Place);
        return byPlace != 0 ? byPlace : b.Hit.Chunk.CompareTo(a.Hit.Chunk);
    }
}
