using Opper.Evaluation;

namespace Opper.Tool.Evaluations;

/// <summary>Counts outputs and scores as they are completed.</summary>
internal sealed class StageProgress(Action done) : IProgress<EvaluationProgress>
{
    public void Report(EvaluationProgress value)
    {
        if (value.Stage != EvaluationProgress.Metrics)
        {
            done();
        }
    }
}
