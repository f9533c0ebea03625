namespace Opper;

/// <summary>One page of a list.</summary>
/// <typeparam name="T">The item type.</typeparam>
public interface IOpperPage<out T>
{
    /// <summary>The items of this page.</summary>
    IReadOnlyList<T> Items { get; }

    /// <summary>The total number of items, or <see langword="null"/> if the server does not return it.</summary>
    int? TotalCount { get; }
}
