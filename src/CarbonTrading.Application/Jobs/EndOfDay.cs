using System.Globalization;
using CarbonTrading.Domain.Control;

namespace CarbonTrading.Application.Jobs;

/// <summary>Closes a business date and opens the next trading day. Every step can be broken off and done again.</summary>
public static class EndOfDay
{
    /// <summary>The steps, in order.</summary>
    public static readonly IReadOnlyList<Step> Steps =
        [Jobs.Steps.Inbox, Jobs.Steps.Gate, Jobs.Steps.Settle, Risk.DayValuation.Step, Jobs.Steps.Checks, new("next-day", NextDay)];

    private static async Task<StepResult> NextDay(JobContext job, CancellationToken ct)
    {
        var w = job.Workplace;
        var next = w.Rules.Calendar("CN-ETS").Next(job.Date);
        if (w.Read.Log.BusinessDate > job.Date) return new($"the books are on {Text(w.Read.Log.BusinessDate.Value)} already");
        var outcome = await w.Desk.Execute(BusinessDayDecider.Instance, BusinessDay.Key, new AdvanceBusinessDate(next), new Caller(job.Actor, job.Id("next-day")), ct);
        if (outcome.Error is { } refused) throw new InvalidOperationException(refused.Message);
        await w.Tail.CatchUp(ct);
        return new($"the books are on {Text(next)}");
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
