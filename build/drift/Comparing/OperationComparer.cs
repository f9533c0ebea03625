using Microsoft.OpenApi;
using Opper.Drift.Reading;
using Opper.Drift.Shapes;

namespace Opper.Drift.Comparing;

/// <summary>Compares an operation of the contract with the corresponding one of the live document.</summary>
internal sealed class OperationComparer(Comparison comparison, ApiDocument contract, ApiOperation ours, ApiOperation live)
{
    private const string EventStream = "text/event-stream";

    private readonly string _name = ours.ToString();

    public void Compare()
    {
        if (live.Operation.Deprecated && !Documented.Deprecated(ours.Operation.Deprecated, ours.Operation.Description))
        {
            Add(At(DifferenceKind.Deprecated, Group.Additive, ours.Pointer, _name, Direction.Request) with { Live = "deprecated" });
        }

        Parameters();
        Body();
        Responses();
    }

    private void Parameters()
    {
        var pairs = new List<(ApiParameter? Ours, ApiParameter? Live)>();
        foreach (var (mine, other) in ours.PathParameters.Zip(live.PathParameters))
        {
            pairs.Add((Find(ours, "path", mine), Find(live, "path", other)));
        }

        var (own, theirs) = (Others(ours), Others(live));
        pairs.AddRange(own.Select(parameter => ((ApiParameter?)parameter, theirs.Find(other => IsSame(parameter, other)))));
        pairs.AddRange(theirs.Where(other => !own.Exists(parameter => IsSame(parameter, other))).Select(other => ((ApiParameter?)null, (ApiParameter?)other)));
        foreach (var pair in pairs)
        {
            switch (pair)
            {
                case ({ } mine, { } other):
                    Parameter(mine, other);
                    break;
                case ({ In: not "path" } mine, null):
                    Add(At(DifferenceKind.ParameterNotLive, Group.Breaking, ours.Pointer, $"{_name}: {mine.In} {mine.Name}",
                        Direction.Parameter) with { Detail = mine.Name });
                    break;
                case (null, { In: not "path" } other):
                    Add(At(DifferenceKind.ParameterNotOurs, other.Parameter.Required ? Group.Breaking : Group.Additive, ours.Pointer,
                        $"{_name}: {other.In} {other.Name}", Direction.Parameter) with
                    {
                        Detail = other.Name,
                        Live = $"{(other.Parameter.Required ? "required" : "optional")} {other.In}",
                        LiveParameter = other.Parameter,
                        LiveSchemas = Schema(other),
                    });
                    break;
            }
        }
    }

    private void Parameter(ApiParameter mine, ApiParameter other)
    {
        var where = mine.Pointer.Component is null ? $"{_name}: {mine.In} {mine.Name}" : $"parameter {mine.Pointer.Component.Value.Name}";
        var basis = At(DifferenceKind.Required, Group.Breaking, mine.Pointer, where, Direction.Parameter) with { IsOptional = !mine.Parameter.Required };
        var comparer = new SchemaComparer(comparison, basis.Use, where);
        comparison.Used(mine.Pointer, basis.Use);
        if (mine.Parameter.Required != other.Parameter.Required && mine.In != "path")
        {
            Add(basis with
            {
                Group = other.Parameter.Required ? Group.Breaking : Group.Additive,
                Ours = mine.Parameter.Required ? "required" : "optional",
                Live = other.Parameter.Required ? "required" : "optional",
                OursIsWider = !mine.Parameter.Required,
            });
        }

        if (Schema(mine) is [var own] && Schema(other) is [var theirs])
        {
            comparer.Compare([own], [theirs], optional: !mine.Parameter.Required, stated: false);
            comparer.StatedThings(
                Documented.Default(own.Schema) ?? Documented.Default(mine.Parameter.Description),
                Documented.Default(theirs.Schema) ?? Documented.Default(other.Parameter.Description),
                Documented.Deprecated(mine.Parameter.Deprecated, mine.Parameter.Description),
                Documented.Deprecated(other.Parameter.Deprecated, other.Parameter.Description),
                basis);
        }
    }

    private void Body()
    {
        var (mine, theirs) = (ours.Operation.RequestBody, live.Operation.RequestBody);
        var pointer = ours.Pointer.Add("requestBody");
        var where = $"{_name}: request";
        if (mine is null || theirs is null)
        {
            if (mine is not null || theirs is not null)
            {
                // A new optional body does not affect clients that send none, but its form must be decided by hand.
                Add(At(mine is null ? DifferenceKind.BodyNotOurs : DifferenceKind.BodyNotLive, Group.Breaking, ours.Pointer, where, Direction.Request));
            }

            return;
        }

        if (mine.Required != theirs.Required)
        {
            Add(At(DifferenceKind.Required, theirs.Required ? Group.Breaking : Group.Additive, pointer, where, Direction.Request) with
            {
                Ours = mine.Required ? "required" : "optional",
                Live = theirs.Required ? "required" : "optional",
                OursIsWider = !mine.Required,
            });
        }

        Content(pointer.Add("content"), mine.Content, new Pointer("live"), theirs.Content, Direction.Request, where, optional: !mine.Required);
    }

