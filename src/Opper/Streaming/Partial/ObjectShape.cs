using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Opper.Streaming;

/// <summary>
/// An object. One instance is created early and its members are set as they arrive; it is created again only when a member that can be set through the
/// constructor alone has changed.
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

    public ObjectShape(Type type, JsonTypeInfo info, TypeSource source)
        : base(type)
    {
        foreach (var property in info.Properties.Where(static property => !property.IsExtensionData && StrictContracts.CanBeSet(property)))
        {
            var member = new MemberShape(property, source);
            _members[member.Name] = member;
            _byAnyCase[member.Name] = member;
            _ordered.Add(member);
        }

        NamesWithSeparators = WithSeparators(_ordered.Select(static member => member.Name));
        if (info.CreateObject is { } create)
        {
            _create = create;
        }
        else if (info.Properties.Select(static property => property.AssociatedParameter).OfType<JsonParameterInfo>().ToList() is { Count: > 0 } parameters)
        {
            _construct = PartialConstructor.For(info, parameters);
            _defaults = new object?[parameters.Max(static parameter => parameter.Position) + 1];
            foreach (var parameter in parameters)
            {
                _defaults[parameter.Position] = parameter.HasDefaultValue ? parameter.DefaultValue : Default(parameter.ParameterType);
            }
        }
    }

    public override bool IsContainer => true;

    public override string[] NamesWithSeparators { get; }

    public override Shape? Member(string name) => Find(name)?.Shape;

    public override string Known(string name) => _members.TryGetValue(name, out var member) ? member.Name : name;

    protected override object? CreateEmpty(int depth) => depth < MaxEmptyDepth ? Create(null, depth) : null;

    public override bool MayBeOmitted(int depth) =>
        depth < MaxEmptyDepth && _ordered.TrueForAll(member => !member.IsRequired || member.Shape.MayBeOmitted(depth + 1));

    protected override object? BuildContent(PartialNode node)
    {
        if (node.Kind != PartialKind.Object)
        {
            return NotYet;
        }

        var known = node.Instance(this);
        if (known is not null && Set(known, node.ChangedChildren))
        {
            return known;
        }

        var created = Create(node, 0);
        if (ReferenceEquals(created, NotYet))
        {
            return known ?? NotYet;
        }

        node.Keep(created, this);
        Set(created, node.Children);
        return created;
    }

    protected override void WriteOmittedMembers(PartialNode? node, Utf8JsonWriter writer)
    {
        foreach (var member in _ordered)
        {
            if (member.IsRequired && ChildOf(node, member) is not { HasContent: true, IsDropped: false } && member.Shape.MayBeOmitted(1))
            {
                writer.WritePropertyName(member.Name);
                member.Shape.WriteOmitted(writer);
            }
        }
    }

    /// <returns>Whether all members could be set.</returns>
    private bool Set(object instance, List<PartialNode?> children)
    {
        var isSet = true;
        foreach (var child in children)
        {
            if (Find(child!.Name!) is not { } member)
            {
                continue;
            }

            isSet &= member.IsSettable;
            if (member.IsSettable)
            {
                member.TrySet(instance, child);
            }
        }

        return isSet;
    }

    public MemberShape? Find(string name)
    {
        foreach (var member in _ordered)
        {
            // Most names come from Known.
            if (ReferenceEquals(member.Name, name))
            {
                return member;
            }
        }

        return _members.TryGetValue(name, out var known) || _byAnyCase.TryGetValue(name, out known) ? known : null;
    }

    // Names are matched case-insensitively, as in an unstreamed answer.
    private PartialNode? ChildOf(PartialNode? node, MemberShape member) =>
        node?.Find(member.Name) ?? node?.Children.Find(child => child is { Name: { } name } && ReferenceEquals(Find(name), member));

    private object Create(PartialNode? node, int depth)
    {
        var instance = _construct?.Invoke(Arguments(node, depth)) ?? _create?.Invoke();
        if (instance is null)
        {
            return NotYet;
        }

        foreach (var member in _ordered)
        {
            member.Fill(instance, depth + 1);
        }

        return instance;
    }

    [UnconditionalSuppressMessage("Trimming", "IL2067", Justification = "A value type can always be made without a constructor.")]
    private static object? Default(Type type) =>
        !type.IsValueType || Nullable.GetUnderlyingType(type) is not null ? null
#if NET
        : System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(type);
#else
        : Activator.CreateInstance(type);
#endif

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
