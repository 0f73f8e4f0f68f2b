using CarbonTrading.Kernel;

namespace CarbonTrading.Domain.Registry;

/// <summary>Gives the events of a command the cost the books take for units that leave, and says what that changes of later costs.</summary>
/// <param name="Book">Lots of a state.</param>
/// <param name="Version">Events of a state so far.</param>
/// <param name="Currency">Currency of a state's costs.</param>
/// <param name="Evolve">Next state.</param>
/// <param name="WithMoves">An event with other moves.</param>
/// <param name="Changed">Day and unit class of a change of method; null for any other event.</param>
/// <param name="Restated">The event that holds changed costs.</param>
internal sealed record Costing<TState, TEvent>(
    Func<TState, LotBook> Book, Func<TState, int> Version, Func<TState, string> Currency, Func<TState, TEvent, TState> Evolve,
    Func<TEvent, IReadOnlyList<Move>, TEvent> WithMoves, Func<TEvent, (DateOnly Day, UnitClass Unit)?> Changed,
    Func<IReadOnlyList<CostChange>, TEvent> Restated)
    where TEvent : class
{
    /// <summary>The decision with costs; a refusal stays as it is.</summary>
    public Decision<TEvent> Of(TState state, Decision<TEvent> decided)
    {
        if (decided.Error is not null) return decided;
        var events = new List<TEvent>(decided.Events.Count + 1);
        foreach (var happened in decided.Events)
        {
            var (book, version) = (Book(state), Version(state) + 1);
            var movement = happened as IMovement;
            var costed = movement is null ? happened : WithMoves(happened, book.Priced(movement, version));
            events.Add(costed);
            var change = Changed(happened);
            if (decided.Events.Count == 1 && (movement is null ? change is null : book.ComesLast(movement, version))) break; // nothing stands after it
            state = Evolve(state, costed);
            var (day, units) = movement is not null ? (movement.Effective, movement.Moves.Select(m => m.Unit)) : change is { } c ? (c.Day, [c.Unit]) : (default, []);
            if (Book(state).Differences(book, day, units, Currency(state)) is not { Count: > 0 } changes) continue;
            events.Add(Restated(changes));
            state = Evolve(state, events[^1]);
        }

        return Decision<TEvent>.Of(events);
    }
}
