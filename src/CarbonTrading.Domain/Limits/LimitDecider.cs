using System.Diagnostics;
using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Limits;

/// <summary>The rules of a limit: two persons set, override and retire it; headroom is taken once by a trade and given back exactly.</summary>
public static partial class LimitDecider
{
    /// <summary>The decider.</summary>
    public static readonly Decider<Limit, LimitCommand, LimitEvent> Instance = new("limit", Limit.NotSet, Decide, Evolve);

    /// <summary>A kind in kebab case.</summary>
    public static string NameOf(LimitKind kind) => kind switch
    {
        LimitKind.Trader => "trader",
        LimitKind.Book => "book",
        LimitKind.Product => "product",
        LimitKind.Counterparty => "counterparty",
        LimitKind.PriceDeviation => "price-deviation",
        LimitKind.Concentration => "concentration",
        LimitKind.Position => "position",
        _ => throw new UnreachableException($"no name for {kind}"),
    };

    /// <summary>What the amounts of a limit are in: one in tonnes on the products or the position of a market whose units are no tonnes counts those units.</summary>
    /// <remarks>Rule: <c>unit-of-account</c>.</remarks>
    public static string UnitOf(SetLimit terms, RuleBook rules, DateOnly day) =>
        terms.Unit == LimitFigure.Tonne && terms.Kind is LimitKind.Product or LimitKind.Position && terms.Scope != "*" ? rules.UnitOf(terms.Scope.Split('/')[0], day) : terms.Unit;

    /// <summary>Events, or one refusal.</summary>
    public static Decision<LimitEvent> Decide(Limit state, LimitCommand command, Context context)
    {
        if (WrongShape(command) is { } wrong) return wrong;
        if (command is SetLimit set) return Set(state, set, context);
        if (state.Terms is not { } terms) return LimitErrors.NotSetYet();
        return command switch
        {
            RetireLimit c => state.IsRetired ? LimitErrors.Retired()
                : Own(terms, context) ?? (Decision<LimitEvent>)new LimitRetired(c.Reason, WaitingOf(state)),
            OverrideLimit c => LetBeyond(state, terms, c, context),
            TakeHeadroom c => Taking(state, terms, c, context),
            ReleaseHeadroom c => Release(state, c),
            ConfirmHeadroom c => Confirm(state, c),
            RestateHeadroom c => Restate(state, c, context),
            RecordRefusedTrade c => new TradeRefused(c.Trade, c.Person, c.Asked, c.Used, c.Allowed, c.Day, c.Code, c.Reason),
            _ => throw new UnreachableException($"no decision for {command.GetType().Name}"),
        };
    }

    /// <summary>Next state.</summary>
    public static Limit Evolve(Limit state, LimitEvent happened) => happened switch
    {
        LimitSet e => state with { Terms = e.Terms },
        LimitRetired => state with { IsRetired = true, Waiting = state.Waiting.Clear() },
        LimitOverridden e => state with { Overrides = state.Overrides.Add(new(e.Amount, e.Until, e.Trade)) },
        HeadroomTaken e => state.With(e.Trade, new(e.Amount, e.Quantity, e.Day, Tonnes.Zero, false)),
        HeadroomRefused e => state with { Waiting = state.Waiting.SetItem(e.Asked.Trade, e.Asked) },
        HeadroomReleased e => state.Takes.TryGetValue(e.Trade, out var taken)
            ? state.With(e.Trade, e.Whole == true ? taken with { IsReleased = true, Settled = Tonnes.Zero } : taken with { IsReleased = true })
            : state with { Waiting = state.Waiting.Remove(e.Trade) },
        HeadroomConfirmed e => state.Takes.TryGetValue(e.Trade, out var settled)
            ? state.With(e.Trade, settled with { Settled = settled.Settled + e.Quantity }, e.At) : state with { },
        HeadroomRestated e => state.With(e.Trade, state.Takes[e.Trade] with { Amount = e.Amount }),
        TradeRefused => state with { }, // a fact for the breach log
        _ => throw new UnreachableException($"no evolution for {happened.GetType().Name}"),
    };

    private static Decision<LimitEvent> Set(Limit state, SetLimit c, Context context)
    {
        if (state.IsRetired) return LimitErrors.Retired();
        if (c.ValidTo < context.BusinessDate) return LimitErrors.AlreadyOver(c.ValidTo, context.BusinessDate);
        if (state.Terms is { } before && Fixed(before, c) is { } field) return LimitErrors.KindFixed(field);
        if (Own(state.Terms ?? c, context) is { } own) return own;
        return new LimitSet(c, state.Holds && c.Kind != LimitKind.Position ? state.UsedOn(context.BusinessDate) : 0m, WaitingOf(state));
    }

