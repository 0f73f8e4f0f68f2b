using System.CommandLine;
using System.Globalization;
using CarbonTrading.Application;
using CarbonTrading.Application.Checks;
using CarbonTrading.Application.Deals;
using CarbonTrading.Application.Views;
using CarbonTrading.Engine;
using CarbonTrading.Engine.Sql;
using CarbonTrading.Kernel;

namespace CarbonTrading.Cli;

/// <summary>Every verb there is.</summary>
public static class Verbs
{
    private static readonly Option<string> asOf = new("--as-of") { Description = "Effective up to this business date, yyyy-MM-dd. Default: the open day." };
    private static readonly Option<string> known = new("--known") { Description = "Recorded up to this log position or instant. Default: everything." };

    /// <summary>All verbs, in the order of the help.</summary>
    public static IEnumerable<Command> All()
    {
        yield return SignIn();
        yield return new Command("accounts", "Allowance accounts: list, show, and a verb for every movement.").With("accounts").And(AccountsList()).And(AccountShow());
        yield return new Command("trades", "Trades: list, import, confirmations, and a verb for every step.").With("trades").WithPreview("trades", "capture-trade")
            .And(TradesList()).And(TradesVerbs.Import()).And(OrderVerbs.Confirmations()).And(OrderVerbs.Letter());
        yield return new Command("orders", "Orders and executions: list, import of a broker's statement, and a verb for every step.").With("orders").WithPreview("orders", "place-order")
            .And(OrderVerbs.List()).And(OrderVerbs.Import());
        yield return new Command("funds", "Money at the venues: list, and recording a balance.").With("funds").And(OrderVerbs.Funds());
        yield return new Command("contracts", "Forwards, swaps, options, repos, pledges, loans and internal transfers: list, and a verb for every step.").With("contracts")
            .WithPreview("contracts", "agree-contract").And(ContractVerbs.List()).And(ContractVerbs.Letter());
        yield return new Command("ccer", "CCER holdings: list, and a verb for every movement.") { Aliases = { "holdings" } }.With("ccer").And(ComplianceVerbs.Holdings());
        yield return new Command("obligations", "Obligations: list, and a verb for every step.").With("obligations").And(ComplianceVerbs.Obligations()).And(ComplianceVerbs.CarryOver());
        yield return new Command("projects", "Reduction projects: list, and a verb for every step.").With("projects").And(ComplianceVerbs.Projects());
        yield return Positions().And(PivotVerbs.Pivot()).And(PivotVerbs.Forward()).And(PivotVerbs.Cover());
        yield return LotVerbs.Lots();
        yield return CostVerbs.Costs();
        yield return LimitVerbs.Limits();
        yield return TradesVerbs.Settlement();
        yield return new Command("prices", "Market prices: import, show, findings.").And(PricesVerbs.Import()).And(PricesVerbs.Show()).And(PricesVerbs.Findings());
        yield return new Command("proposals", "Commands that wait for a second person.").With("proposals").And(ProposalsList()).And(ProposalEffect());
        yield return new Command("organisation", "The organisation tree.").With("organisation");
        yield return new Command("people", "Persons and roles.").With("people").And(IssueCode());
        yield return new Command("business-days", "The day the books are on.").With("business-days");
        yield return new Command("job", "Jobs: timetable and runs.").And(JobVerbs.Run()).And(JobVerbs.List());
        yield return PlanningVerbs.Forecast();
        yield return PlanningVerbs.Duties();
        yield return RiskVerbs.Value();
        yield return ChartVerbs.Chart();
        yield return ChartVerbs.Report();
        yield return Events();
        yield return Check();
        yield return new Command("audit", "Evidence.").And(Verify());
        yield return Backup();
        yield return Restore();
        yield return ExportVerbs.Verb();
    }

    /// <summary>Adds a subcommand.</summary>
    public static Command And(this Command under, Command verb)
    {
        under.Subcommands.Add(verb);
        return under;
    }

    /// <summary>A query: opens the workplace, resolves the pair of dates, prints.</summary>
    public static Command Query(string name, string description, Func<ParseResult, Workplace, AsOf, CancellationToken, Task<Exit>> run, params Symbol[] inputs) =>
        QueryBy(name, description, (parsed, workplace, _, pair, ct) => run(parsed, workplace, pair, ct), inputs);

