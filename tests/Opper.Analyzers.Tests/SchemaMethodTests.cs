using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using Microsoft.CodeAnalysis.Diagnostics;
using Opper.Chat;

namespace Opper.Analyzers.Tests;

/// <summary>The analyzer knows exactly the generic methods of the client that reject types.</summary>
public sealed class SchemaMethodTests
{
    private static IEnumerable<TestCaseData> Methods() => typeof(OpperClient).Assembly.GetExportedTypes()
        .Where(static type => !type.IsGenericTypeDefinition)
        .SelectMany(static type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
        .Where(static method => method.IsGenericMethodDefinition)
        .SelectMany(static method => method.GetGenericArguments().Select(argument => new TestCaseData(method, argument.GenericParameterPosition)
            .SetArgDisplayNames($"{method.DeclaringType!.Name}.{method}", argument.Name)));

    [Test]
    public void Methods_with_a_described_type_parameter_are_found() => Assert.That(Methods().Count(), Is.GreaterThan(15));

    [TestCaseSource(nameof(Methods))]
    public async Task A_method_call_with_a_rejected_type_argument_is_reported(MethodInfo method, int argument)
    {
        var types = method.GetGenericArguments().Select((_, index) => index == argument ? typeof(Action) : typeof(string)).ToArray();
        var closed = method.MakeGenericMethod(types);
        var target = CSharpNames.Of(method.DeclaringType!);
        var typeNames = string.Join(", ", types.Select(CSharpNames.Of));
        var values = string.Join(", ", closed.GetParameters().Where(static parameter => !parameter.IsOptional).Select(Argument));
        var call = $"{(method.IsStatic ? target : $"default({target})!")}.{method.Name}<{typeNames}>({values})";
        var compilation = Code.Compile(["using Opper; using Opper.Chat; static class Program { static void Run() { " + call + "; } }"]);

        var found = await compilation.WithAnalyzers(ImmutableArray.Create<DiagnosticAnalyzer>(new DescribedTypeAnalyzer())).GetAnalyzerDiagnosticsAsync();

        Assert.That(found.Select(static diagnostic => diagnostic.Id), Is.EqualTo(await RefusesAsync(closed) ? ["OPPER001"] : Array.Empty<string>()), call);
    }

    // The analyzer does not analyze types that metadata describes.
    private static async Task<bool> RefusesAsync(MethodInfo method)
    {
        if (method.GetParameters().Any(static parameter =>
            parameter.ParameterType.IsGenericType && parameter.ParameterType.GetGenericTypeDefinition() == typeof(JsonTypeInfo<>)))
        {
            return false;
        }

        try
        {
            if (method.Invoke(Receiver(method), [.. method.GetParameters().Select(Value)]) is Task task)
            {
                await task;
            }

            return false;
        }
        catch (TargetInvocationException exception)
        {
            return IsRefusal(exception.InnerException);
        }
        catch (Exception exception)
        {
            return IsRefusal(exception);
        }
    }

    private static bool IsRefusal(Exception? exception) =>
        exception is NotSupportedException && exception.Message.Contains(" cannot be an ", StringComparison.Ordinal);

    private static object? Receiver(MethodInfo method)
    {
        var client = new OpperClient(new OpperClientOptions { ApiKey = "key", MaxRetries = 0 }, new HttpClient(new Refusing()));
        return method.IsStatic ? null
            : method.DeclaringType == typeof(OpperClient) ? client
            : typeof(OpperClient).GetProperties().FirstOrDefault(property => property.PropertyType == method.DeclaringType) is { } resource
                ? resource.GetValue(client)
            : method.DeclaringType == typeof(ChatToolCall) ? new ChatToolCall { Function = new ChatFunctionCall { Name = "n", Arguments = "{}" } }
            : Activator.CreateInstance(method.DeclaringType!);
    }

    private static string Argument(ParameterInfo parameter) =>
        parameter.ParameterType.GetConstructor([]) is not null && parameter.ParameterType.Assembly == typeof(OpperClient).Assembly
        ? $"new {CSharpNames.Of(parameter.ParameterType)}()"
        : $"default({CSharpNames.Of(parameter.ParameterType)})!";

    private static object? Value(ParameterInfo parameter) =>
        parameter.IsOptional ? (parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType) : null)
        : parameter.ParameterType == typeof(string) ? "n"
        : parameter.ParameterType == typeof(ChatContent) ? (ChatContent)"x"
        : parameter.ParameterType == typeof(CallRequest) ? new CallRequest { Name = "n" }
        : parameter.ParameterType == typeof(ChatCompletionRequest) ? new ChatCompletionRequest { Messages = { ChatMessage.User("x") } }
        : parameter.ParameterType == typeof(IAsyncEnumerable<StreamChunk>) ? AsyncEnumerable.Empty<StreamChunk>()
        : parameter.ParameterType.GetConstructor([]) is { } constructor ? constructor.Invoke([])
        : null;

    private sealed class Refusing : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(System.Net.HttpStatusCode.BadRequest) { Content = new StringContent("{}") });
    }
}
