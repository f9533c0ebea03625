using System.Text.Json.Serialization.Metadata;

namespace Opper;

public partial class CallsClient
{
    /// <summary>Runs a task and deserializes the result as <typeparamref name="T"/>, whose JSON Schema is sent along. <c>POST /v2/call</c>.</summary>
    /// <typeparam name="T">The result type: a record, class, list or primitive; <see cref="string"/> requests plain text.</typeparam>
    /// <param name="request">The task. If <see cref="CallRequest.OutputSchema"/> is set, it is sent instead of the schema of the type.</param>
    /// <param name="options">Options for this request; values that are set override those of the client.</param>
    /// <param name="cancellationToken">The cancellation token.</param>
    /// <returns>The result, with token usage, cost and span ID.</returns>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> cannot be represented as a JSON Schema; the message names the member.</exception>
    /// <exception cref="OpperSerializationException">The response does not match the type; <c>RawBody</c> has the full response.</exception>
    /// <exception cref="OpperApiException">The API returned an error.</exception>
    /// <exception cref="OpperTimeoutException">A timeout elapsed.</exception>
    /// <exception cref="OpperConnectionException">The connection failed.</exception>
    public virtual Task<CallResult<T>> CallAsync<T>(CallRequest request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ThrowIf.Null(request);
        return CallAsync<T>(request, Types, options, cancellationToken);
    }

    /// <summary>Runs a task and deserializes the result as <typeparamref name="T"/>, using the given metadata (for native AOT). <c>POST /v2/call</c>.</summary>
    /// <typeparam name="T">The result type.</typeparam>
    /// <param name="request">The task. If <see cref="CallRequest.OutputSchema"/> is set, it is sent instead of the schema of the type.</param>
    /// <param name="typeInfo">The type metadata, such as <c>MyContext.Default.Invoice</c>.</param>
    /// <param name="options">Options for this request; values that are set override those of the client.</param>
    /// <param name="cancellationToken">The cancellation token.</param>
    /// <returns>The result, with token usage, cost and span ID.</returns>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> cannot be represented as a JSON Schema; the message names the member.</exception>
    /// <exception cref="OpperSerializationException">The response does not match the type; <c>RawBody</c> has the full response.</exception>
    /// <exception cref="OpperApiException">The API returned an error.</exception>
    /// <exception cref="OpperTimeoutException">A timeout elapsed.</exception>
    /// <exception cref="OpperConnectionException">The connection failed.</exception>
    public virtual Task<CallResult<T>> CallAsync<T>(CallRequest request, JsonTypeInfo<T> typeInfo, RequestOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ThrowIf.Null(request);
        ThrowIf.Null(typeInfo);
        return CallAsync<T>(request, TypeSource.For(typeInfo), options, cancellationToken);
    }

    /// <summary>Runs a task and streams partial values of <typeparamref name="T"/> as they are generated. <c>POST /v2/call/stream</c>.</summary>
    /// <typeparam name="T">The result type: a record, class, list or primitive; <see cref="string"/> requests plain text.</typeparam>
    /// <param name="request">The task. If <see cref="CallRequest.OutputSchema"/> is set, it is sent instead of the schema of the type.</param>
    /// <param name="options">Options for this request; values that are set override those of the client.</param>
    /// <param name="cancellationToken">The cancellation token.</param>
    /// <returns>The stream. The request is sent when enumeration starts; see <see cref="OpperStream{T}"/> for the exceptions thrown while reading.</returns>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> cannot be represented as a JSON Schema; the message names the member.</exception>
    public virtual OpperStream<T> StreamAsync<T>(CallRequest request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ThrowIf.Null(request);
        return StreamAsync<T>(request, Types, options, cancellationToken);
    }

    /// <summary>Streams partial values of <typeparamref name="T"/>, using the given metadata (for native AOT). <c>POST /v2/call/stream</c>.</summary>
    /// <typeparam name="T">The result type.</typeparam>
    /// <param name="request">The task. If <see cref="CallRequest.OutputSchema"/> is set, it is sent instead of the schema of the type.</param>
    /// <param name="typeInfo">The type metadata, such as <c>MyContext.Default.Invoice</c>.</param>
    /// <param name="options">Options for this request; values that are set override those of the client.</param>
    /// <param name="cancellationToken">The cancellation token.</param>
    /// <returns>The stream. The request is sent when enumeration starts; see <see cref="OpperStream{T}"/> for the exceptions thrown while reading.</returns>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> cannot be represented as a JSON Schema; the message names the member.</exception>
    public virtual OpperStream<T> StreamAsync<T>(CallRequest request, JsonTypeInfo<T> typeInfo, RequestOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ThrowIf.Null(request);
        ThrowIf.Null(typeInfo);
        return StreamAsync<T>(request, TypeSource.For(typeInfo), options, cancellationToken);
    }

    internal TypeSource Types => TypeSource.For(Pipeline.Options.TypeInfoResolver);

    private Task<CallResult<T>> CallAsync<T>(CallRequest request, TypeSource source, RequestOptions? options, CancellationToken cancellationToken)
    {
        var schema = request.OutputSchema is null ? source.Asked<T>() : null;
        var described = DescribeCall(Pipeline, schema is null ? request : request.WithOutputSchema(schema));
        return TypedCall.SendAsync<T>(Pipeline, described, source, options, cancellationToken);
    }

    private OpperStream<T> StreamAsync<T>(CallRequest request, TypeSource source, RequestOptions? options, CancellationToken cancellationToken)
    {
        var schema = request.OutputSchema is null ? source.Asked<T>() : null;
        return TypedCall.Stream<T>(Pipeline, DescribeStream(Pipeline, schema is null ? request : request.WithOutputSchema(schema)), source,
            options, cancellationToken);
    }
}
