namespace Opper.Drift.Checking;

/// <summary>An error of the contract and where it is.</summary>
internal sealed record ContractError(int Line, int Column, string Code, string Message)
{
    /// <summary>The error as compilers write errors, so that builds and editors understand it.</summary>
    public string Format(string file) => $"{file}({Line},{Column}): error {Code}: {Message}";
}
