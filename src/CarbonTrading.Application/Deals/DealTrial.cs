using System.Diagnostics;
using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Contracts;
using CarbonTrading.Domain.Orders;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Deals;

/// <summary>What a deal would be told now, with the difference it would make; nothing is entered.</summary>
/// <param name="Refusal">Why it cannot be entered; null = it can.</param>
/// <param name="Warnings">What it would go against without being refused: each needs the reason in the remark.</param>
/// <param name="Checks">Every rule it is held against, kept or not.</param>
/// <param name="Limits">What every limit that governs it says, with its use.</param>
/// <param name="Effect">Units, cost and money before and after; none where the deal is of something that is not there.</param>
public sealed record DealTrial(DomainError? Refusal, int Warnings, IReadOnlyList<VenueCheck> Checks, IReadOnlyList<LimitReading> Limits, IReadOnlyList<EffectLine> Effect);

/// <summary>What stands beside the form of a deal, for those who have no form.</summary>
public sealed class DealTrials(Workplace workplace)
{
    private const string NoKey = "PREVIEW"; // of a deal that has none yet; it is decided on as if none stood under it

    /// <summary>Of a trade, an order or a contract.</summary>
    /// <param name="key">Its key; null = it has none yet.</param>
    /// <param name="deal">The command that would enter it.</param>
    /// <param name="actor">Who would.</param>
    /// <param name="asOf">Pair of dates the figures before stand on.</param>
    public DealTrial Of(string? key, object deal, string actor, AsOf asOf)
    {
        var (desk, effects) = (workplace.Desk, new DealEffects(workplace));
        var preview = deal switch
        {
            CaptureTrade c => desk.Preview(key, c, actor),
            PlaceOrder c => desk.Preview(key ?? NoKey, c, actor),
            AgreeContract c => desk.Preview(key ?? NoKey, c, actor),
            _ => throw new UnreachableException($"no preview for {deal.GetType().Name}"),
        };
        IReadOnlyList<EffectLine> effect = preview.Refusal is { Kind: ErrorKind.Invalid or ErrorKind.NotFound } ? [] : deal switch
        {
            CaptureTrade c => effects.Of(c, asOf),
            PlaceOrder c => effects.Of(c.AsTrade(), asOf),
            _ => effects.Of((AgreeContract)deal, asOf),
        };
        return new(preview.Refusal, preview.Warnings, preview.Checks, preview.Limits, effect);
    }
}
