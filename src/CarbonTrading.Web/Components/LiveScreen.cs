using System.Diagnostics;
using CarbonTrading.Application;
using CarbonTrading.Application.Views;
using CarbonTrading.Domain.Control;
using CarbonTrading.Domain.People;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;
using CarbonTrading.Web.Components.Parts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace CarbonTrading.Web.Components;

/// <summary>A part that shows figures of the read side and follows them while it stands on now.</summary>
public abstract class LiveScreen : Part, IDisposable
{
    private const int GatherMs = 120;
    private int isPending;

    /// <summary>The product.</summary>
    [Inject] protected Workplace Workplace { get; set; } = null!;

    /// <summary>Who is signed in.</summary>
    [CascadingParameter] protected Task<AuthenticationState>? Auth { get; set; }

    /// <summary>Login of the person; empty before it is known.</summary>
    protected string Login { get; private set; } = "";

    /// <summary>The pair of dates the figures on the screen stand on.</summary>
    protected AsOf Seen { get; private set; } = new(BookDates.First, 0, true);

    /// <summary>Why there are no figures, or null.</summary>
    protected DomainError? Trouble { get; private set; }

    /// <summary>How long the last load took, ms.</summary>
    protected long TookMs { get; private set; }

    /// <summary>Queries.</summary>
    protected Queries Queries => Workplace.Queries;

    /// <summary>Read side.</summary>
    protected ReadSide Read => Workplace.Read;

    /// <summary>What a table export says of its figures.</summary>
    protected IReadOnlyList<(string, string)> About =>
    [
        (T["export.as-of"], F.Date(Seen.Date)),
        (T["export.known"], Read.Log.RecordedAt(Seen.Known) is { } at ? $"#{Seen.Known}, {F.InstantExact(at)} UTC+8" : $"#{Seen.Known}"),
        (T["export.price-set"], Read.Prices.SetAt(Seen.Known) is { } set ? $"#{set.Position}, {F.InstantExact(set.Recorded)} UTC+8" : Format.NotApplicable),
        (T["status.rules"], Workplace.Rules.Version),
    ];

    /// <summary>Rows of a statement as a file, with what its figures stand on.</summary>
    protected TableFile<TRow> FileOf<TRow>(IEnumerable<TRow> rows, params IReadOnlyList<Column<TRow>> columns) => new(T, About, columns, [.. rows]);

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (Auth is not null) Login = (await Auth).User.Identity?.Name ?? "";
        Workplace.Tail.Advanced += Moved;
    }

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync() => Reload();

    /// <summary>Reads what the screen shows, on <see cref="Seen"/>.</summary>
    protected abstract Task Load();

    /// <summary>Reads the address and the figures anew.</summary>
    protected async Task Reload()
    {
        var started = Stopwatch.GetTimestamp();
        var (asOf, error) = Queries.Resolve(Link.Date is { } day ? day.ToString("yyyy-MM-dd",
            System.Globalization.CultureInfo.InvariantCulture) : null,
            Link.KnownInstant?.ToString("yyyy-MM-dd'T'HH:mm:ssK", System.Globalization.CultureInfo.InvariantCulture) ?? Link.Known);
        Trouble = error;
        if (asOf is null) return;
        Seen = asOf;
        await Load();
        TookMs = (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    /// <summary>Whether the person may ask for a command here and now.</summary>
    protected bool Can<TCommand>() => !Link.IsPast && Read.MayNot(Permissions.Of(typeof(TCommand)), Login, "") is null;

    /// <summary>Why a button is off; null = it is on.</summary>
    protected string? WhyNot<TCommand>() => WhyNot(typeof(TCommand));

    /// <inheritdoc cref="WhyNot{TCommand}()"/>
    protected string? WhyNot(Type command) => Link.IsPast ? T["why.past"]
        : Read.MayNot(Permissions.Of(command), Login, "") is null ? null
        : T["why.role", string.Join(T["list.or"], Permissions.Of(command).Makers.Select(RoleName))];

    /// <summary>A role in words.</summary>
    protected string RoleName(Role role) => T.OrCode("role", Kebab.Of(role));

    /// <summary>Runs a command as this person and brings the screen up to its result.</summary>
    /// <returns>The refusal, or null; and whether it waits for a second person now.</returns>
    protected async Task<(DomainError? Error, bool Proposed)> Do<TState, TCommand, TEvent>(
        Decider<TState, TCommand, TEvent> decider, string key, TCommand command, string commandId)
        where TState : notnull where TCommand : notnull where TEvent : class
    {
        // On a circuit there is no request: the command gets a trace of its own.
        using var activity = new Activity("command").Start();
        var caller = new Caller(Login, commandId, activity.TraceId.ToString());
        var outcome = await Workplace.Desk.Execute(decider, key, command, caller);
        return await After(outcome);
    }

    /// <summary>Waits for the figures of an outcome.</summary>
    protected async Task<(DomainError? Error, bool Proposed)> After(Outcome outcome)
    {
        if (outcome.Error is { } refused) return (refused, false);
        await Workplace.Tail.WaitFor(outcome.Position, TimeSpan.FromSeconds(2));
        await Reload();
        return (null, outcome.Events is [CommandProposed, ..]);
    }

    /// <summary>A new id for one intent.</summary>
    protected static string NewCommandId() => "web-" + Guid.CreateVersion7().ToString("N");

    private void Moved(long position)
    {
        if (Link.IsPast || Interlocked.Exchange(ref isPending, 1) == 1) return;
        _ = InvokeAsync(async () =>
        {
            await Task.Delay(GatherMs); // many events arrive together; one picture is enough
            Interlocked.Exchange(ref isPending, 0);
            await Reload();
            StateHasChanged();
        });
    }

    /// <inheritdoc/>
    public virtual void Dispose()
    {
        Workplace.Tail.Advanced -= Moved;
        GC.SuppressFinalize(this);
    }
}