    /// <summary>A query whose answer names who asked.</summary>
    public static Command QueryBy(string name, string description, Func<ParseResult, Workplace, string, AsOf, CancellationToken, Task<Exit>> run, params Symbol[] inputs)
    {
        var verb = new Command(name, description);
        foreach (var input in inputs)
        {
            if (input is Argument argument) verb.Arguments.Add(argument);
            else verb.Options.Add((Option)input);
        }

        verb.Options.Add(asOf);
        verb.Options.Add(known);
        verb.SetAction((parsed, ct) => Terminal.As(parsed, "read", async (workplace, person, stop) =>
        {
            var (pair, wrong) = workplace.Queries.Resolve(parsed.GetValue(asOf), parsed.GetValue(known));
            return wrong is null ? await run(parsed, workplace, person, pair!, stop) : Terminal.Refuse(parsed, wrong);
        }, ct));
        return verb;
    }

    /// <summary>Whole tonnes for a table.</summary>
    public static string T(long tonnes) => tonnes.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>An amount for a table.</summary>
    public static string M(decimal? amount) => amount?.ToString("N2", CultureInfo.InvariantCulture) ?? "";

    private static Command SignIn()
    {
        var user = new Argument<string>("user") { Description = "Login." };
        var verb = new Command("sign-in", "Signs in and keeps the token in the data folder. The password is asked for, or read from stdin when it is not a terminal.") { user };
        verb.SetAction(async (parsed, ct) =>
        {
            var session = Session.Of(parsed);
            await using var workplace = await Terminal.Open(session, ct);
            var login = parsed.GetValue(user)!;
            var password = session.Input is { } input ? await input.ReadLineAsync(ct) ?? "" : ReadPassword(login);
            if (!await workplace.SignIn.Check(login, password, ct)) return (int)Terminal.Refuse(parsed, Application.People.SignInErrors.Failed());
            var token = await workplace.SignIn.IssueToken(login, ct);
            await OwnFile.Write(workplace.Settings.TokenFile, token, ct);
            Terminal.Print(parsed, new { user = login, token }, to => to.WriteLine($"Signed in as {login}."));
            return (int)Exit.Done;
        });
        return verb;
    }

    private static string ReadPassword(string login)
    {
        Console.Error.Write($"Password of {login}: ");
        var typed = new System.Text.StringBuilder();
        while (Console.ReadKey(intercept: true) is var key && key.Key != ConsoleKey.Enter)
        {
            if (key.Key == ConsoleKey.Backspace) typed.Length = Math.Max(0, typed.Length - 1);
            else typed.Append(key.KeyChar);
        }

        Console.Error.WriteLine();
        return typed.ToString();
    }

