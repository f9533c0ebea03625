using Opper.Samples;
using Opper.Samples.Evaluation;

return await Sample.RunAsync((connection, stop) =>
    TriageEvaluation.RunAsync(connection.CreateClient(), Console.Out, Path.GetFullPath("evaluation.html"), stop));
