using System.Threading.RateLimiting;

namespace CarbonTrading.Web.Edge;

/// <summary>How often one user may ask; a token bucket each, refilled every second.</summary>
public static class RateLimits
{
    private const int ReadsPerSecond = 100;
    private const int WritesPerSecond = 50;
    private const int SignInsPerMinute = 30;

    /// <summary>Registers the limits.</summary>
    public static IServiceCollection AddRateLimits(this IServiceCollection services) => services.AddRateLimiter(limits =>
    {
        limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(Partition);
    });

    private static RateLimitPartition<string> Partition(HttpContext http)
    {
        var user = http.User.Identity?.Name;
        if (user is null)
        {
            var isSignIn = http.Request.Path.StartsWithSegments("/api/sign-in", StringComparison.OrdinalIgnoreCase)
                || (http.Request.Path.StartsWithSegments("/sign-in", StringComparison.OrdinalIgnoreCase)
                    && HttpMethods.IsPost(http.Request.Method));
            return isSignIn
                ? Bucket($"sign-in {http.Connection.RemoteIpAddress}", SignInsPerMinute, SignInsPerMinute, TimeSpan.FromMinutes(1))
                : Bucket($"anonymous {http.Connection.RemoteIpAddress}", ReadsPerSecond * 5, ReadsPerSecond, TimeSpan.FromSeconds(1));
        }

        return HttpMethods.IsGet(http.Request.Method)
            ? Bucket($"read {user}", ReadsPerSecond * 5, ReadsPerSecond, TimeSpan.FromSeconds(1))
            : Bucket($"write {user}", WritesPerSecond * 4, WritesPerSecond, TimeSpan.FromSeconds(1));
    }

    private static RateLimitPartition<string> Bucket(string key, int size, int refill, TimeSpan every) =>
        RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = size,
            TokensPerPeriod = refill,
            ReplenishmentPeriod = every,
            QueueLimit = 0,
            AutoReplenishment = true,
        });
}