    /// <summary>An override is asked by one person and approved by another; never by the trader it is on, never past the limit's own last day.</summary>
    private static Decision<LimitEvent> LetBeyond(Limit state, SetLimit terms, OverrideLimit c, Context context)
    {
        if (state.IsRetired) return LimitErrors.Retired();
        if (state.IsOverOn(context.BusinessDate)) return LimitErrors.Over(terms.ValidTo);
        if (!Fits(c.Amount, terms.Unit)) return LimitErrors.AmountNotPossible(c.Amount, terms.Unit);
        if (c.Until < context.BusinessDate || c.Until > terms.ValidTo)
            return LimitErrors.UntilNotPossible(c.Until, context.BusinessDate, terms.ValidTo);
        if (terms.Kind == LimitKind.Trader && Same(terms.Scope, context.ApprovedBy)) return LimitErrors.OwnLimit(terms.Scope);
        return new LimitOverridden(c.Amount, c.Until, c.Reason, c.Trade, context.Actor, context.ApprovedBy ?? "", WaitingOf(state));
    }

    /// <summary>Under a hard limit what does not fit waits; under a soft one it is taken and the part beyond is written down.</summary>
    private static Decision<LimitEvent> Taking(Limit state, SetLimit terms, TakeHeadroom c, Context context)
    {
        if (state.Takes.TryGetValue(c.Trade, out var before) && !(before.IsReleased && before.Settled.IsZero)) return LimitErrors.AlreadyTaken(c.Trade);
        if (state.IsRetired) return LimitErrors.Retired();
        var used = state.UsedFor(c.Day, context.BusinessDate, c.Held, c.At) - (c.InPlaceOf is { } replaced ? state.CountedFor(replaced, c.Day) : 0m);
        var allowed = state.AllowedFor(context.BusinessDate, c.Trade);
        var isOver = state.IsOverOn(c.Day);
        if (terms.Hardness == Hardness.Soft || (!isOver && used + c.Amount <= allowed))
        {
            var beyond = isOver ? c.Amount : Math.Clamp(used + c.Amount - terms.Amount, 0m, c.Amount);
            return new HeadroomTaken(c.Trade, c.Person, c.Amount, c.Quantity, c.Day, used, allowed, beyond, c.Reason);
        }

        var message = LimitErrors.Headroom(terms, UnitOf(terms, context.Rules, context.BusinessDate), used, c.Amount, allowed, isOver);
        return state.Waiting.ContainsKey(c.Trade) ? LimitErrors.NoHeadroom(message) : new HeadroomRefused(c, used, allowed, message.Text, message);
    }

    private static Decision<LimitEvent> Release(Limit state, ReleaseHeadroom c)
    {
        if (state.Waiting.ContainsKey(c.Trade)) return new HeadroomReleased(c.Trade, 0m, c.Reason);
        if (!state.Takes.TryGetValue(c.Trade, out var taken) || (c.Whole ? taken.IsReleased && taken.Settled.IsZero : taken.IsReleased || taken.Settled == taken.Quantity))
            return LimitErrors.NothingTaken(c.Trade);
        return c.Whole ? new HeadroomReleased(c.Trade, taken.Counted, c.Reason, WaitingOf(state), true) : new HeadroomReleased(c.Trade, taken.Open, c.Reason, WaitingOf(state));
    }

    private static Decision<LimitEvent> Confirm(Limit state, ConfirmHeadroom c)
    {
        if (!state.Takes.TryGetValue(c.Trade, out var taken) || taken.IsReleased) return LimitErrors.NothingTaken(c.Trade);
        var open = taken.Quantity - taken.Settled;
        return c.Quantity > open || c.Quantity.IsZero ? LimitErrors.MoreThanTaken(c.Quantity, open)
            : new HeadroomConfirmed(c.Trade, c.Quantity, c.At, WaitingOf(state));
    }

    private static Decision<LimitEvent> Restate(Limit state, RestateHeadroom c, Context context)
    {
        if (!state.Takes.TryGetValue(c.Trade, out var taken) || taken.Amount == c.Amount || taken.Counted == 0) return LimitErrors.NothingTaken(c.Trade);
        var after = state.With(c.Trade, taken with { Amount = c.Amount });
        var (used, allowed) = (state.UsedOn(taken.Day) - state.CountedFor(c.Trade, taken.Day), state.AllowedFor(context.BusinessDate, c.Trade));
        var beyond = Math.Clamp(after.UsedOn(taken.Day) - allowed, 0m, Math.Max(0m, c.Amount - taken.Amount));
        return new HeadroomRestated(c.Trade, c.Person, taken.Amount, c.Amount, used, allowed, beyond, c.Reason, WaitingOf(state));
    }

    private static IReadOnlyList<TakeHeadroom>? WaitingOf(Limit state) => state.Waiting.IsEmpty ? null
        : [.. state.Waiting.OrderBy(w => w.Value.Day).ThenBy(w => w.Key, StringComparer.Ordinal).Select(w => w.Value)];

    private static DomainError? Own(SetLimit terms, Context context) =>
        terms.Kind == LimitKind.Trader && (Same(terms.Scope, context.Actor) || Same(terms.Scope, context.ApprovedBy))
            ? LimitErrors.OwnLimit(terms.Scope) : null;

    private static bool Same(string person, string? other) => string.Equals(person, other, StringComparison.OrdinalIgnoreCase);
}
