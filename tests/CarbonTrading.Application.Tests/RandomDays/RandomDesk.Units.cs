using CarbonTrading.Domain.Contracts;
using CarbonTrading.Domain.Funds;
using CarbonTrading.Domain.Limits;
using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Tests.RandomDays;

public sealed partial class RandomDesk
{
    private long serial = 1;

    private string Account() => Chance(4) ? RandomStart.Alu : RandomStart.Chp;

    private Product Units() => Chance(5) ? RandomStart.Cea24 : RandomStart.Cea25;

    private void Ask(string actor, string key, AllowanceAccountCommand command) => Ask(AllowanceAccountDecider.Instance, actor, key, command);

    private void Ask(string actor, string key, ContractCommand command) => Ask(ContractDecider.Instance, actor, key, command);

    /// <summary>Units come in, some with serial numbers; of those some that are held already.</summary>
    private void Allocate()
    {
        var quantity = new Tonnes(100 + random.Next(400));
        if (Chance(5))
        {
            Ask(CcerHoldingDecider.Instance, "compliance", Chance(3) ? RandomStart.AluCredits : RandomStart.ChpCredits,
                (CcerHoldingCommand)new ReceiveIssuedBatch(Day(), batch, quantity, "notice", Chance(2) ? null : 50m));
            return;
        }

        var first = Chance(12) ? 1 + (random.NextInt64(serial) / 1_000 * 1_000) : serial += 1_000;
        Ask("compliance", Account(), new ReceiveFreeAllocation(Day(), Units(), quantity, "AL", Chance(2) ? null : [new("CN25", first, first + quantity.Value - 1)]));
    }

    private void UseUnits()
    {
        var (account, quantity, origin) = (Account(), Quantity(150), Chance(2) ? Origin.Purchased : (Origin?)null);
        switch (random.Next(5))
        {
            case 0: Ask("compliance", account, new CancelUnits(Day(), Units(), quantity, "event", "us", "CA", origin)); break;
            case 1: Ask("compliance", account, new ConvertUnits(Day(), RandomStart.Cea24, quantity, RandomStart.Cea25, "decision", Remark: "authority")); break;
            case 2: Ask("compliance", account, Chance(2) ? new ReturnUnits(Day(), Units(), quantity, "true-up") : new LapseUnits(Day(), Units(), quantity, "notice")); break;
            default: Ask("compliance", account, new SurrenderUnits(Day(), RandomStart.Cea25, quantity, 2025, "SR", origin, Remark: "asked")); break;
        }
    }

    /// <summary>Reservations, freezes and pledges persons enter by themselves.</summary>
    private void HoldUnits()
    {
        var (account, id, quantity) = (Account(), Name("H-", 4), Quantity(150));
        switch (random.Next(6))
        {
            case 0: Ask("trader", account, new ReserveUnits(Day(), id, Units(), quantity, "kept")); break;
            case 1: Ask("trader", account, new ReleaseUnits(Day(), id, "no need")); break;
            case 2: Ask("compliance", account, new FreezeUnits(Day(), id, Units(), quantity, "court", "ruling")); break;
            case 3: Ask("compliance", account, new UnfreezeUnits(Day(), id, "ruling")); break;
            case 4: Ask("trader", account, new EncumberUnits(Day(), id, Any(EncumbranceKind.Pledge, EncumbranceKind.Loan), Units(), quantity, "bank", "own contract")); break;
            default: Ask("trader", account, new ReleaseEncumbrance(Day(), id, "paid")); break;
        }
    }

    private void CorrectAMovement()
    {
        var account = Account();
        if (Accounts.Find(account)?.State is not { Version: > 0 } state) return;
        var movement = 1 + random.Next(state.Version);
        Ask("trader", account, new CorrectMovement(movement, state.Movements.GetValueOrDefault(movement)?.Effective ?? Day(), "wrong",
            state.Movements.GetValueOrDefault(movement) is FreeAllocationReceived && Chance(2) ? new(Day(), Quantity()) : null));
    }

    private void ChangeMethod()
    {
        if (Chance(3)) Ask("finance", Account(), new ChangeCostMethod(Day(), RandomStart.Units[random.Next(RandomStart.Units.Count)], (CostMethod)random.Next(3), "policy"));
    }

    private void RecordMoney() => Ask(FundAccountDecider.Instance, "finance", Chance(4) ? RandomStart.Alu : RandomStart.Chp,
        (FundAccountCommand)new RecordFunds("cn-ets", Day(), 20_000m + (random.Next(8_000_000) / 100m), "CNY", "ST"));

    /// <summary>Limits set, raised, lowered, let beyond and ended.</summary>
    private void SetALimit()
    {
        var (kind, scope, unit, counts, account, key) = random.Next(5) switch
        {
            0 => (LimitKind.Trader, "trader", "t", (LimitCounts?)LimitCounts.TradedPerDay, (string?)null, "L-DAY"),
            1 => (LimitKind.Product, "cn-ets/CEA", "CNY", LimitCounts.Open, null, "L-OPEN"),
            2 => (LimitKind.Counterparty, BankA, "t", LimitCounts.OpenAndTradedPerDay, null, "L-BOTH"),
            3 => (LimitKind.Position, "cn-ets/CEA", "t", null, RandomStart.Chp, "L-POSITION"),
            _ => (LimitKind.PriceDeviation, "cn-ets/CEA", "fraction", null, null, "L-PRICE"),
        };
        var amount = unit == "t" ? 100 + random.Next(900) : unit == "CNY" ? 10_000 + random.Next(70_000) : 0.01m + (random.Next(9) / 100m);
        LimitCommand command = random.Next(8) switch
        {
            0 => new OverrideLimit(amount, today, "once", Chance(2) ? null : Name("T-", 8)),
            1 when Chance(3) => new RetireLimit("no need"),
            _ => new SetLimit(kind, scope, amount, unit, Chance(3) ? Hardness.Soft : Hardness.Hard, new(2026, 6, 1), new(2026, 12, 31), "Test", "测试", "policy", counts, account),
        };
        Ask(LimitDecider.Instance, "finance", key, command);
    }