    private static Command Positions() => Query("positions", "Tonnes by account and unit class, with cost and market value.", (parsed, w, pair, _) =>
    {
        var rows = w.Queries.Positions(pair);
        Terminal.Print(parsed, w.Queries.With(pair, rows), to =>
        {
            to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"As of {pair.Date:yyyy-MM-dd}, known at {pair.Known}. Cost and value in the currency named."));
            Terminal.Table(to, ["account", "unit", "free", "reserved", "pledged", "frozen", "carry-over", "in transit", "held", "surrendered", "in", "cost", "cur", "price", "value"],
                rows.Select(r => new[]
                {
                    r.Account, r.Unit.ToString(), T(r.Free), T(r.Reserved), T(r.Pledged), T(r.Frozen), T(r.CarryOver), T(r.InTransit), T(r.Held), T(r.Surrendered), r.Measure, M(r.Cost), r.Currency,
                    r.Price is { } p ? string.Create(CultureInfo.InvariantCulture, $"{p.Value:0.00##} of {p.Date:yyyy-MM-dd}{(p.Stale == true ? " stale" : "")}") : "no price",
                    M(r.Value),
                }));
        });
        return Task.FromResult(Exit.Done);
    });

    private static Command AccountsList() => Query("list", "Accounts.", (parsed, w, pair, _) =>
    {
        var rows = w.Read.Accounts.All(pair.Known);
        Terminal.Print(parsed, w.Queries.With(pair, rows), to => Terminal.Table(to, ["account", "holder", "market", "name"],
            rows.Select(a => new[] { a.Key, a.Holder, a.Market, $"{a.Name} {a.NameZh}" })));
        return Task.FromResult(Exit.Done);
    });

    private static Command AccountShow()
    {
        var key = new Argument<string>("key") { Description = "Account key." };
        return Query("show", "Lots of one account with the events behind them.", (parsed, w, pair, _) =>
        {
            var account = parsed.GetValue(key)!;
            if (w.Read.Accounts.Find(account, pair.Known) is not { } entry)
                return Task.FromResult(Terminal.Refuse(parsed, DeskErrors.UnknownAccount(account)));
            var lots = w.Queries.Lots(pair, account, null);
            Terminal.Print(parsed, w.Queries.With(pair, new { account = entry, lots }), to =>
            {
                to.WriteLine($"{entry.Key} {entry.Name} {entry.NameZh} ({entry.Market}), held by {entry.Holder}");
                Terminal.Table(to, ["lot", "unit", "acquired", "free", "reserved", "frozen", "carry-over", "in transit", "events"], lots.Select(l => new[]
                {
                    l.Lot, l.Unit.ToString(), l.Acquired.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), T(l.In(Domain.Registry.Bucket.Free)),
                    T(l.In(Domain.Registry.Bucket.Reserved)), T(l.In(Domain.Registry.Bucket.Frozen)), T(l.In(Domain.Registry.Bucket.CarryOver)), T(l.In(Domain.Registry.Bucket.InTransit)),
                    string.Join(' ', l.Events.Select(e => $"#{e}")),
                }));
            });
            return Task.FromResult(Exit.Done);
        }, key);
    }

    private static Command TradesList() => Query("list", "Trades, newest first.", (parsed, w, pair, _) =>
    {
        var rows = w.Queries.Trades(pair);
        Terminal.Print(parsed, w.Queries.With(pair, rows), to => Terminal.Table(to, ["trade", "date", "account", "side", "product", "quantity", "measure", "price", "status", "maker", "checker"],
            rows.Select(r => (r, T: r.Trade.Terms!)).Select(x => new[]
            {
                x.r.Key, x.T.TradeDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), x.T.Account, x.T.Side.ToString(), x.T.Product.Code,
                T(x.T.Quantity.Value), w.Units.Of(x.T.Product.Market), x.T.Price.ToString(), x.r.Trade.Status.ToString(), x.r.Trade.CapturedBy, x.r.Trade.ApprovedBy ?? "",
            })));
        return Task.FromResult(Exit.Done);
    });

    private static Command ProposalsList() => Query("list", "Proposals, newest first.", (parsed, w, pair, _) =>
    {
        var rows = w.Read.Proposals.All(pair.Known).OrderByDescending(p => p.History[0].Position).ToList();
        Terminal.Print(parsed, w.Queries.With(pair, rows.Select(p => new { p.Key, p.State })), to => Terminal.Table(to,
            ["proposal", "status", "command", "on", "maker", "checker", "note"], rows.Select(p => new[]
            {
                p.Key, p.State.Status.ToString(), p.State.Command, $"{p.State.Entity}/{p.State.Key}", p.State.Maker, p.State.Checker ?? "", p.State.Note ?? "",
            })));
        return Task.FromResult(Exit.Done);
    });

    private static Command ProposalEffect()
    {
        var key = new Argument<string>("key") { Description = "Key of a proposal that waits." };
        return Query("effect", "What a proposal that waits would change, and whether it would be refused now. Exit 1 when it would be.", async (parsed, w, pair, ct) =>
        {
            if (await new ProposalEffects(w).Of(parsed.GetValue(key)!, pair, ct) is not { } effect) return Terminal.Refuse(parsed, DeskErrors.NotFound("proposals", parsed.GetValue(key)!, pair.Known));
            Terminal.Print(parsed, w.Queries.With(pair, effect), to =>
            {
                if (effect.Refusal is { } refused) to.WriteLine($"{refused.Code}: {refused.Message}");
                Terminal.Table(to, ["what", "where", "product", "unit", "before", "change", "after"], effect.Lines.Select(l => new[]
                {
                    l.Kind.ToString(), l.Account, l.Product?.Code ?? "", l.Unit, M(l.Before), M(l.Change), M(l.After),
                }));
                Terminal.Table(to, ["lot", "product", "quantity", "proposed"], effect.Lots.Select(l => new[] { l.Lot, l.Code, T(l.Tonnes), l.Proposed is { } p ? T(p) : "" }));
            });
            return effect.Refusal is null ? Exit.Done : Exit.Refused;
        }, key);
    }

    private static Command Events()
    {
        var stream = new Option<string>("--stream") { Description = "Only this stream: entity/KEY." };
        var max = new Option<int>("--max") { Description = "At most this many, newest first.", DefaultValueFactory = _ => 50 };
        return Query("events", "The log, newest first.", async (parsed, w, pair, ct) =>
        {
            var rows = await w.Queries.Events(pair, parsed.GetValue(stream), null, Math.Clamp(parsed.GetValue(max), 1, 1_000), ct);
            Terminal.Print(parsed, w.Queries.With(pair, rows), to => Terminal.Table(to, ["#", "recorded", "stream", "event", "by", "approved by"], rows.Select(e => new[]
            {
                T(e.Position), e.Recorded.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture), e.Stream, e.Name, e.Actor, e.ApprovedBy ?? "",
            })));
            return Exit.Done;
        }, stream, max);
    }

    private static Command Check()
    {
        var verb = new Command("check", "Checks what must always hold: conservation, lots, trades, orders, contracts, limits and money against the accounts. Exit 1 on a finding.");
        verb.SetAction((parsed, ct) => Terminal.As(parsed, "verify", async (w, _, stop) =>
        {
            var results = await Invariants.Check(w, stop);
            var state = StateHash.Of(w);
            Terminal.Print(parsed, new { state, results }, to =>
            {
                foreach (var r in results) to.WriteLine($"{(r.Findings.Count == 0 ? "ok  " : "FAIL")} {r.Name}: {r.Checked}{string.Concat(r.Findings.Take(20).Select(f => "\n       " + f))}");
                to.WriteLine($"state {state}");
            });
            return results.All(r => r.Findings.Count == 0) ? Exit.Done : Exit.Refused;
        }, ct));
        return verb;
    }

    private static Command Verify()
    {
        var expect = new Option<string>("--expect") { Description = "COUNT:HASH noted earlier: finds a tail that was cut since." };
        var verb = new Command("verify", "Recomputes the hash chain of the whole log. Exit 1 on a fault.") { expect };
        verb.SetAction((parsed, ct) => Terminal.As(parsed, "verify", async (w, _, stop) =>
        {
            ChainReport report;
            if (parsed.GetValue(expect) is { } text)
            {
                if (!LogHead.TryParse(text, out var expected))
                    return Terminal.Refuse(parsed, DeskErrors.BadQuery("expect", "COUNT:HASH, a whole number and 64 hex digits"));
                report = (await w.Store.Events.Verify(expected, stop)).Against(expected);
            }
            else report = await w.Store.Events.Verify(stop);
            Terminal.Print(parsed, report, to =>
            {
                foreach (var fault in report.Faults) to.WriteLine(fault);
                to.WriteLine($"{report.Count}:{report.Hash} {(report.Faults.Count == 0 ? "sound" : $"{report.Faults.Count} faults")}");
            });
            return report.Faults.Count == 0 ? Exit.Done : Exit.Refused;
        }, ct));
        return verb;
    }

    private static Command Backup()
    {
        var file = new Argument<FileInfo>("file") { Description = "New file." };
        var verb = new Command("backup", "Writes a consistent copy of the whole store, while it is in use.") { file };
        verb.SetAction((parsed, ct) => Terminal.As(parsed, "backup", async (w, _, stop) =>
        {
            var to = parsed.GetValue(file)!.FullName;
            if (File.Exists(to)) return Terminal.Refuse(parsed, new("backup.file-exists", ErrorKind.Conflict, $"{to} exists; name a new file.", "file"));
            await w.Store.Events.Backup(to, stop);
            var head = await w.Store.Events.Head(stop);
            Terminal.Print(parsed, new { file = to, head.Position, head.Hash }, o => o.WriteLine($"{to} holds {head.Position} events, head {head.Hash}"));
            return Exit.Done;
        }, ct));
        return verb;
    }

    private static Command Restore()
    {
        var file = new Argument<FileInfo>("file") { Description = "A backup." };
        var verb = new Command("restore", "Fills an empty store from a backup. Needs no sign-in: there is nobody yet.") { file };
        verb.SetAction(async (parsed, ct) =>
        {
            await using var store = await Workplace.OpenStore(Settings.From(Session.Of(parsed).Setting));
            if ((await store.Events.Head(ct)).Position > 0)
                return (int)Terminal.Refuse(parsed, new("restore.not-empty", ErrorKind.Conflict, "The store holds events; restore only into an empty one.", "file"));
            await Store.Restore(parsed.GetValue(file)!.FullName, store, ct);
            var head = await store.Events.Head(ct);
            Terminal.Print(parsed, head, o => o.WriteLine($"Restored {head.Position} events, head {head.Hash}"));
            return (int)Exit.Done;
        });
        return verb;
    }

    private static Command IssueCode()
    {
        var user = new Argument<string>("user") { Description = "Login." };
        var verb = new Command("issue-code", "A one-time code (15 minutes) with which the person sets a password.") { user };
        verb.SetAction((parsed, ct) => Terminal.As(parsed, "issue-code", async (w, person, stop) =>
        {
            var login = parsed.GetValue(user)!;
            var (code, refused) = await w.IssueCode(login.ToUpperInvariant(), person, stop);
            if (refused is not null) return Terminal.Refuse(parsed, refused);
            Terminal.Print(parsed, new { user = login, code }, to => to.WriteLine(code!));
            return Exit.Done;
        }, ct));
        return verb;
    }
}
