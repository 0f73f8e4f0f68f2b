using System.CommandLine;
using CarbonTrading.Cli;

// The terminal: the same store, desk and permissions as the server, which may be running or not.
var root = new RootCommand("carbon - carbon asset and trading back office: accounts, trades, prices, evidence.");
root.Options.Add(Terminal.Json);
foreach (var verb in Verbs.All()) root.Subcommands.Add(verb);
return await Terminal.Run(root, args);
