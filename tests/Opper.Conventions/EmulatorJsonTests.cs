using System.Reflection;
using System.Text.Json;
using Opper.Emulator;

namespace Opper.Conventions;

/// <summary>Options that are shared by requests cannot change while the first requests are served.</summary>
public sealed class EmulatorJsonTests
{
    [Test]
    public void Shared_JSON_options_are_read_only_once_initialized()
    {
        var fields = typeof(OpperEmulator).Assembly.GetTypes()
            .Where(static type => !type.ContainsGenericParameters)
            .SelectMany(static type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(static field => field.FieldType == typeof(JsonSerializerOptions))
            .ToList();

        Assert.That(fields, Is.Not.Empty);
        Rule.Holds(
            "Static JSON options of the emulator end with AsReadOnly().",
            fields.Where(static field => field.GetValue(null) is JsonSerializerOptions { IsReadOnly: false })
                .Select(static field => $"{field.DeclaringType!.FullName}.{field.Name}"));
    }
}
