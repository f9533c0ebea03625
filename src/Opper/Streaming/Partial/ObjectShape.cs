using System.Text.Json;
using Newtonsoft.Json.Serialization;

namespace Opper;

/// <summary>
/// An object. One instance is made early and its members are set as they come; only where a member can be given in the constructor alone
/// is it made anew when that member changes.
/// </summary>
internal sealed class ObjectShape : Shape
{
    private const int MaxEmptyDepth = 4;

    private readonly Dictionary<string, MemberShape> _members = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MemberShape> _byAnyCase = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<MemberShape> _ordered = [];
    private readonly Func<object?[], object>? _construct;
    private readonly Func<object>? _create;
    private readonly object?[] _defaults = [];

    public ObjectShape(Type type, JsonObjectContract contract)
        : base(type)
    {
        var parameters = contract.CreatorParameters;
        foreach (var property in contract.Properties.Where(property => !property.Ignored))
        {
            var parameter = parameters.ToList().FindIndex(candidate => ReferenceEquals(contract.Properties.GetClosestMatchProperty(candidate.PropertyName!), property));
            if (!property.Writable && parameter < 0)
            {
                continue;
            }

            var member = new MemberShape(property, parameter);
            _members[member.Name] = member;
            _byAnyCase[member.Name] = member;
            _ordered.Add(member);
        }

        OddNames = [.. _ordered.Select(member => member.Name).Where(name => name.IndexOfAny(['.', '[', ']']) >= 0).OrderByDescending(name => name.Length)];
        if (contract.OverrideCreator is { } creator)
        {
            _construct = arguments => creator(arguments);
        }
        else if (contract.DefaultCreator is { } create)
        {
            _create = create;
        }
        else if (parameters.Count > 0 && contract.UnderlyingType.GetConstructors() is [var constructor])
        {
            _construct = constructor.Invoke;
        }

        if (_construct is not null)
        {
            _defaults = parameters.Select(parameter => parameter.DefaultValue ?? (parameter.PropertyType!.IsValueType ? Activator.CreateInstance(parameter.PropertyType) : null)).ToArray();
        }
    }

    public override bool IsContainer => true;

    public override IReadOnlyList<string> OddNames { get; }

    public override Shape? Member(string name) => Find(name)?.Shape;

    public override string Known(string name) => _members.TryGetValue(name, out var member) ? member.Name : name;

    public override object? Empty(int depth)
        => depth < MaxEmptyDepth && Create(null, depth) is var value && !ReferenceEquals(value, NotYet) ? value : null;

    public override bool MayBeSilent(int depth)
        => depth < MaxEmptyDepth && _ordered.TrueForAll(member => !member.IsRequired || member.Shape.MayBeSilent(depth + 1));

    public override void WriteSilent(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        WriteSilentMembers(null, writer);
        writer.WriteEndObject();
    }

    public override object? Build(PartialNode node)
    {
        if (node.Kind != PartialKind.Object)
        {
            return NotYet;
        }

        var known = node.Instance(this);
        var isNew = known is null;
        var instance = known ?? Create(node, 0);
        if (ReferenceEquals(instance, NotYet))
        {
            return NotYet;
        }

        var isOutdated = false;
        foreach (var child in node.ChangedChildren(isNew))
        {
            if (Find(child.Name!) is not { } member || child.Build(member.Shape) is var value && ReferenceEquals(value, NotYet))
            {
                continue;
            }

            if (member.IsSettable)
            {
                member.TrySet(instance, value);
            }
            else
            {
                isOutdated = !isNew;
            }
        }

        if (isOutdated)
        {
            instance = Remake(node, instance);
        }

        node.Keep(instance, this);
        return instance;
    }

    public override void Write(PartialNode node, Utf8JsonWriter writer)
    {
        if (node.Kind != PartialKind.Object)
        {
            AnyShape.Instance.Write(node, writer);
            return;
        }

        writer.WriteStartObject();
        WriteMembers(node, writer);

        WriteSilentMembers(node, writer);
        writer.WriteEndObject();
    }

    private MemberShape? Find(string name)
        => _members.TryGetValue(name, out var member) || _byAnyCase.TryGetValue(name, out member) ? member : null;

    // A name may have come in another case, as it may in an answer that comes whole.
    private PartialNode? ChildOf(PartialNode? node, MemberShape member)
        => node?.Find(member.Name) ?? node?.Children.Find(child => child is { Name: { } name } && ReferenceEquals(Find(name), member));

    private void WriteSilentMembers(PartialNode? node, Utf8JsonWriter writer)
    {
        foreach (var member in _ordered)
        {
            if (member.IsRequired && (ChildOf(node, member) is not { HasContent: true } child || child.IsGone()) && member.Shape.MayBeSilent(1))
            {
                writer.WritePropertyName(member.Name);
                member.Shape.WriteSilent(writer);
            }
        }
    }

    private object Remake(PartialNode node, object before)
    {
        var instance = Create(node, 0);
        if (ReferenceEquals(instance, NotYet))
        {
            return before;
        }

        foreach (var child in node.Children.OfType<PartialNode>())
        {
            if (Find(child.Name!) is { IsSettable: true } member && child.Build(member.Shape) is var value && !ReferenceEquals(value, NotYet))
            {
                member.TrySet(instance, value);
            }
        }

        return instance;
    }

    private object Create(PartialNode? node, int depth)
    {
        object instance;
        try
        {
            instance = _construct is not null ? _construct(Arguments(node, depth)) : _create is not null ? _create() : Activator.CreateInstance(Nullable.GetUnderlyingType(Type) ?? Type)!;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // A constructor may refuse what is there so far, and take what comes.
            return NotYet;
        }

        foreach (var member in _ordered)
        {
            member.Fill(instance, depth + 1);
        }

        return instance;
    }

    private object?[] Arguments(PartialNode? node, int depth)
    {
        var arguments = (object?[])_defaults.Clone();
        foreach (var member in _ordered)
        {
            if (member.Parameter < 0)
            {
                continue;
            }

            var value = ChildOf(node, member) is { } child ? child.Build(member.Shape) : NotYet;
            if (!ReferenceEquals(value, NotYet))
            {
                arguments[member.Parameter] = value;
            }
            else if (member.IsNeverNull && arguments[member.Parameter] is null)
            {
                arguments[member.Parameter] = member.Shape.Empty(depth + 1);
            }
        }

        return arguments;
    }
}
