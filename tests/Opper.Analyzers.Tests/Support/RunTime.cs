using System.Reflection;
using System.Runtime.ExceptionServices;

namespace Opper.Analyzers.Tests;

/// <summary>How the client itself treats a type.</summary>
internal static class RunTime
{
    private static readonly OpperClient Client = new(new OpperClientOptions { ApiKey = "key" }, new HttpClient(new NoAnswer()));

    private static readonly MethodInfo Call = typeof(OpperClient).GetMethods()
        .Single(static method => method.Name == nameof(OpperClient.CallAsync) && method.GetGenericArguments().Length == 2);

    /// <returns>The message of the refusal, or <see langword="null"/>.</returns>
    public static string? Output(Type type) => Refusal(() => OpperSchema.For(type));

    /// <inheritdoc cref="Output"/>
    public static string? Input(Type type) =>
        Refusal(() => Call.MakeGenericMethod(type, typeof(string)).Invoke(Client,
            ["n", null, type.IsValueType ? Activator.CreateInstance(type) : null, null, CancellationToken.None]));

    private static string? Refusal(Action describe)
    {
        try
        {
            describe();
            return null;
        }
        catch (NotSupportedException exception)
        {
            return exception.Message;
        }
        catch (TargetInvocationException exception) when (exception.InnerException is NotSupportedException refusal)
        {
            return refusal.Message;
        }
        catch (TargetInvocationException exception) when (exception.InnerException is not null)
        {
            ExceptionDispatchInfo.Throw(exception.InnerException);
            throw;
        }
    }

    private sealed class NoAnswer : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromException<HttpResponseMessage>(new HttpRequestException("There is no server."));
    }
}
