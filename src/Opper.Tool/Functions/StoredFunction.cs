using Opper.Functions;

namespace Opper.Tool.Functions;

/// <summary>Looks up functions on the server by name.</summary>
internal static class StoredFunction
{
    /// <summary>The function, or <see langword="null"/> if there is no function of this name.</summary>
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

    /// <exception cref="UsageException">There is no function of this name.</exception>
    public static async Task<Function> GetAsync(OpperClient opper, string name, CancellationToken cancellationToken) =>
        await FindAsync(opper, name, cancellationToken) ?? throw new UsageException($"There is no function '{name}'.");
}
