using System.Net;
using System.Net.Sockets;

namespace CarbonTrading.Web.Edge;

/// <summary>Ports nobody listens on, for the silo inside this process.</summary>
public static class FreePorts
{
    /// <summary>Two different free TCP ports of the loopback address.</summary>
    public static (int Silo, int Gateway) Two()
    {
        using var first = new TcpListener(IPAddress.Loopback, 0);
        using var second = new TcpListener(IPAddress.Loopback, 0);
        first.Start();
        second.Start();
        return (((IPEndPoint)first.LocalEndpoint).Port, ((IPEndPoint)second.LocalEndpoint).Port);
    }
}
