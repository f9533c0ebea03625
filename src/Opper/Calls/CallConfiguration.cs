namespace Opper;

public partial class CallConfiguration
{
    /// <summary>Sends the property names of the endpoint reference under their live names, which take precedence if both are set.</summary>
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
