using Microsoft.AspNetCore.Components;

namespace CarbonTrading.Web.Components;

/// <summary>What every component of ours starts from: texts, figures and the address.</summary>
public abstract class Part : ComponentBase
{
    /// <summary>Texts and figures of this person's language.</summary>
    [CascadingParameter] public Ui Ui { get; set; } = null!;

    /// <summary>The address, which holds every state of a screen.</summary>
    [Inject] protected NavigationManager Nav { get; set; } = null!;

    /// <summary>Texts.</summary>
    protected Texts T => Ui.T;

    /// <summary>Figures.</summary>
    protected Format F => Ui.F;

    /// <summary>The pair of dates in the address.</summary>
    protected AsOfLink Link => AsOfLink.Of(Nav.Uri);

    /// <summary>Changes one value of the address; null takes it out.</summary>
    protected void SetQuery(string name, string? value) => Nav.NavigateTo(Nav.GetUriWithQueryParameter(name, value), replace: true);
}
