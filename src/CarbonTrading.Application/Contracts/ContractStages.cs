using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Contracts;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Contracts;

/// <summary>A step on a contract's way.</summary>
/// <param name="Code">
/// application, due-diligence, approval, quote, account-open, contract, filing, dedicated-account, margin, start, monitoring, disposal, exercise, end, closed;
/// what ends it otherwise: lapsed, defaulted, cancelled.
/// </param>
/// <param name="Day">Day it was done; null = not yet.</param>
/// <param name="Evidence">What it rests on.</param>
/// <param name="By">Who recorded it.</param>
public sealed record ContractStage(string Code, DateOnly? Day, string? Evidence, string? By);

/// <summary>The way of a contract: steps on record, filing and legs in the order its kind takes them. JR/T 0244-2022.</summary>
public static class ContractStages
{
    /// <summary>Its steps on a day.</summary>
    public static IReadOnlyList<ContractStage> Of(TermContract contract, IReadOnlyList<Happened<ContractEvent>> history, DateOnly day)
    {
        var terms = contract.Terms!;
        var stages = new List<ContractStage>();
        foreach (var step in ContractDecider.StepsOf(terms.Kind).Where(ContractDecider.IsBeforeContract)) Recorded(step);
        stages.Add(new("contract", terms.AgreedOn, terms.Document, contract.AgreedBy));
        stages.Add(new("filing", contract.FiledOn, contract.Reference, By(h => h is ContractFiled)));
        if (ContractDecider.StepsOf(terms.Kind).Contains(ContractStep.DedicatedAccount)) Recorded(ContractStep.DedicatedAccount);
        Legs("margin", l => l.Leg.Phase is LegPhase.Start or LegPhase.Margin && ContractLegs.IsMargin(terms, l.Leg));
        Legs("start", l => l.Leg.Phase == LegPhase.Start && !ContractLegs.IsMargin(terms, l.Leg));
        foreach (var watched in contract.Steps.Where(s => s.Step == ContractStep.Monitoring)) stages.Add(new("monitoring", watched.Effective, watched.Document, watched.By));
        foreach (var sale in contract.Disposals) stages.Add(new("disposal", sale.Effective, sale.Document, By(h => h == sale)));
        if (terms.Kind == ContractKind.Option && contract.End is null) stages.Add(new("exercise", contract.ExercisedOn, null, By(h => h is OptionExercised)));
        if (contract.End is { } end)
        {
            var last = history.Last(h => h.Event is OptionLapsed or ContractDefaulted or ContractCancelled);
            var recorded = DateOnly.FromDateTime(last.Recorded.UtcDateTime); // taken back: the fact has no day of its own
            stages.Add(new(Word(end), (last.Event as IDated)?.Effective ?? (recorded < day ? recorded : day), last.Event switch
            {
                OptionLapsed e => e.Reason, ContractDefaulted e => e.Document, _ => ((ContractCancelled)last.Event).Reason,
            }, last.Actor));
            return stages;
        }

        Legs("end", l => l.Leg.Phase is LegPhase.End or LegPhase.Surplus);
        stages.Add(new("closed", contract.Status == ContractStatus.Closed ? contract.Legs.Select(l => l.MovedOn).Append(contract.Fixing?.Effective).Max() : null, null, null));
        return stages;

        void Recorded(ContractStep step)
        {
            var on = contract.Steps.Find(s => s.Step == step);
            stages.Add(new(Word(step), on?.Effective, on?.Document, on?.By));
        }

        void Legs(string code, Func<StandingLeg, bool> which)
        {
            var legs = contract.Legs.Where(which).ToList();
            if (legs.Count == 0) return;
            var isDone = legs.TrueForAll(l => !l.IsOpen);
            var done = legs.Where(l => l.Status == ContractLegStatus.Done).OrderBy(l => l.MovedOn).LastOrDefault(); // of one day the last leg
            stages.Add(new(code, isDone ? done?.MovedOn ?? contract.Fixing?.Effective : null, isDone ? done?.Evidence : null,
                isDone && done is not null ? By(h => h is LegConfirmed c && c.Leg.Number == done.Leg.Number) : null));
        }

        string? By(Func<ContractEvent, bool> which) => history.LastOrDefault(h => which(h.Event))?.Actor;
    }

    private static string Word(Enum code) => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(code.ToString());
}