    private void AgreeAContract()
    {
        var kind = (ContractKind)random.Next(8);
        var credits = kind is not (ContractKind.Swap or ContractKind.Option) && Chance(6);
        var (one, other) = credits ? (RandomStart.ChpCredits, RandomStart.AluCredits) : (RandomStart.Chp, RandomStart.Alu);
        if (Chance(4)) (one, other) = (other, one);
        var (agreed, cash, margin) = (Day(), kind is ContractKind.Forward or ContractKind.Option && Chance(3), Chance(3) ? 500m : (decimal?)null);
        var fee = margin is null ? (decimal?)null : 12.34m;
        var terms = new AgreeContract(kind, agreed, one, credits ? RandomStart.Ccer24 : RandomStart.Cea25, Quantity(200), Price(), Any(BankA, "Bank B"), "K", Chance(3) ? agreed : today,
            Remark: "reason");
        terms = terms with { EndsOn = kind == ContractKind.InternalTransfer ? null : terms.StartsOn.AddDays(1 + random.Next(5)), InCash = cash };
        Ask("trader", Name("K-", 5), kind switch
        {
            ContractKind.Forward => terms with { Side = Any(Side.Buy, Side.Sell), Margin = margin, Fee = fee },
            ContractKind.Swap => terms with { OtherAccount = one, OtherProduct = RandomStart.Cea24, EndPrice = Price(60), Price = new(Chance(2) ? 0m : 15m, "CNY"), Margin = margin, Fee = fee },
            ContractKind.Option => terms with { Side = Any(Side.Buy, Side.Sell), Right = Any(OptionRight.Call, OptionRight.Put), Amount = 300m, Margin = margin, Fee = fee },
            ContractKind.Repo => terms with { Side = Any(Side.Buy, Side.Sell), EndPrice = Price(), Margin = margin },
            ContractKind.Pledge => terms with { Amount = 5_000m, Interest = Chance(2) ? 50m : null },
            ContractKind.Lend or ContractKind.Borrow => terms with { Price = new(Chance(3) ? 0m : 1.5m, "CNY"), Margin = margin },
            _ => terms with { OtherAccount = other, Price = Chance(2) ? new(0m, "CNY") : Price() },
        });
        Soon(PerformContract, PerformContract, PerformContract, PerformContract);
    }

    private (string Key, TermContract State)? AnyContract()
    {
        var open = Read.Contracts.All().Where(c => c.State.IsOpen).ToList();
        return open.Count == 0 ? null : open[random.Next(open.Count)] is var c ? (c.Key, c.State) : null;
    }

    /// <summary>The next thing of a contract: filing, a leg that goes, comes, fails, an option used.</summary>
    private void PerformContract()
    {
        if (AnyContract() is not var (key, state)) return;
        var day = Chance(4) ? Day() : today;
        if (state.FiledOn is null)
        {
            if (Chance(12)) Ask("trader", key, new CancelContract("not wanted"));
            else Ask("finance", key, new FileContract(Chance(2) ? state.Terms!.AgreedOn : day, "REG"));
            return;
        }

        if (state.IsWaitingOption && Chance(3)) Ask("trader", key, new ExerciseOption(day, Chance(2) ? null : day));
        else if (state.IsWaitingOption && Chance(4)) Ask("finance", key, new LapseOption(day, "not used"));
        if (state is { Fixing: null, Terms.InCash: true } && Chance(2)) Ask("finance", key, new FixSettlement(day, Price(), "close"));
        if (state.Legs.FindAll(l => l.IsOpen) is not { Count: > 0 } open) return;
        var leg = Chance(2) ? open[0] : open[random.Next(open.Count)];
        var number = leg.Leg.Number;
        if (Chance(5)) Ask("finance", key, leg.Leg.IsUnits ? new SplitLeg(number, Quantity()) : new SplitLeg(number, Amount: 1 + random.Next(500)));
        Ask("finance", key, leg switch
        {
            { Leg.Action: LegAction.Deliver or LegAction.Transfer, Status: ContractLegStatus.Expected or ContractLegStatus.Failed } => new InstructLeg(number, day),
            { Status: ContractLegStatus.InTransit } when Chance(4) => new FailLeg(number, day, "closed"),
            { Leg.NeedsBatch: true } => new ConfirmCreditLeg(number, day, "ST", batch),
            _ => new ConfirmLeg(number, day, "ST"),
        });
    }

    private void ChangeContract()
    {
        if (AnyContract() is not var (key, state) || state.EndsOn is not { } end) return;
        switch (random.Next(6))
        {
            case 0: Ask("trader", key, new ExtendContract(end.AddDays(1 + random.Next(3)), "supplement")); break;
            case 1: Ask("trader", key, new ShortenContract(end.AddDays(-1 - random.Next(3)), "supplement")); break;
            case 2: Ask("trader", key, new CallMargin(Day(), 100m, end, "price")); break;
            case 3: Ask("finance", key, new DisposeSecurity(today, Quantity((int)state.Terms!.Quantity.Value), 4_000m + random.Next(4_000), "auction")); break;
            case 4: Ask("finance", key, new DefaultContract(today, "court")); break;
            default: Ask("trader", key, new CancelContract("not wanted")); break;
        }
    }
}
