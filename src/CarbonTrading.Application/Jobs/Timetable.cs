using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Jobs;

/// <summary>One line of the timetable.</summary>
/// <param name="Job">Job name in kebab case; half of the run's key.</param>
/// <param name="Cron">Quartz cron expression: seconds minutes hours day month weekday.</param>
/// <param name="Zone">IANA zone the times are in.</param>
/// <param name="When">The cron expression in words.</param>
/// <param name="WhenZh">The same in Chinese.</param>
/// <param name="What">English, for the page.</param>
/// <param name="WhatZh">Chinese, for the page.</param>
/// <param name="Steps">Steps, in order.</param>
/// <param name="TradingDays">True: only for open days of CN-ETS, and made up where one was missed.</param>
public sealed record JobLine(
    string Job, string Cron, string Zone, string When, string WhenZh, string What, string WhatZh, IReadOnlyList<Step> Steps, bool TradingDays = false);

/// <summary>One step of a job: does its work and says in a line what came of it.</summary>
/// <param name="Name">Name in kebab case.</param>
/// <param name="Run">The work; safe to do again when a run was broken off inside it.</param>
public sealed record Step(string Name, Func<JobContext, CancellationToken, Task<StepResult>> Run);

/// <summary>What a step ended in.</summary>
/// <param name="Summary">One line.</param>
/// <param name="Findings">How many things a person should look at.</param>
public sealed record StepResult(Remark Summary, int Findings = 0);

/// <summary>The whole day on one screen: every job there is and when it runs.</summary>
public static class Timetable
{
    private const string Shanghai = "Asia/Shanghai";

    /// <summary>All jobs.</summary>
    public static readonly IReadOnlyList<JobLine> Jobs =
    [
        new("inbox", "0 0/10 * * * ?", Shanghai, "every 10 minutes", "每 10 分钟", "Import price files from the inbox folder", "从收件夹导入价格文件", [Steps.Inbox]),
        new("end-of-day", "0 0 18 ? * MON-FRI", Shanghai, "Monday to Friday 18:00 Beijing time", "周一至周五 18:00（北京）",
            "Close the business date: prices, gate, settlement, forecast, value, deadlines, checks, report, next day",
            "日终：价格、质量、交收、义务预测、估值、期限、核对、日报、开启下一业务日", EndOfDay.Steps, TradingDays: true),
        new("audit-verify", "0 0 2 * * ?", Shanghai, "daily 02:00 Beijing time", "每日 02:00（北京）", "Recompute the hash chain", "复算哈希链", [Steps.Verify]),
        new("backup", "0 30 2 * * ?", Shanghai, "daily 02:30 Beijing time", "每日 02:30（北京）", "Copy the store and check the copy", "备份并校验", [Steps.Backup]),
    ];

    /// <summary>The job with a name, or null.</summary>
    public static JobLine? Find(string job) => Jobs.FirstOrDefault(j => j.Job == job);
}
