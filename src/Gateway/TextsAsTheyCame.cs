using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;

namespace Orchestrator.Gateway;

/// <summary>A parameter that is empty or blank is judged as it came: the framework would take it for one that is not there.</summary>
internal sealed class TextsAsTheyCame : IDisplayMetadataProvider
{
    public void CreateDisplayMetadata(DisplayMetadataProviderContext context) => context.DisplayMetadata.ConvertEmptyStringToNull = false;
}
