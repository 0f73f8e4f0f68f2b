using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Compliance;

/// <summary>What is issued of a pre-allocation and a final allocation where a deduction (核减) is due.</summary>
/// <param name="IssuedAtPreAllocation">Issued at the pre-allocation.</param>
/// <param name="GivenBack">Deduction given back at the true-up, because less was allocated in the end.</param>
/// <param name="IssuedAtFinal">Issued at the final allocation.</param>
/// <param name="ToReturn">Issued too much, to be returned by the entity.</param>
/// <param name="OpenDeduction">Deduction still open.</param>
public sealed record DeductedIssuance(Tonnes IssuedAtPreAllocation, Tonnes GivenBack, Tonnes IssuedAtFinal, Tonnes ToReturn, Tonnes OpenDeduction);

/// <summary>Issuance after the amounts are known.</summary>
public static class AllocationIssuance
{
    /// <summary>Deducts from the pre-allocation, then trues up.</summary>
    /// <remarks>A lower final allocation first gives deduction back, a higher one is deducted further.</remarks>
    /// <param name="preAllocation">Pre-allocation.</param>
    /// <param name="final">Final allocation.</param>
    /// <param name="deduction">Deduction due.</param>
    public static DeductedIssuance WithDeduction(Tonnes preAllocation, Tonnes final, Tonnes deduction)
    {
        var deducted = Tonnes.Min(preAllocation, deduction);
        var issued = preAllocation - deducted;
        var open = deduction - deducted;
        if (final < preAllocation)
        {
            var less = preAllocation - final;
            var back = Tonnes.Min(deducted, less);
            return new(issued, back, Tonnes.Zero, less - back, open + back);
        }

        var more = final - preAllocation;
        var further = Tonnes.Min(more, open);
        return new(issued, Tonnes.Zero, more - further, Tonnes.Zero, open - further);
    }

    /// <summary>Entities whose allowances go through the provincial account: what is released to them, or what they must add to cover what is due.</summary>
    public static (Tonnes Release, Tonnes MustAdd) Differentiated(Tonnes issued, Tonnes due) => (issued.MinusOrZero(due), due.MinusOrZero(issued));
}
