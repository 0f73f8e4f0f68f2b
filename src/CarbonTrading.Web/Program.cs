using CarbonTrading.Web.Edge;

return await Server.Run(args);
