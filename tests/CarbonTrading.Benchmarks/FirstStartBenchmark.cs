using System.Diagnostics;
using System.Globalization;
using CarbonTrading.Application;
using CarbonTrading.Application.Jobs;
using CarbonTrading.Domain.Control;

namespace CarbonTrading.Benchmarks;

/// <summary>The first start with the sample group on an empty folder, then every job of the timetable for the open business date.</summary>
public static class FirstStartBenchmark
{
    /// <summary>Prints the seconds of each part; the peer is the second start on the same folder, which has nothing to load.</summary>
    public static async Task Run()
    {
        var folder = Directory.CreateTempSubdirectory("carbon-bench-").FullName;
        try
        {
            var settings = new Settings(folder, null, "http://127.0.0.1:0", true, null);
            var started = Stopwatch.GetTimestamp();
            await using (var workplace = await Workplace.OpenLocal(settings, TimeProvider.System))
            {
                await workplace.Start();
                Figure("sample loaded", started);
                var day = workplace.Read.Log.BusinessDate!.Value;
                foreach (var job in Timetable.Jobs)
                {
                    var begun = Stopwatch.GetTimestamp();
                    var (run, refused) = await workplace.Jobs.Run(job, day, "benchmark", CancellationToken.None);
                    if (run?.Status != JobStatus.Finished) throw new InvalidOperationException($"{job.Job}: {refused?.Message ?? run?.Problem}");
                    Figure($"job {job.Job}", begun);
                }
            }

            Figure("first start and all jobs", started, 60);
            var again = Stopwatch.GetTimestamp();
            await using var second = await Workplace.OpenLocal(settings, TimeProvider.System);
            await second.Start();
            Figure("peer: second start", again);
        }
        finally { Directory.Delete(folder, recursive: true); }
    }

    private static void Figure(string name, long since, double? bound = null)
    {
        var seconds = Stopwatch.GetElapsedTime(since).TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {seconds:0.00} s{(bound is { } most ? " " + Bounds.AtMost(seconds, most, "s") : "")}"));
    }
}
