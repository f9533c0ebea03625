using System.Reflection;

namespace Opper.Conventions;

/// <summary>Free-form objects of the contract, such as schemas and metadata, can be given as JSON text.</summary>
public sealed class ObjectTextTests
{
    private const string Text = """{ "type": "object", "n": 1.50 }""";

    private static IEnumerable<(string Name, Type Type, PropertyInfo Property, bool IsList)> Members =>
        from request in ContractTypes.Requests
        from member in ((JObject)request.Schema["properties"]!).Properties()
        let isList = (string?)member.Value["type"] == "array"
        let schema = isList ? (JObject)member.Value["items"]! : (JObject)member.Value
        where (string?)schema["type"] == "object" && schema["additionalProperties"] is JObject { Count: 0 }
        let property = request.Type.GetProperties().SingleOrDefault(
            property => property.GetCustomAttribute<JsonPropertyAttribute>()?.PropertyName == member.Name)
        // If the properties of the object are of one type, C# has a dictionary.
        where property is not null && (isList || property.PropertyType == typeof(object))
        select (request.Name, request.Type, property, isList);

    [Test]
    public void JSON_text_given_for_an_object_is_sent_as_that_object() => Rule.Holds(
        "JSON text given for an object of a request is sent as that object, not as a string.",
        from member in Members
        let sent = Send(member, Text)
        where sent != (member.IsList ? $"[{Text}]" : Text)
        select $"{member.Name}.{member.Property.Name}: {sent}");

    [Test]
    public void Text_that_is_not_a_JSON_object_is_rejected_with_the_property_name() => Rule.Holds(
        "Text that is not a JSON object is rejected where an object is required, naming the property.",
        from member in Members
        from text in new[] { "an invoice", "[1]", "5", "\"{}\"", "null", "{\"a\":", "{} {}", "" }
        let sent = Send(member, text)
        where !sent.StartsWith($"{member.Name}.{member.Property.Name} ", StringComparison.Ordinal)
        select $"{member.Name}.{member.Property.Name} = {text}: {sent}");

    [Test]
    public void Members_that_take_objects_are_found() => Assert.That(Members.Count(), Is.GreaterThanOrEqualTo(20));

    [Test]
    public void A_type_given_for_an_input_schema_is_not_wrapped_and_one_for_another_schema_is() => Rule.Holds(
        "A type given for an input schema is described without a wrapper, and one for another schema with it.",
        from member in Members
        where member.Property.Name.EndsWith("Schema", StringComparison.Ordinal)
        let sent = (string?)JToken.Parse(Send(member, typeof(int)))["type"]
        where sent != (member.Property.Name == "InputSchema" ? "integer" : "object")
        select $"{member.Name}.{member.Property.Name}: {sent}");

    private static string Send((string Name, Type Type, PropertyInfo Property, bool IsList) member, object value)
    {
        var request = Activator.CreateInstance(member.Type)!;
        member.Property.SetValue(request, member.IsList ? new List<object?> { value } : value);
        var wire = member.Property.GetCustomAttribute<JsonPropertyAttribute>()!.PropertyName!;
        try
        {
            var json = System.Text.Json.JsonSerializer.SerializeToElement(request, member.Type);
            return json.GetProperty(wire).GetRawText();
        }
        catch (ArgumentException exception)
        {
            return exception.Message;
        }
    }
}
