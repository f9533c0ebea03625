using System.Text.Json.Serialization.Metadata;

namespace Opper;

public partial class CallsClient
{
    /// <summary>Runs a task and reads its answer as <typeparamref name="T"/>, whose JSON Schema goes with the request. <c>POST /v2/call</c>.</summary>
    /// <typeparam name="T">The type of the answer: a record or class, a list, a primitive; <see cref="string"/> asks for plain text.</typeparam>
    /// <param name="request">The task. An <see cref="CallRequest.OutputSchema"/> of its own is kept.</param>
    /// <param name="options">Settings for this call alone.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The answer, with tokens, cost and span.</returns>
    /// <exception cref="NotSupportedException">The type cannot be described by a schema; the message names the member.</exception>
    /// <exception cref="OpperSerializationException">The answer does not fit the type; the exception holds it whole.</exception>
    /// <exception cref="OpperApiException">The API answered with an error.</exception>
    /// <exception cref="OpperTimeoutException">A time limit ran out.</exception>
    /// <exception cref="OpperConnectionException">The connection failed.</exception>
    public virtual Task<CallResult<T>> CallAsync<T>(CallRequest request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ThrowIf.Null(request);
        return CallAsync<T>(request, Types, options, cancellationToken);
    }

    /// <summary>Runs a task and reads its answer as <typeparamref name="T"/> by its metadata, which native AOT needs. <c>POST /v2/call</c>.</summary>
    /// <typeparam name="T">The type of the answer.</typeparam>
    /// <param name="request">The task. An <see cref="CallRequest.OutputSchema"/> of its own is kept.</param>
    /// <param name="typeInfo">The metadata of the type, such as <c>MyContext.Default.Invoice</c>.</param>
    /// <param name="options">Settings for this call alone.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The answer, with tokens, cost and span.</returns>
    /// <exception cref="NotSupportedException">The type cannot be described by a schema; the message names the member.</exception>
    /// <exception cref="OpperSerializationException">The answer does not fit the type; the exception holds it whole.</exception>
    /// <exception cref="OpperApiException">The API answered with an error.</exception>
    /// <exception cref="OpperTimeoutException">A time limit ran out.</exception>
    /// <exception cref="OpperConnectionException">The connection failed.</exception>
    public virtual Task<CallResult<T>> CallAsync<T>(CallRequest request, JsonTypeInfo<T> typeInfo, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ThrowIf.Null(request);
        ThrowIf.Null(typeInfo);
        return CallAsync<T>(request, TypeSource.For(typeInfo), options, cancellationToken);
    }

    /// <summary>Runs a task and gives its answer as a <typeparamref name="T"/> that grows as it is written. <c>POST /v2/call/stream</c>.</summary>
    /// <typeparam name="T">The type of the answer: a record or class, a list, a primitive; <see cref="string"/> asks for plain text.</typeparam>
    /// <param name="request">The task. An <see cref="CallRequest.OutputSchema"/> of its own is kept.</param>
    /// <param name="options">Settings for this call alone.</param>
    /// <param name="cancellationToken">Ends the stream and its connection.</param>
    /// <returns>The stream, which is sent when it is first read. What reading it throws is said there.</returns>
    /// <exception cref="NotSupportedException">The type cannot be described by a schema; the message names the member.</exception>
    public virtual OpperStream<T> StreamAsync<T>(CallRequest request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ThrowIf.Null(request);
        return StreamAsync<T>(request, Types, options, cancellationToken);
    }

    /// <summary>Runs a task and gives its answer as a <typeparamref name="T"/> that grows as it is written, by its metadata, which native AOT needs. <c>POST /v2/call/stream</c>.</summary>
    /// <typeparam name="T">The type of the answer.</typeparam>
    /// <param name="request">The task. An <see cref="CallRequest.OutputSchema"/> of its own is kept.</param>
    /// <param name="typeInfo">The metadata of the type, such as <c>MyContext.Default.Invoice</c>.</param>
    /// <param name="options">Settings for this call alone.</param>
    /// <param name="cancellationToken">Ends the stream and its connection.</param>
    /// <returns>The stream, which is sent when it is first read. What reading it throws is said there.</returns>
    /// <exception cref="NotSupportedException">The type cannot be described by a schema; the message names the member.</exception>
    public virtual OpperStream<T> StreamAsync<T>(CallRequest request, JsonTypeInfo<T> typeInfo, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ThrowIf.Null(request);
        ThrowIf.Null(typeInfo);
        return StreamAsync<T>(request, TypeSource.For(typeInfo), options, cancellationToken);
    }

    /// <summary>Where the types of inputs and answers are described.</summary>
    internal TypeSource Types => TypeSource.For(Pipeline.Options.TypeInfoResolver);

    private Task<CallResult<T>> CallAsync<T>(CallRequest request, TypeSource source, RequestOptions? options, CancellationToken cancellationToken)
    {
        var schema = request.OutputSchema is null ? source.Asked<T>() : null;
        var described = DescribeCall(Pipeline, schema is null ? request : request.WithOutputSchema(schema));
        return TypedAnswer.SendAsync<T>(Pipeline, described, source, options, cancellationToken);
    }

    private OpperStream<T> StreamAsync<T>(CallRequest request, TypeSource source, RequestOptions? options, CancellationToken cancellationToken)
    {
        var schema = request.OutputSchema is null ? source.Asked<T>() : null;
        return TypedAnswer.Stream<T>(Pipeline, DescribeStream(Pipeline, schema is null ? request : request.WithOutputSchema(schema)), source, options, cancellationToken);
    }
}
