using System.Text.Json.Serialization;
using Opper.Chat;

namespace Opper.Tests;

/// <summary>Generic types whose members have ever larger type arguments are rejected before sending.</summary>
public sealed class GrowingTypeTests
{
    public class Growing<T>
    {
        public Growing<Growing<T>>? Next { get; set; }
    }

    public sealed class ByArray<T>
    {
        public ByArray<T[]>? Next { get; set; }
    }

    public sealed class ByTuple<T>
    {
        public ByTuple<(T Left, T Right)>? Next { get; set; }
    }

    public sealed record Pair<T1, T2>(T1 One, T2 Two);

    public sealed class ByPair<T>
    {
        public T? Value { get; set; }

        public ByPair<Pair<T, List<T>>>? Next { get; set; }
    }

    public struct Boxed<T>
    {
        public T Value { get; set; }
    }

    public sealed class ByOptional<T>
    {
        public ByOptional<Boxed<T>?>? Next { get; set; }
    }

    public sealed class ByDictionary<T>
    {
        public List<ByDictionary<Dictionary<string, T>>> Next { get; set; } = [];
    }

    public sealed class Ping<T>
    {
        public Pong<T[]>? Pong { get; set; }
    }

    public sealed class Pong<T>
    {
        public Ping<List<T>>? Ping { get; set; }
    }

    public sealed class Derived : Growing<int>
    {
        public string Name { get; set; } = "";
    }

    [JsonDerivedType(typeof(Leaf), "leaf")]
    public abstract class Family;

    public sealed class Leaf : Family
    {
        public ByArray<int>? Items { get; set; }
    }

    public interface IGrowing<T>
    {
        IGrowing<IGrowing<T>>? Next { get; set; }
    }

    public sealed class Deep<T>
    {
        public T? Value { get; set; }

        public List<T> Values { get; set; } = [];

        public Deep<T>? Next { get; set; }
    }

    public sealed class Ignoring<T>
    {
        public string Name { get; set; } = "";

        [JsonIgnore]
        public Ignoring<Ignoring<T>>? Next { get; set; }
    }

    [TestCase(typeof(Growing<int>), "Growing<T>.Next", "GrowingOfInt32 (GrowingOfInt32)")]
    [TestCase(typeof(ByArray<int>), "ByArray<T>.Next", "ByArrayOfInt32 (ByArrayOfInt32)")]
    [TestCase(typeof(ByTuple<int>), "ByTuple<T>.Next", "ByTupleOfInt32 (ByTupleOfInt32)")]
    [TestCase(typeof(ByPair<int>), "ByPair<T>.Next", "ByPairOfInt32 (ByPairOfInt32)")]
    [TestCase(typeof(ByOptional<int>), "ByOptional<T>.Next", "ByOptionalOfInt32 (ByOptionalOfInt32)")]
    [TestCase(typeof(ByDictionary<int>), "ByDictionary<T>.Next", "ByDictionaryOfInt32 (ByDictionaryOfInt32)")]
    [TestCase(typeof(Ping<int>), "Pong", "PingOfInt32 (PingOfInt32)")]
    [TestCase(typeof(Derived), "Growing<T>.Next", "Derived (Derived)")]
    [TestCase(typeof(Family), "ByArray<T>.Next", "Family (Family)")]
    [TestCase(typeof(IGrowing<int>), "IGrowing<T>.Next", "IGrowingOfInt32 (IGrowingOfInt32)")]
    [TestCase(typeof(Dictionary<string, List<Growing<int>>>), "Growing<T>.Next",
        "DictionaryOfStringAndListOfGrowingOfInt32 (DictionaryOfStringAndListOfGrowingOfInt32)")]
    public void A_type_whose_type_arguments_grow_without_end_is_rejected_with_member_and_reason(Type type, string member, string part)
    {
        var refusal = Assert.Throws<NotSupportedException>(() => OpperSchema.For(type))!.Message;

        Assert.That(refusal, Does.StartWith($"{part} cannot be an output type: ").And.Contain("has larger type arguments than").And.Contain(
            member.Replace("<T>", "OfT", StringComparison.Ordinal)));
    }

    [Test]
    public void The_message_for_a_growing_type_suggests_a_solution() =>
        Assert.That(static () => OpperSchema.For<Growing<int>>(), Throws.TypeOf<NotSupportedException>().With.Message.EqualTo(
            "GrowingOfInt32 (GrowingOfInt32) cannot be an output type: GrowingOfInt32 cannot be described: the type of GrowingOfT.Next has larger type "
            + "arguments than GrowingOfT itself, and so on without end; "
            + "declare the member with the same type arguments, or exclude it with [JsonIgnore]."));

    [Test]
    public async Task A_growing_type_is_rejected_before_sending()
    {
        using var client = TestClient.Answering("{}");

        await Assert.ThrowsAsync<NotSupportedException>(() => client.Opper.CallAsync<Growing<int>>("n"));
        await Assert.ThrowsAsync<NotSupportedException>(() => client.Opper.CallAsync<Growing<int>, string>("n", null, new Growing<int>()));
        await Assert.ThrowsAsync<NotSupportedException>(async () => await client.Opper.StreamAsync<ByArray<int>>("n").GetFinalResultAsync());
        await Assert.ThrowsAsync<NotSupportedException>(
            () => client.Opper.Chat.CompleteAsync<ByTuple<int>>(new ChatCompletionRequest { Messages = { ChatMessage.User("x") } }));
        Assert.That(client.Sent, Is.Empty);
    }

    [Test]
    public void A_deeply_nested_type_that_does_not_grow_has_a_schema()
    {
        var deep = Enumerable.Range(0, 20).Aggregate(typeof(int), static (type, _) => typeof(List<>).MakeGenericType(type));

        Assert.That(OpperSchema.For(typeof(Deep<>).MakeGenericType(deep)).ToString(), Does.Contain("integer"));
        Assert.That(OpperSchema.For(deep).ToString(), Does.Contain("integer"));
        Assert.That(OpperSchema.For<Ignoring<int>>().ToString(), Does.Not.Contain("Next"));
    }
}
