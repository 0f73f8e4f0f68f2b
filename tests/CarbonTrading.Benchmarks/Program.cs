using System.Globalization;
using CarbonTrading.Benchmarks;

// dotnet run -c Release --project tests/CarbonTrading.Benchmarks -- NAME [COUNT]; ends with 1 where a bound is broken
switch (args.FirstOrDefault())
{
    case "positions":
        await PositionsBenchmark.Run(args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1_000_000);
        break;
    case "append":
        await AppendBenchmark.Run();
        break;
    case "pivot":
        PivotBenchmark.Run(args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1_000_000);
        break;
    case "ledger":
        await LedgerBenchmark.Run();
        break;
    case "import":
        await ImportBenchmark.Run(args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 100_000);
        break;
    case "replay":
        await ReplayBenchmark.Run(args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1_000_000);
        break;
    case "montecarlo":
        return MonteCarloBenchmark.Run();
    case "first-start":
        await FirstStartBenchmark.Run();
        break;
    default:
        Console.Error.WriteLine("Benchmarks: positions [EVENTS], pivot [MOVEMENTS], append, ledger, import [LINES], replay [EVENTS], montecarlo, first-start");
        return 2;
}

return Bounds.Result;
