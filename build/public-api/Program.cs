using Opper.PublicApi;

if (args is not [("check" or "update") and var verb, var folder, .. { Length: > 0 } assemblies])
{
    Console.Error.WriteLine("check|update <folder of the baselines> <assembly>…");
    return 2;
}

// Once, where two target frameworks differ in the same way.
var errors = new HashSet<string>();
foreach (var assembly in assemblies)
{
    var baseline = new Baseline(folder, assembly);
    if (verb == "update")
    {
        baseline.Update();
    }
    else if (baseline.Error() is { } difference)
    {
        errors.Add(difference);
    }
}

foreach (var error in errors)
{
    Console.WriteLine(error);
}

return errors.Count == 0 ? 0 : 1;
