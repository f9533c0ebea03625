using System.Threading.Channels;

namespace Opper.Emulator.Inspection;

/// <summary>The latest requests, and the listeners for new ones.</summary>
internal sealed class RequestLog(int capacity)
{
    private readonly Lock _gate = new();
    private readonly Queue<EmulatorRequest> _requests = new();
    private readonly List<Channel<EmulatorRequest>> _listeners = [];
    private long _last;

    public IReadOnlyList<EmulatorRequest> All()
    {
        lock (_gate)
        {
            return [.. _requests];
        }
    }

    public EmulatorRequest Add(Func<long, EmulatorRequest> make)
    {
        lock (_gate)
        {
            var request = make(++_last);
            _requests.Enqueue(request);
            while (_requests.Count > capacity)
            {
                _requests.Dequeue();
            }

            Tell(request);
            return request;
        }
    }

    /// <summary>Notifies the listeners that the response to a request has been sent.</summary>
    public void Complete(EmulatorRequest request)
    {
        lock (_gate)
        {
            Tell(request);
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _requests.Clear();
        }
    }

    /// <summary>Requests when they arrive and again when their responses have been sent, until canceled. A slow listener loses the oldest ones.</summary>
    public async IAsyncEnumerable<EmulatorRequest> ListenAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateBounded<EmulatorRequest>(new BoundedChannelOptions(1000) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_gate)
        {
            _listeners.Add(channel);
        }

        try
        {
            await foreach (var request in channel.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return request;
            }
        }
        finally
        {
            lock (_gate)
            {
                _listeners.Remove(channel);
            }
        }
    }

    private void Tell(EmulatorRequest request) => _listeners.ForEach(l => l.Writer.TryWrite(request));
}
