using System.Diagnostics;

namespace Opper.Diagnostics.GenAi;

/// <summary>Records the activity, duration, token usage and cost of a model call. Created only if there are listeners.</summary>
internal sealed class GenAiCall : ICallMeter
{
    private const string Provider = "opper";

    private readonly GenAiOperation _operation;
    private readonly Uri _server;
    private readonly string? _model;
    private readonly TimeProvider _timeProvider;
    private readonly long _started;
    private readonly Activity? _activity;
    private readonly GenAiContent? _content;
    private readonly Action<OpperCallUsage>? _observed;
    private Exception? _failure;
    private bool _hasFirstChunk;
    private int _ended;

    private GenAiCall(OpperPipeline pipeline, GenAiOperation operation, OpperRequest request)
    {
        _observed = OpperCallScope.Current?.Start(request.Body);
        _operation = operation;
        _server = pipeline.BaseAddress;
        _model = RequestTags.Model(request.Body);
        _timeProvider = pipeline.Options.TimeProvider;
        _started = _timeProvider.GetTimestamp();
        if (OpperTelemetry.Source.HasListeners())
        {
            _activity = OpperTelemetry.Source.StartActivity(_model is null ? operation.Name : operation.Name + " " + _model, ActivityKind.Client,
                default(ActivityContext), Common());
        }

        if (_activity is { IsAllDataRequested: true })
        {
            RequestTags.Set(_activity, request, pipeline.Options.SpanContextSource);
            if (pipeline.Options.RecordContent)
            {
                _content = new GenAiContent(_activity);
                _content.Request(request.Body);
            }
        }

        Metadata = new ResponseMetadata(_activity is { IsAllDataRequested: true });
    }

    public ResponseMetadata Metadata { get; }

    public static async Task<TransportResponse> MeasureAsync(OpperPipeline pipeline, GenAiOperation operation, OpperRequest request, RequestOptions? options,
        CancellationToken cancellationToken)
    {
        var call = new GenAiCall(pipeline, operation, request);
        try
        {
            var response = await pipeline.ExecuteUnmeasuredAsync(request, options, cancellationToken).ConfigureAwait(false);
            if (request.Operation.Streams && response.Body.IsEmpty)
            {
                response.Measured = call;
                return response;
            }

            call.Observe(response);
            call.End();
            return response;
        }
        catch (Exception exception)
        {
            call.Fail(exception);
            call.End();
            throw;
        }
    }

    // Telemetry must not fail a call; invalid responses are reported by deserialization.
    private void Observe(TransportResponse response)
    {
        try
        {
            Metadata.Read(response.Body.Span);
            _content?.AddResponse(response.Body);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or FormatException)
        {
            _activity?.SetTag("opper.unread", exception.GetType().Name);
        }
    }

    public void Fail(Exception exception) => _failure ??= exception;

    /// <summary>Ends the activity and records the metrics. Further calls have no effect.</summary>
    public void End()
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
        {
            return;
        }

        _observed?.Invoke(new OpperCallUsage(Metadata, _failure, _model));
        if (_activity is null && !OpperTelemetry.IsEnabled)
        {
            return;
        }

        var tags = Common();
        if (Metadata.Model is not null)
        {
            tags.Add("gen_ai.response.model", Metadata.Model);
        }

        Measure(tags);
        if (_activity is null)
        {
            return;
        }

        if (_activity.IsAllDataRequested)
        {
            Metadata.Set(_activity);
            _content?.End();
        }

        if (_failure is not null)
        {
            _activity.SetTag("error.type", ErrorType.Of(_failure)).SetStatus(ActivityStatusCode.Error);
        }

        _activity.Dispose();
    }

    /// <summary>Observes an item of a stream.</summary>
    public void Take(object item, string? spanId)
    {
        var isResponse = Metadata.Add(item, spanId);
        _content?.Add(item);
        if (isResponse && !_hasFirstChunk)
        {
            _hasFirstChunk = true;
            var elapsed = Elapsed();
            OpperTelemetry.TimeToFirstChunk.Record(elapsed, Common());
            _activity?.SetTag("gen_ai.response.time_to_first_chunk", elapsed);
        }
    }

    private void Measure(TagList tags)
    {
        if (Metadata.InputTokens is { } input)
        {
            OpperTelemetry.TokenUsage.Record(input, With(tags, "gen_ai.token.type", "input"));
        }

        if (Metadata.OutputTokens is { } output)
        {
            OpperTelemetry.TokenUsage.Record(output, With(tags, "gen_ai.token.type", "output"));
        }

        if (Metadata.Cost is { } cost and >= 0)
        {
            OpperTelemetry.Cost.Add(cost, tags);
        }

        OpperTelemetry.Duration.Record(Elapsed(), _failure is null ? tags : With(tags, "error.type", ErrorType.Of(_failure)));
    }

    private TagList Common()
    {
        var tags = new TagList
        {
            { "gen_ai.operation.name", _operation.Name },
            { "gen_ai.provider.name", Provider },
            { "server.address", _server.Host },
            { "server.port", _server.Port },
        };
        if (_model is not null)
        {
            tags.Add("gen_ai.request.model", _model);
        }

        return tags;
    }

    private double Elapsed() => _timeProvider.GetElapsedTime(_started).TotalSeconds;

    private static TagList With(TagList tags, string name, string value)
    {
        tags.Add(name, value);
        return tags;
    }
}
