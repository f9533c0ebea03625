namespace Opper;

/// <summary>One page of a list.</summary>
/// <typeparam name="T">The type of its items.</typeparam>
public interface IOpperPage<out T>
{
    /// <summary>The items of this page.</summary>
    IReadOnlyList<T> Items { get; }

    /// <summary>How many items there are on all pages, or <see langword="null"/> when the server did not say.</summary>
    int? TotalCount { get; }
}
