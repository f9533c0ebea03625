using Opper.Functions;

namespace Opper.Tool.Functions;

/// <summary>Functions of the server by the names that arguments and files have.</summary>
internal static class StoredFunction
{
    /// <summary>The function, or <see langword="null"/> if there is none of this name.</summary>
    public static async Task<Function?> FindAsync(OpperClient opper, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await opper.Functions.GetByNameAsync(name, cancellationToken: cancellationToken);
        }
        catch (OpperNotFoundException)
        {
            return null;
        }
    }

    /// <exception cref="UsageException">There is none of this name.</exception>
    public static async Task<Function> GetAsync(OpperClient opper, string name, CancellationToken cancellationToken)
        => await FindAsync(opper, name, cancellationToken) ?? throw new UsageException($"There is no function '{name}'.");
}
