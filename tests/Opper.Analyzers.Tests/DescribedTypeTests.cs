namespace Opper.Analyzers.Tests;

/// <summary>Types without a schema are reported.</summary>
public sealed class DescribedTypeTests
{
    private const string Types = """
        class Invoice { public Action? Callback { get; set; } }
        interface INamed { string Name { get; set; } }
        """;

    [TestCase("await client.CallAsync<{|OPPER001:Action|}>(\"n\");")]
    [TestCase("await client.CallAsync<{|OPPER001:Invoice|}>(\"n\");")]
    [TestCase("await client.CallAsync<{|OPPER001:List<Invoice>|}>(new CallRequest { Name = \"n\" });")]
    [TestCase("await client.CallAsync<{|OPPER001:Invoice|}, {|OPPER001:int[,]|}>(\"n\", null, new Invoice());")]
    [TestCase("await client.Calls.CallAsync<{|OPPER001:Invoice|}>(new CallRequest { Name = \"n\" });")]
    [TestCase("await foreach (var part in client.StreamAsync<{|OPPER001:Invoice|}>(\"n\")) { }")]
    [TestCase("await client.Chat.CompleteAsync<{|OPPER001:Invoice|}>(new ChatCompletionRequest());")]
    [TestCase("return OpperSchema.For<{|OPPER002:INamed|}>();")]
    [TestCase("return OpperSchema.For<{|OPPER002:Dictionary<string, INamed>|}>();")]
    [TestCase("return ChatTool.CreateFunction<{|OPPER001:Invoice|}>(\"n\");")]
    [TestCase("return ChatResponseFormat.For<{|OPPER001:Invoice|}>();")]
    [TestCase("var request = new CallRequest { Name = \"n\" }; request.Instructions = \"i\"; await client.CallAsync<{|OPPER001:Invoice|}>(request);")]
    [TestCase("OpperClient? some = client; return some?.CallAsync<{|OPPER001:Invoice|}>(\"n\");")]
    public Task A_type_that_the_client_rejects_is_reported(string statement) => Verify.StatementsAsync<DescribedTypeAnalyzer>(statement, Types);

    [TestCase("await client.CallAsync<string>(\"n\");")]
    [TestCase("await client.CallAsync<Action>(new CallRequest(), info);")]
    [TestCase("return OpperSchema.For(info);")]
    [TestCase("await client.CallAsync<Invoice>(given);")]
    [TestCase("await client.CallAsync<Invoice>(new CallRequest { Name = \"n\", OutputSchema = \"{}\" });")]
    [TestCase("var request = new CallRequest { Name = \"n\" }; request.OutputSchema = \"{}\"; await client.CallAsync<Invoice>(request);")]
    [TestCase("var request = new CallRequest(); Complete(request); await client.CallAsync<Invoice>(request); void Complete(CallRequest one) => "
        + "one.OutputSchema = \"{}\";")]
    [TestCase("await client.Chat.CompleteAsync<Invoice>(new ChatCompletionRequest { ResponseFormat = ChatResponseFormat.AnyJson() });")]
    [TestCase("await client.Functions.CallAsync<Invoice>(\"id\", new CallFunctionRequest());")]
    [TestCase("await client.Spans.RunAsync<Action>(\"n\", _ => Task.FromResult<Action>(() => { }));")]
    public Task A_type_that_the_client_supports_is_not_reported(string statement) => Verify.StatementsAsync<DescribedTypeAnalyzer>(statement, Types);

    [Test]
    public Task An_open_generic_type_is_not_reported() => Verify.ProgramAsync<DescribedTypeAnalyzer>("""
        using System;
        using System.Collections.Generic;
        using Opper;
        using Opper.Chat;

        class Schemas<T>
        {
            public OpperSchema One() => OpperSchema.For<T>();

            public OpperSchema Many<TOther>() => OpperSchema.For<Dictionary<string, KeyValuePair<TOther, Action>>>();
        }
        """);

    [Test]
    public Task A_type_is_not_reported_if_the_client_has_a_type_info_resolver() => Verify.ProgramAsync<DescribedTypeAnalyzer>("""
        using System;
        using System.Threading.Tasks;
        using Opper;
        using Opper.Chat;

        abstract class Base { public string Name { get; set; } = ""; }

        class Program
        {
            Task RunAsync(System.Text.Json.Serialization.Metadata.IJsonTypeInfoResolver own)
            {
                var client = new OpperClient(new OpperClientOptions { TypeInfoResolver = own });
                OpperSchema.For<{|OPPER002:Base|}>();
                client.CallAsync<{|OPPER001:int[,]|}>("n");
                return client.CallAsync<Base>("n");
            }
        }
        """);

    [Test]
    public Task Generated_code_is_not_analyzed() => Verify.ProgramAsync<DescribedTypeAnalyzer>(
        "// <auto-" + "generated/>\nclass Generated { object Schema() => Opper.OpperSchema.For<System.Action>(); }");
}
