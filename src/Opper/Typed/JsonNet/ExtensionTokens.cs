using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Newtonsoft.Json.Linq;

namespace Opper.Typed;

/// <summary>Adapts a member with Json.NET's <c>[JsonExtensionData]</c> to the extension data of System.Text.Json.</summary>
[RequiresUnreferencedCode(TypeSource.ReflectionMessage)]
[RequiresDynamicCode(TypeSource.ReflectionMessage)]
internal sealed class ExtensionTokens : Dictionary<string, JsonElement>, IDictionary<string, JsonElement>, IEnumerable<KeyValuePair<string, JsonElement>>
{
    private readonly Func<IDictionary<string, JToken?>?> _get;
    private readonly Action? _create;

    private ExtensionTokens(Func<IDictionary<string, JToken?>?> get, Action? create)
    {
        _get = get;
        _create = create;
    }

    JsonElement IDictionary<string, JsonElement>.this[string key]
    {
        get => ((RawJson)(_get()![key] ?? JValue.CreateNull())).ToJsonElement();
        set
        {
            if (_get() is null)
            {
                _create?.Invoke();
            }

            if (_get() is { } tokens)
            {
                tokens[key] = ((RawJson)value).ToJToken();
            }
        }
    }

    /// <summary>Adds the member to the contract, which can have one extension data member.</summary>
    public static void Add(JsonTypeInfo info, MemberInfo member)
    {
        var (type, get, set) = JsonNetMembers.Access(member);
        var isOfTokens = typeof(IDictionary<string, JToken?>).IsAssignableFrom(type);
        if (get is null || !(isOfTokens || typeof(IDictionary<string, object?>).IsAssignableFrom(type)))
        {
            throw new InvalidOperationException($"[JsonExtensionData] on {member.DeclaringType!.Name}.{member.Name} requires a readable member of type "
                + "IDictionary<string, JToken> or IDictionary<string, object>.");
        }

        var added = info.CreateJsonPropertyInfo(isOfTokens ? typeof(IDictionary<string, JsonElement>) : typeof(IDictionary<string, object>), member.Name);
        added.Get = !isOfTokens ? get : target => new ExtensionTokens(
            () => (IDictionary<string, JToken?>?)get(target),
            set is null ? null : () => set(target, type.IsInterface ? new Dictionary<string, JToken?>() : Activator.CreateInstance(type)));
        added.Set = isOfTokens ? static (_, _) => { } : set;
        added.IsExtensionData = true;
        info.Properties.Add(added);
    }

    IEnumerator<KeyValuePair<string, JsonElement>> IEnumerable<KeyValuePair<string, JsonElement>>.GetEnumerator() =>
        (_get() ?? new Dictionary<string, JToken?>()).Select(
            static token => new KeyValuePair<string, JsonElement>(token.Key, ((RawJson)(token.Value ?? JValue.CreateNull())).ToJsonElement())).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable<KeyValuePair<string, JsonElement>>)this).GetEnumerator();
}
