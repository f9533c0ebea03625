using System.Text.Json.Nodes;
using Opper.Emulator.Http;
using Opper.Emulator.Storage;

namespace Opper.Emulator.Traces;

/// <summary>Spans and their metrics.</summary>
internal sealed class SpanStore(IStore store, TimeProvider time)
{
    private readonly Lock _gate = new();

    private ITable Spans => store.Table("spans");

    private ITable Metrics => store.Table("metrics");

    public JsonObject Get(string id) => Spans.Get(id) ?? throw ApiException.NotFound("Span", id);

    public IReadOnlyList<JsonObject> All() => Spans.All();

    public IReadOnlyList<JsonObject> InTrace(string traceId) => Spans.Where("trace_id", traceId);

    public JsonObject Create(JsonObject values)
    {
        lock (_gate)
        {
            var span = (JsonObject)values.DeepClone();
            var id = (string?)span["id"] ?? Wire.NewId();
            if (Spans.Get(id) is not null)
            {
                throw ApiException.Conflict($"Span {id} exists");
            }

            // A parent that is not known (yet) is accepted: clients may send children first.
            var parent = (string?)span["parent_id"] is { } parentId ? Spans.Get(parentId) : null;
            span["id"] = id;
            span["trace_id"] = (string?)span["trace_id"] ?? (string?)parent?["trace_id"] ?? Wire.NewId();
            span["start_time"] ??= Wire.Time(time.GetUtcNow());
            span["input"] = Wire.AsString(span["input"]);
            span["output"] = Wire.AsString(span["output"]);
            Spans.Put(id, span.WithoutNulls());
            return span;
        }
    }

    public JsonObject Change(string id, Action<JsonObject> change)
    {
        lock (_gate)
        {
            var span = Get(id);
            change(span);
            Spans.Put(id, span.WithoutNulls());
            return span;
        }
    }

    public void Delete(string id)
    {
        lock (_gate)
        {
            Get(id);
            Spans.Remove(id);
            foreach (var metric in MetricsOf(id))
            {
                Metrics.Remove((string)metric["id"]!);
            }
        }
    }

    public IReadOnlyList<JsonObject> MetricsOf(string spanId) => Metrics.Where("span_id", spanId.ToLowerInvariant());

    public JsonObject GetMetric(string spanId, string metricId) =>
        Metrics.Get(metricId) is { } metric && (string?)metric["span_id"] == (string?)Get(spanId)["id"]
            ? metric
            : throw ApiException.NotFound("Metric", metricId);

    public JsonObject AddMetric(string spanId, string dimension, double value, string? comment)
    {
        lock (_gate)
        {
            var span = Get(spanId);
            CheckDimension(spanId, dimension);
            var metric = new JsonObject
            {
                ["id"] = Wire.NewId(),
                ["span_id"] = (string)span["id"]!,
                ["dimension"] = dimension,
                ["value"] = value,
                ["created_at"] = Wire.Time(time.GetUtcNow()),
                ["comment"] = comment,
            };
            Metrics.Put((string)metric["id"]!, metric.WithoutNulls());
            return metric;
        }
    }

    public JsonObject ChangeMetric(string spanId, string metricId, string? dimension, Action<JsonObject> change)
    {
        lock (_gate)
        {
            var metric = GetMetric(spanId, metricId);
            if (dimension is not null && dimension != (string?)metric["dimension"])
            {
                CheckDimension(spanId, dimension);
            }

            change(metric);
            Metrics.Put(metricId, metric.WithoutNulls());
            return metric;
        }
    }

    public void DeleteMetric(string spanId, string metricId)
    {
        GetMetric(spanId, metricId);
        Metrics.Remove(metricId);
    }

    private void CheckDimension(string spanId, string dimension)
    {
        if (MetricsOf(spanId).Any(m => (string?)m["dimension"] == dimension))
        {
            throw ApiException.Conflict($"Metric {dimension} exists on span {spanId}");
        }
    }
}
