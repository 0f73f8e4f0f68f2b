using System.CommandLine;
using CarbonTrading.Cli;

// The terminal: the same store, desk and permissions as the server, which may be running or not.
return await Terminal.Run(args, new Session());
