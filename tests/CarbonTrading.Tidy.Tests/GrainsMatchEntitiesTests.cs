using System.Reflection;
using CarbonTrading.Application;
using CarbonTrading.Grains;
using Orleans;
using Xunit;

namespace CarbonTrading.Tidy.Tests;

public class GrainsMatchEntitiesTests
{
    [Fact]
    public void Every_entity_kind_has_one_grain_class_of_its_name_and_there_is_no_other()
    {
        var grains = typeof(IEntityGrain).Assembly.GetTypes().Where(t => t is { IsAbstract: false } && t.IsAssignableTo(typeof(IEntityGrain)) && t.Namespace == typeof(IEntityGrain).Namespace)
            .Select(t => t.GetCustomAttribute<GrainTypeAttribute>()?.GetGrainType(null!, null!).ToString());
        Assert.Equal(Entities.All.Select(k => k.Name).Order(StringComparer.Ordinal), grains.Order(StringComparer.Ordinal));
    }
}
