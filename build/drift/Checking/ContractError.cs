namespace Opper.Drift.Checking;

/// <summary>An error of the contract and its location.</summary>
internal sealed record ContractError(int Line, int Column, string Code, string Message)
{
    /// <summary>The error in the format of compilers, which builds and editors parse.</summary>
    public string Format(string file) => $"{file}({Line},{Column}): error {Code}: {Message}";
}
