namespace Opper.Emulator.Traces;

/// <summary>Spans and their metrics.</summary>
internal sealed class SpanStore(Store store, TimeProvider time)
{
    private Table Spans => store.Table(StateTables.Spans);

    private Table Metrics => store.Table(StateTables.Metrics);

    public JsonObject Get(string id) => Spans.Require("Span", id);

    public IReadOnlyList<JsonObject> InTrace(string traceId) => Spans.Where("trace_id", traceId.ToLowerInvariant());

    public JsonObject Create(JsonObject values) => store.Atomically(() =>
    {
        var span = (JsonObject)values.DeepClone();
        var id = (string?)span["id"] ?? Wire.NewId();
        ApiException.ConflictIf(Spans.Get(id) is not null, $"Span {id} exists");

        // An unknown parent is accepted, because clients may send children first.
        var parent = (string?)span["parent_id"] is { } parentId ? Spans.Get(parentId) : null;
        span["id"] = id;
        span["trace_id"] = (string?)span["trace_id"] ?? (string?)parent?["trace_id"] ?? Wire.NewId();
        span["start_time"] ??= Wire.Time(time.GetUtcNow());
        span["input"] = Wire.AsString(span["input"]);
        span["output"] = Wire.AsString(span["output"]);
        return Save(span);
    });

    public JsonObject Change(string id, Action<JsonObject> change) => store.Atomically(() =>
    {
        var span = Get(id);
        change(span);
        return Save(span);
    });

    public void Delete(string id) => store.Atomically(() =>
    {
        var span = Get(id);
        TraceIndex.Remove(store, span);
        Metrics.RemoveWhere("span_id", (string)span["id"]!);
    });

    /// <summary>The metrics of all spans of a trace, by span.</summary>
    public ILookup<string, JsonObject> MetricsInTrace(string traceId) =>
        store
            .SelectRecords(
                "SELECT m.json FROM spans s CROSS JOIN metrics m ON m.span_id = s.id WHERE s.trace_id = $0 ORDER BY m.seq",
                traceId.ToLowerInvariant())
            .ToLookup(m => (string)m["span_id"]!, StringComparer.Ordinal);

    public IReadOnlyList<JsonObject> MetricsOf(string spanId) => Metrics.Where("span_id", spanId.ToLowerInvariant());

    public JsonObject GetMetric(string spanId, string metricId) => Metrics.Require("Metric", metricId, "span_id", (string)Get(spanId)["id"]!);

    public JsonObject AddMetric(string spanId, string dimension, double value, string? comment) => store.Atomically(() =>
    {
        var span = Get(spanId);
        CheckDimension(spanId, dimension);
        return Metrics.Add(new JsonObject
        {
            ["span_id"] = (string)span["id"]!,
            ["dimension"] = dimension,
            ["value"] = value,
            ["created_at"] = Wire.Time(time.GetUtcNow()),
            ["comment"] = comment,
        });
    });

    /// <summary>Absent fields are not changed, and null clears the comment.</summary>
    public JsonObject ChangeMetric(string spanId, string metricId, JsonObject changes) => store.Atomically(() =>
    {
        var metric = GetMetric(spanId, metricId);
        if ((string?)changes["dimension"] is { } dimension && dimension != (string?)metric["dimension"])
        {
            CheckDimension(spanId, dimension);
        }

        metric.Apply(changes, ["dimension", "value", "comment"], "dimension", "value");
        Metrics.Put(metricId, metric.WithoutNulls());
        return metric;
    });

    public void DeleteMetric(string spanId, string metricId)
    {
        GetMetric(spanId, metricId);
        Metrics.Remove(metricId);
    }

    private JsonObject Save(JsonObject span)
    {
        TraceIndex.Put(store, span.WithoutNulls());
        return span;
    }

    private void CheckDimension(string spanId, string dimension)
    {
        ApiException.ConflictIf(MetricsOf(spanId).Any(m => (string?)m["dimension"] == dimension), $"Metric {dimension} exists on span {spanId}");
    }
}
