using System.Net;
using System.Net.Sockets;

namespace CarbonTrading.Web.Edge;

/// <summary>Ports nobody listens on, for the silo inside this process. A port the system hands out for "any" would be free only until
/// some connection going out gets the same; these lie below the range systems hand out, and this process gives none of them twice.</summary>
public static class FreePorts
{
    private const int First = 15_000, Count = 17_000; // Linux hands out 32768 to 60999, others 49152 to 65535

    private static int given = Random.Shared.Next(Count);

    /// <summary>A free TCP port of the loopback address.</summary>
    public static int Next()
    {
        for (var tried = 0; tried < Count; tried++)
        {
            var port = First + (Interlocked.Increment(ref given) & int.MaxValue) % Count;
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException) { /* taken */ }
        }

        throw new IOException($"no port from {First} to {First + Count - 1} is free on the loopback address");
    }
}
