using System.Collections.Concurrent;

namespace Opper.Aot;

/// <summary>Records which operations of the contract were sent successfully.</summary>
internal sealed class Coverage : DelegatingHandler
{
    private readonly ConcurrentDictionary<string, bool> _answered = new();

    public Coverage()
        : base(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
    }

    public IEnumerable<Operation> Missing => Contract.Operations.Where(operation => !_answered.ContainsKey(operation.Id));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var path = request.RequestUri!.AbsolutePath;
        // Requests that are not operations are presigned uploads.
        var operation = Contract.Operations.OrderByDescending(operation => operation.Match(request.Method.Method, path)).First();
        if (operation.Match(request.Method.Method, path) is not null && response.IsSuccessStatusCode)
        {
            _answered[operation.Id] = true;
        }

        return response;
    }
}
