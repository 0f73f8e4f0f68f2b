using System.Globalization;
using CarbonTrading.Benchmarks;

// dotnet run -c Release --project tests/CarbonTrading.Benchmarks -- NAME [COUNT]
switch (args.FirstOrDefault())
{
    case "positions":
        await PositionsBenchmark.Run(args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1_000_000);
        return 0;
    case "append":
        await AppendBenchmark.Run();
        return 0;
    case "pivot":
        PivotBenchmark.Run(args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1_000_000);
        return 0;
    case "ledger":
        await LedgerBenchmark.Run();
        return 0;
    case "import":
        await ImportBenchmark.Run(args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 100_000);
        return 0;
    case "replay":
        await ReplayBenchmark.Run(args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1_000_000);
        return 0;
    case "montecarlo":
        return MonteCarloBenchmark.Run();
    case "first-start":
        await FirstStartBenchmark.Run();
        return 0;
    default:
        Console.Error.WriteLine("Benchmarks: positions [EVENTS], pivot [MOVEMENTS], append, ledger, import [LINES], replay [EVENTS], montecarlo, first-start");
        return 2;
}