    private void Responses()
    {
        var (own, theirs) = (ours.Operation.Responses ?? [], live.Operation.Responses ?? []);
        var (ourSuccess, liveSuccess) = (own.Keys.Where(IsSuccess).ToList(), theirs.Keys.Where(IsSuccess).ToList());
        var pairs = ourSuccess.Intersect(liveSuccess).Select(status => (Ours: status, Live: status)).ToList();
        if (pairs.Count == 0 && ourSuccess.Count > 0 && liveSuccess.Count > 0)
        {
            pairs.Add((ourSuccess[0], liveSuccess[0]));
            Add(At(DifferenceKind.SuccessStatus, Group.Breaking, ours.Pointer.Add("responses", ourSuccess[0]), $"{_name}: response",
                Direction.Response) with { Ours = ourSuccess[0], Live = liveSuccess[0] });
        }

        var hasDefault = own.ContainsKey("default");
        foreach (var status in theirs.Keys.Except(pairs.Select(pair => pair.Live)))
        {
            if (own.ContainsKey(status) && !IsSuccess(status))
            {
                pairs.Add((status, status));
            }
            else if (!(hasDefault && IsRange(status)))
            {
                Add(At(DifferenceKind.StatusNotOurs, IsSuccess(status) ? Group.Breaking : Group.Additive, ours.Pointer.Add("responses"), $"{_name}: {status}",
                    Direction.Error) with { Detail = status, LiveOperation = live });
            }
        }

        foreach (var status in own.Keys.Except(pairs.Select(pair => pair.Ours)))
        {
            if (!(status == "default" && theirs.Keys.Any(IsRange)))
            {
                Add(At(DifferenceKind.StatusNotLive, Group.Breaking, ours.Pointer.Add("responses"), $"{_name}: {status}",
                    IsSuccess(status) ? Direction.Response : Direction.Error) with { Detail = status });
            }
        }

        foreach (var pair in pairs)
        {
            var (mine, other) = (own[pair.Ours], theirs[pair.Live]);
            var pointer = mine is OpenApiResponseReference { Reference.Id: { } id } ? new Pointer("components", "responses", id)
                : ours.Pointer.Add("responses", pair.Ours);
            Content(pointer.Add("content"), mine.Content, new Pointer("live", pair.Live), other.Content,
                IsSuccess(pair.Ours) ? Direction.Response : Direction.Error, $"{_name}: {(IsSuccess(pair.Ours) ? "response" : pair.Ours)}", optional: false);
        }
    }

    private void Content(Pointer pointer, IDictionary<string, IOpenApiMediaType>? own, Pointer livePointer, IDictionary<string, IOpenApiMediaType>? theirs,
        Direction direction, string where, bool optional)
    {
        own ??= new Dictionary<string, IOpenApiMediaType>();
        theirs ??= new Dictionary<string, IOpenApiMediaType>();
        foreach (var (name, media) in theirs.Where(media => !own.ContainsKey(media.Key)))
        {
            Add(At(DifferenceKind.MediaTypeNotOurs, direction == Direction.Request || own.Count > 0 ? Group.Additive : Group.Breaking,
                pointer, where, direction) with
            {
                Detail = name,
                LiveSchemas = media.Schema is { } schema ? [new SchemaAt(schema, livePointer.Add("content", name, "schema"))] : [],
                LiveOperation = live,
                OurOperation = ours,
            });
        }

        foreach (var (name, media) in own)
        {
            if (!theirs.TryGetValue(name, out var other))
            {
                Add(At(DifferenceKind.MediaTypeNotLive, Group.Breaking, pointer, where, direction) with { Detail = name });
            }
            else if (Schema(name, media, pointer) is { } mine && other.Schema is { } schema)
            {
                IReadOnlyList<SchemaAt> theirSchemas = [new SchemaAt(schema, livePointer.Add("content", name, "schema"))];
                if (name == EventStream)
                {
                    theirSchemas = EventData(theirSchemas);
                    if (new Shape(theirSchemas).Objects.Count == 0)
                    {
                        // The live document has the stream, but does not describe its events.
                        continue;
                    }
                }

                new SchemaComparer(comparison, new Use(_name, direction), where).Compare([mine], theirSchemas, optional);
            }
        }
    }

    private SchemaAt? Schema(string mediaType, IOpenApiMediaType media, Pointer content) =>
        mediaType == EventStream && (ours.Text("x-opper-stream") ?? ours.Text("x-opper-stream-option")) is { } component
            && contract.Document.Components?.Schemas?.TryGetValue(component, out var events) == true
            ? new SchemaAt(events, new Pointer("components", "schemas", component))
            : media.Schema is { } schema ? new SchemaAt(schema, content.Add(mediaType, "schema")) : null;

    // Some documents describe the whole event; its data is the chunk.
    private static IReadOnlyList<SchemaAt> EventData(IReadOnlyList<SchemaAt> schemas) =>
        new Shape(schemas).Properties.TryGetValue("data", out var data) && new Shape(data).Objects.Count > 0 ? data : schemas;

    private Occurrence At(DifferenceKind kind, Group group, Pointer target, string where, Direction direction) =>
        new(kind, group, target, where, new Use(_name, direction)) { OurOperation = ours };

    private void Add(Occurrence occurrence) => comparison.Occurrences.Add(occurrence);

    private static ApiParameter? Find(ApiOperation operation, string place, string name) =>
        operation.Parameters.FirstOrDefault(parameter => parameter.In == place && parameter.Name == name);

    private static List<ApiParameter> Others(ApiOperation operation) => [.. operation.Parameters.Where(parameter => parameter.In != "path")];

    private static bool IsSame(ApiParameter one, ApiParameter other) =>
        one.In == other.In && string.Equals(one.Name, other.Name, one.In == "header" ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    private static IReadOnlyList<SchemaAt> Schema(ApiParameter parameter) =>
        parameter.Parameter.Schema is { } schema ? [new SchemaAt(schema, parameter.Pointer.Add("schema"))] : [];

    private static bool IsSuccess(string status) => status.StartsWith('2');

    private static bool IsRange(string status) => status is "default" or "4XX" or "5XX" or "4xx" or "5xx";
}
