using Opper.Models;

namespace Opper.Aot.Parts;

internal static class Models
{
    public static async Task RunAsync(OpperClient opper, Report report)
    {
        report.Got("Models_List", await opper.Models.ListAsync(limit: 5));
        var model = await opper.CustomModels.CreateAsync(new CreateCustomModelRequest { Name = "aot-own", Identifier = "azure/gpt-5",
            Extra = new Dictionary<string, object?> { ["region"] = "eu", ["tries"] = 3 } });
        report.Got("CustomModels_Create", model);
        report.Got("CustomModels_List", await opper.CustomModels.ListAsync());
        report.Got("CustomModels_Get", await opper.CustomModels.GetAsync(model.Id));
        report.Got("CustomModels_GetByName", await opper.CustomModels.GetByNameAsync(model.Name!));
        report.Got("CustomModels_Update", await opper.CustomModels.UpdateAsync(model.Id, new UpdateCustomModelRequest { Identifier = "azure/gpt-5-mini" }));
        await opper.CustomModels.DeleteAsync(model.Id);
        report.Done("CustomModels_Delete");

        var alias = await opper.ModelAliases.CreateAsync(
            new CreateModelAliasRequest { Name = "aot-alias", FallbackModels = ["openai/gpt-4o", "mistral/mistral-large"] });
        report.Got("ModelAliases_Create", alias);
        report.Got("ModelAliases_List", await opper.ModelAliases.ListAsync());
        report.Got("ModelAliases_Get", await opper.ModelAliases.GetAsync(alias.Id));
        report.Got("ModelAliases_GetByName", await opper.ModelAliases.GetByNameAsync(alias.Name!));
        report.Got("ModelAliases_Update", await opper.ModelAliases.UpdateAsync(alias.Id, new UpdateModelAliasRequest { Description = "For the smoke run." }));
        await opper.ModelAliases.DeleteAsync(alias.Id);
        report.Done("ModelAliases_Delete");
    }
}
