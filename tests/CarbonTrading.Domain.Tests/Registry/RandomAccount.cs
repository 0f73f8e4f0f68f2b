using System.Globalization;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Tests.Support;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Tests.Registry;

/// <summary>Random commands for an allowance account, dated anyhow: everything that moves its units.</summary>
public static class RandomAccount
{
    /// <summary>Unit classes the commands are about.</summary>
    public static readonly UnitClass[] Units =
    [
        new(Account.Cea25, Origin.Purchased), new(Account.Cea25, Origin.Free), new(Account.Cea25, Origin.CarriedOver), new(Account.Cea25, Origin.Borrowed),
        new(Account.Cea24, Origin.Purchased),
    ];

    /// <summary>An open account with nothing in it.</summary>
    public static AllowanceAccount Opened() => AllowanceAccountDecider.Evolve(AllowanceAccount.Unopened, Account.Opened);

    /// <summary>What the account answers; without events where it refuses.</summary>
    public static Decision<AllowanceAccountEvent> Decide(AllowanceAccount state, AllowanceAccountCommand command) =>
        AllowanceAccountDecider.Decide(state, command, new(TestRules.Now, "trader", TestRules.Book, TestRules.Today));

    /// <summary>Another cost method from some day on, for one of the unit classes; a narrow one as <see cref="Narrow"/> is.</summary>
    public static ChangeCostMethod Change(Random random, bool isNarrow = false) =>
        new(isNarrow ? Near(random) : Day(random), isNarrow ? Units[0] : Units[random.Next(Units.Length)], (CostMethod)random.Next(3), "policy");

    /// <summary>Purchases, disposals and corrections of one unit class within 20 days, so that much is entered before much else.</summary>
    public static AllowanceAccountCommand Narrow(Random random, AllowanceAccount state)
    {
        var (wrong, trade) = (1 + random.Next(state.Version), "T-" + random.Next(6).ToString(CultureInfo.InvariantCulture));
        switch (random.Next(14))
        {
            case < 4:
                return new ReceivePurchase(Near(random), Account.Cea25, new(1 + random.Next(120)), new(40 + (random.Next(6_000) / 100m), "CNY"), random.Next(900) / 100m, trade);
            case < 8:
                var all = state.Pool(Units[0]).Quantity;
                return new CancelUnits(Near(random), Account.Cea25, random.Next(3) == 0 && !all.IsZero ? all : new(1 + random.Next(90)), "use", "us", "CA");
            case < 9:
                return new UndoTrade(trade, "never was");
            case < 12:
                var receipts = state.Movements.Where(m => m.Value is PurchaseReceived e && e.Trade == trade && !state.Reversed.Contains(m.Key)).OrderBy(m => m.Key)
                    .Select(m => new ReceiptCost(m.Value.Moves[0].Quantity, random.Next(3_000_000) / 100m));
                return new RestateReceipts(trade, [.. receipts], "statement");
            default:
                return new CorrectMovement(wrong, state.Movements.GetValueOrDefault(wrong)?.Effective ?? Near(random), "wrong",
                    random.Next(2) == 0 ? null : new(Near(random), new(1 + random.Next(90))));
        }
    }

    /// <summary>Any command that moves units.</summary>
    public static AllowanceAccountCommand Command(Random random, AllowanceAccount state)
    {
        var wrong = 1 + random.Next(state.Version);
        var day = Day(random);
        var later = random.Next(2) == 0 || state.LastEffective < day ? day : state.LastEffective; // steps follow each other
        var id = "K-" + random.Next(4).ToString(CultureInfo.InvariantCulture);
        var quantity = new Tonnes(1 + random.Next(60));
        var product = random.Next(3) == 0 ? Account.Cea24 : Account.Cea25;
        return random.Next(22) switch
        {
            0 => new ReceiveFreeAllocation(day, Account.Cea25, quantity, "AL"),
            1 or 2 or 3 or 4 => new ReceivePurchase(day, product, new(quantity.Value * 2), new(40 + (random.Next(6_000) / 100m), "CNY"), random.Next(900) / 100m),
            5 or 20 => new ReserveUnits(day, id, product, quantity, "sale"),
            6 or 21 => new DeliverUnits(later, id, "venue", id),
            7 => random.Next(4) == 0 ? new FailDelivery(later, id, "closed") : new ConfirmDelivery(later, id, "ST", random.Next(2) == 0 ? null : quantity),
            8 => new CancelUnits(day, product, quantity, "use", "us", "CA"),
            9 => Account.Surrender(day, quantity.Value),
            10 => new EncumberUnits(day, "E" + id, (EncumbranceKind)random.Next(3), product, quantity, "bank", "contract"),
            11 => random.Next(3) == 0 ? new EnforceEncumbrance(day, "E" + id, "notice", random.Next(2) == 0 ? null : quantity) : new ReleaseEncumbrance(day, "E" + id, "paid"),
            12 => new ReceiveBorrowed(day, "B" + id, Account.Cea25, quantity, "lender", "contract"),
            13 => random.Next(2) == 0 ? new ReturnBorrowed(day, "B" + id, "R") : new KeepBorrowed(day, "B" + id, random.Next(100_000) / 100m, "court"),
            14 => new ConvertUnits(day, Account.Cea24, quantity, Account.Cea25, "decision", Application: random.Next(2) == 0 ? null : "A" + id),
            15 => random.Next(2) == 0 ? new ReturnUnits(day, product, quantity, "true-up") : new LapseUnits(day, product, quantity, "notice"),
            16 => random.Next(3) == 0 ? new UnfreezeCarryOver(day, "A" + id, "withdrawn") : new FreezeForCarryOver(day, "A" + id, Account.Cea24, quantity),
            17 => random.Next(3) switch
            {
                0 => new ReleaseUnits(day, id, "off"),
                1 => new FreezeUnits(day, "F" + id, product, quantity, "court", "ruling"),
                _ => new UnfreezeUnits(day, "F" + id, "ruling"),
            },
            18 => new ReceiveTransfer(day, new(product, Origin.Purchased), quantity, "X", "R", random.Next(400_000) / 100m),
            _ => new CorrectMovement(wrong, state.Movements.GetValueOrDefault(wrong)?.Effective ?? day, "wrong", random.Next(2) == 0 ? null : new(day, quantity)),
        };
    }

    private static DateOnly Near(Random random) => TestRules.Day(3, 1).AddDays(random.Next(20));

    private static DateOnly Day(Random random) => TestRules.Day(3, 1).AddDays(random.Next(90));
}
