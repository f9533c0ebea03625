namespace Opper;

public partial class CallConfiguration
{
    /// <summary>The endpoint reference's names go out under the live ones, which win where both are set.</summary>
    internal CallConfiguration ToLiveForm()
    {
        if (FewShotCountReferenceForm is null && Evaluate is null)
        {
            return this;
        }

        var copy = (CallConfiguration)MemberwiseClone();
        copy.FewShotCount ??= FewShotCountReferenceForm;
        copy.Evaluation ??= Evaluate;
        copy.FewShotCountReferenceForm = null;
        copy.Evaluate = null;
        return copy;
    }
}
