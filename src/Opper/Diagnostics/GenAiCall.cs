using System.Diagnostics;

namespace Opper;

/// <summary>Measures one call of a model: its activity, its duration, tokens and cost. Made only when somebody listens.</summary>
internal sealed class GenAiCall
{
    private const string Provider = "opper";

    private readonly GenAiOperation _operation;
    private readonly Uri _server;
    private readonly string? _model;
    private readonly TimeProvider _timeProvider;
    private readonly long _started;
    private readonly Activity? _activity;
    private readonly GenAiContent? _content;
    private string? _errorType;
    private bool _hasFirstChunk;
    private int _ended;

    private GenAiCall(OpperPipeline pipeline, GenAiOperation operation, OpperRequest request)
    {
        _operation = operation;
        _server = pipeline.BaseAddress;
        _model = RequestTags.Model(request.Body);
        _timeProvider = pipeline.Options.TimeProvider;
        _started = _timeProvider.GetTimestamp();
        if (OpperTelemetry.Source.HasListeners())
        {
            _activity = OpperTelemetry.Source.StartActivity(_model is null ? operation.Name : operation.Name + " " + _model, ActivityKind.Client, default(ActivityContext), Common());
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
    }

    public AnswerFacts Facts { get; } = new();

    public static async Task<TransportResponse> MeasureAsync(OpperPipeline pipeline, GenAiOperation operation, OpperRequest request, RequestOptions? options, CancellationToken cancellationToken)
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

    // What cannot be understood is not recorded; the answer itself is read, and refused, elsewhere.
    private void Observe(TransportResponse response)
    {
        try
        {
            Facts.Read(response.Body.Span);
            _content?.Answer(response.Body);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or FormatException)
        {
            _activity?.SetTag("opper.unread", exception.GetType().Name);
        }
    }

    public void Fail(Exception exception) => Fail(ErrorType.Of(exception));

    /// <summary>Ends the activity and records the measurements, once.</summary>
    public void End()
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
        {
            return;
        }

        var tags = Common();
        if (Facts.Model is not null)
        {
            tags.Add("gen_ai.response.model", Facts.Model);
        }

        Measure(tags);
        if (_activity is null)
        {
            return;
        }

        if (_activity.IsAllDataRequested)
        {
            Facts.Set(_activity);
            _content?.End();
        }

        if (_errorType is not null)
        {
            _activity.SetTag("error.type", _errorType).SetStatus(ActivityStatusCode.Error);
        }

        _activity.Dispose();
    }

    /// <summary>Sees an item of a stream go by.</summary>
    public void Take(object item, string? spanId)
    {
        var isAnswer = Facts.Add(item, spanId);
        _content?.Add(item);
        if (isAnswer && !_hasFirstChunk)
        {
            _hasFirstChunk = true;
            var elapsed = Elapsed();
            OpperTelemetry.TimeToFirstChunk.Record(elapsed, Common());
            _activity?.SetTag("gen_ai.response.time_to_first_chunk", elapsed);
        }
    }

    private void Fail(string errorType) => _errorType ??= errorType;

    private void Measure(TagList tags)
    {
        if (Facts.InputTokens is { } input)
        {
            OpperTelemetry.TokenUsage.Record(input, With(tags, "gen_ai.token.type", "input"));
        }

        if (Facts.OutputTokens is { } output)
        {
            OpperTelemetry.TokenUsage.Record(output, With(tags, "gen_ai.token.type", "output"));
        }

        if (Facts.Cost is { } cost and >= 0)
        {
            OpperTelemetry.Cost.Add(cost, tags);
        }

        OpperTelemetry.Duration.Record(Elapsed(), _errorType is null ? tags : With(tags, "error.type", _errorType));
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
