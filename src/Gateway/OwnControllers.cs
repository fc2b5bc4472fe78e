using System.Reflection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Controllers;

namespace Orchestrator.Gateway;

/// <summary>Controllers are nobody's business outside this room, so they are not public; this finds them all the same.</summary>
internal sealed class OwnControllers : ControllerFeatureProvider
{
    protected override bool IsController(TypeInfo typeInfo) =>
        typeInfo.Assembly == typeof(OwnControllers).Assembly && !typeInfo.IsAbstract && typeof(ControllerBase).IsAssignableFrom(typeInfo);
}
