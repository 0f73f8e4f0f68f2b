using CarbonTrading.Application.CostBooks;
using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Kernel;

namespace CarbonTrading.Application.Exports;

public static partial class ExportTables
{
    private static IEnumerable<ExportTable> CostsAndLimits()
    {
        yield return Table("costs", "Cost, market value and unrealised result", "成本、市值与未实现损益", "/api/costs", q => q.Queries.Costs.Held(q.AsOf))
            .Col("account", r => r.Account).Col("account-name", r => r.Name).Col("account-name-zh", r => r.NameZh).Col("holder", r => r.Holder).Col("unit", r => r.Unit)
            .Col("code", r => r.Code).Col("measure", (r, q) => q.Measure(r.Unit.Product.Market)).Col("cost-method", r => r.Method).Col("held", r => r.Tonnes).Col("owed", r => r.Owed)
            .Col("cost", r => r.Cost).Col("currency", r => r.Currency).Col("average-cost", r => r.Average).Col("price", r => r.Price?.Value).Col("price-date", r => r.Price?.Date)
            .Col("price-stale", r => r.Price?.Stale).Col("value", r => r.Value).Col("unrealised", r => r.Unrealised).Col("residual", r => r.Residual);
        yield return Asked("roll-forward", "Roll-forward of a period", "期间变动表", "/api/costs/roll-forward", ["from"], (q, _) => Task.FromResult(
                CostAsked.From(q["from"], q.AsOf) is var (first, wrong) && wrong is not null ? No<RollForwardRow>(wrong) : (q.Queries.Costs.RollForward(q.AsOf, first), null)))
            .Col("account", r => r.Account).Col("unit", r => r.Unit).Col("code", r => r.Code).Col("measure", (r, q) => q.Measure(r.Unit.Product.Market)).Col("currency", r => r.Currency)
            .Col("opening", r => r.Opening.Tonnes).Col("opening-cost", r => r.Opening.Cost).Col("came-in", r => r.In.Tonnes).Col("came-in-cost", r => r.In.Cost)
            .Col("delivered", r => r.Delivered.Tonnes).Col("delivered-cost", r => r.Delivered.Cost).Col("surrendered", r => r.Surrendered.Tonnes)
            .Col("surrendered-cost", r => r.Surrendered.Cost).Col("cancelled", r => r.Cancelled.Tonnes).Col("cancelled-cost", r => r.Cancelled.Cost)
            .Col("converted", r => r.Converted.Tonnes).Col("converted-cost", r => r.Converted.Cost).Col("returned", r => r.Returned.Tonnes).Col("returned-cost", r => r.Returned.Cost)
            .Col("lapsed", r => r.Lapsed.Tonnes).Col("lapsed-cost", r => r.Lapsed.Cost).Col("residual", r => r.Residual.Cost)
            .Col("closing", r => r.Closing.Tonnes).Col("closing-cost", r => r.Closing.Cost);
        yield return Asked("realised", "Realised result of a period", "期间已实现损益", "/api/costs/realised", ["from"], async (q, ct) =>
                CostAsked.From(q["from"], q.AsOf) is var (first, wrong) && wrong is not null ? No<RealisedRow>(wrong) : (await q.Queries.Costs.Realised(q.AsOf, first, ct), null))
            .Col("day", r => r.Day).Col("account", r => r.Account).Col("kind", r => r.Kind).Col("source", r => r.Trade).Col("code", r => r.Code)
            .Col("measure", (r, q) => r.Tonnes == 0 ? null : q.Measure(q.Read.Accounts.Find(r.Account)?.Market ?? "")).Col("quantity", r => r.Tonnes)
            .Col("proceeds", r => r.Proceeds).Col("cost", r => r.Cost).Col("realised", r => r.Realised).Col("currency", r => r.Currency).Col("lots", r => r.Lots.Select(l => l.Lot));
        yield return Asked("cost-lines", "Cost of a unit class line by line", "单位类别成本明细", "/api/costs/lines", ["account", "unit"], async (q, ct) =>
            {
                if (!EntityKey.IsValid(q["account"])) return No<(UnitClass Unit, CostLine Line, string Currency)>(
                    ExportErrors.Needs("cost-lines", "account and unit", $"the key of an account, and {UnitClass.Form}"));
                var (unit, wrong) = CostAsked.Unit(q["unit"]);
                if (wrong is not null) return No<(UnitClass Unit, CostLine Line, string Currency)>(wrong);
                var currency = q.Queries.Positions(q.AsOf).FirstOrDefault(p => p.Account == q["account"] && p.Unit == unit)?.Currency ?? "";
                return await q.Queries.Costs.Lines(q.AsOf, q["account"]!, unit, ct) is { } lines ? (lines.Select(l => (Unit: unit, Line: l, Currency: currency)), null)
                    : No<(UnitClass Unit, CostLine Line, string Currency)>(DeskErrors.NotFound("costs", q["account"]!, q.AsOf.Known));
            })
            .Col("day", r => r.Line.Day).Col("movement", r => r.Line.Movement).Col("lot", r => r.Line.Lot).Col("to", r => r.Line.To)
            .Col("measure", (r, q) => q.Measure(r.Unit.Product.Market)).Col("quantity", r => r.Line.Quantity).Col("cost", r => r.Line.Cost).Col("currency", r => r.Currency)
            .Col("cost-method", r => r.Line.Method)
            .Col("held-after", r => r.Line.PoolQuantity).Col("cost-after", r => r.Line.PoolCost);
        yield return Table("limits", "Limits", "限额", "/api/limits", q => q.Queries.Limits.All(q.AsOf))
            .Col("limit", r => r.Key).Col("name", r => r.Terms.Name).Col("name-zh", r => r.Terms.NameZh).Col("kind", r => r.Terms.Kind).Col("scope", r => r.Terms.Scope)
            .Col("account", r => r.Terms.Account).Col("hardness", r => r.Terms.Hardness).Col("counts", r => r.Terms.Counts).Col("status", r => r.Stage).Col("measure", r => r.Measure)
            .Col("used", r => r.Used).Col("open-orders-hold", r => r.HeldByOrders).Col("allowed", r => r.Allowed).Col("share", r => r.Share)
            .Col("valid-from", r => r.Terms.ValidFrom).Col("valid-to", r => r.Terms.ValidTo)
            .Col("waiting", r => r.Waiting).Col("breaches", r => r.Breaches).Col("reason", r => r.Terms.Reason);
        yield return Table("breaches", "Breaches of limits", "超限记录", "/api/limits/breaches", q => q.Queries.Limits.Breaches(q.AsOf))
            .Col("recorded", r => r.Recorded).Col("position", r => r.Position).Col("limit", r => r.Limit).Col("name", r => r.Name).Col("name-zh", r => r.NameZh).Col("kind", r => r.Kind)
            .Col("source", r => r.Trade).Col("person", r => r.Person).Col("measure", r => r.Unit).Col("asked", r => r.Asked).Col("used", r => r.Used).Col("allowed", r => r.Allowed)
            .Col("beyond", r => r.Beyond).Col("reason", r => r.Reason);
    }

    private static IEnumerable<ExportTable> Duties()
    {
        yield return Table("obligations", "Compliance obligations", "履约义务", "/api/obligations", q => q.Queries.Compliance.Obligations(q.AsOf))
            .Col("obligation", r => r.Key).Col("account", r => r.Account).Col("market", r => r.Market).Col("year", r => r.Year).Col("sector", r => r.Sector).Col("status", r => r.Status)
            .Col("measure", (r, q) => q.Measure(r.Market)).Col("emissions", r => r.Emissions).Col("estimate", r => r.Estimate).Col("reported", r => r.Reported)
            .Col("verified", r => r.Verified).Col("due-quantity", r => r.Due).Col("surrendered", r => r.Surrendered).Col("credits-reserved", r => r.OffsetsReserved)
            .Col("credits-surrendered", r => r.OffsetsSurrendered).Col("remaining", r => r.Remaining).Col("credits-allowed", r => r.OffsetCeiling).Col("credits-room", r => r.OffsetRoom)
            .Col("deadline", r => r.Deadline?.Date).Col("slack-days", r => r.Deadline?.SlackWorkingDays).Col("rule-source", r => r.Deadline?.Source)
            .Col("rule-status", r => r.Deadline?.Status).Col("penalty-most", r => r.Penalty?.Worst).Col("currency", r => r.Penalty?.Currency);
        yield return Table("credits", "Credits for obligations", "抵销使用", "/api/obligations",
                q => q.Queries.Compliance.Obligations(q.AsOf).SelectMany(o => o.Offsets.Select(c => (Obligation: o, Claim: c))), "*/offsets/*")
            .Col("obligation", r => r.Obligation.Key).Col("account", r => r.Obligation.Account).Col("holding", r => r.Claim.Holding).Col("reservation", r => r.Claim.Reservation)
            .Col("quantity", r => r.Claim.Quantity).Col("measure", (_, q) => q.Measure(CcerHoldingDecider.Market)).Col("status", r => r.Claim.Status)
            .Col("since", r => r.Claim.Since).Col("problem", r => r.Claim.Said ?? (object?)r.Claim.Problem);
        yield return Table("carry-over", "Applications for carry-over", "结转申请", "/api/obligations",
                q => q.Queries.Compliance.Obligations(q.AsOf).SelectMany(o => o.Applications.Select(a => (Obligation: o, Application: a))), "*/applications/*")
            .Col("obligation", r => r.Obligation.Key).Col("account", r => r.Obligation.Account).Col("reference", r => r.Application.Reference).Col("filed", r => r.Application.Filed)
            .Col("product", r => r.Application.Product).Col("origin", r => r.Application.Origin).Col("quantity", r => r.Application.Quantity)
            .Col("measure", (r, q) => q.Measure(r.Obligation.Market)).Col("batch", r => r.Application.Batch)
            .Col("status", r => r.Application.Status).Col("since", r => r.Application.Since)
            .Col("carried-over", r => r.Application.Carried).Col("carry-over-filed", r => r.Application.Open).Col("most", r => r.Obligation.CarryOver?.Most)
            .Col("rule-status", r => r.Obligation.CarryOver?.Status).Col("rule-source", r => r.Obligation.CarryOver?.Source).Col("problem", r => r.Application.Said);
        yield return Asked("forecast", "Year-end forecast of obligations", "年末履约预测", "/api/forecast", ["year"], (q, _) => Task.FromResult(
                q["year"] is { } text && (!int.TryParse(text, System.Globalization.NumberStyles.None, null, out var asked) || asked is < 2013 or > 2100)
                    ? No<Forecasts.ForecastRow>(DeskErrors.BadQuery("year", "a compliance year from 2013 to 2100"))
                    : (q.Queries.Forecasts.All(q.AsOf).Where(r => q["year"] is null || $"{r.Year}" == q["year"]), null)))
            .Col("obligation", r => r.Key).Col("account", r => r.Account).Col("name", r => r.Name).Col("name-zh", r => r.NameZh).Col("holder", r => r.Holder)
            .Col("market", r => r.Market)
            .Col("year", r => r.Year).Col("status", r => r.Status).Col("measure", (r, q) => q.Measure(r.Market)).Col("basis", r => r.Emissions.Basis)
            .Col("months", r => r.Emissions.Months)
            .Col("emissions-to-date", r => r.Emissions.ToDate).Col("emissions-p10", r => r.Emissions.P10).Col("emissions-p50", r => r.Emissions.P50)
            .Col("emissions-p90", r => r.Emissions.P90).Col("allocation", r => r.Allocation.Expected).Col("allocation-received", r => r.Allocation.Received)
            .Col("allocation-to-come", r => r.Allocation.ToCome).Col("surrendered", r => r.Surrendered).Col("credits-surrendered", r => r.OffsetsSurrendered)
            .Col("usable-units", r => r.Units).Col("usable-credits", r => r.Credits).Col("balance-p10", r => r.Balance10).Col("balance-p50", r => r.Balance50)
            .Col("balance-p90", r => r.Balance90).Col("price", r => r.Price?.Value).Col("currency", r => r.Price?.Currency).Col("value", r => r.Value50)
            .Col("credit-gain", r => r.CreditGain).Col("deadline", r => r.Deadline?.Date).Col("rule-status", r => r.Weakest);
        yield return Table("ccer", "Batches of CCER holdings", "CCER 批次", "/api/ccer",
                q => q.Queries.Compliance.Holdings(q.AsOf).SelectMany(h => h.Batches.Select(b => (Holding: h, Of: b))), "*/batches/*")
            .Col("holding", r => r.Holding.Key).Col("name", r => r.Holding.Name).Col("name-zh", r => r.Holding.NameZh).Col("holder", r => r.Holding.Holder).Col("lot", r => r.Of.Id)
            .Col("unit", r => r.Of.Unit).Col("project", r => r.Of.Batch.Project).Col("methodology", r => r.Of.Batch.Methodology).Col("region", r => r.Of.Batch.Region)
            .Col("period-from", r => r.Of.Batch.PeriodFrom)
            .Col("period-to", r => r.Of.Batch.PeriodTo).Col("registered-on", r => r.Of.Batch.RegisteredOn).Col("measure", (r, q) => q.Measure(r.Of.Unit.Product.Market))
            .Col("free", r => r.Of.Free).Col("reserved", r => r.Of.Reserved).Col("in-transit", r => r.Of.InTransit).Col("cancelled", r => r.Of.Cancelled)
            .Col("delivered", r => r.Of.Delivered).Col("cost", r => r.Of.Cost).Col("currency", r => r.Holding.Currency)
            .Col("serials", r => r.Of.Serials.Select(s => $"{s.Block} {s.First}-{s.Last}"));
        yield return Table("reservations", "Reserved credits", "CCER 预留", "/api/ccer",
                q => q.Queries.Compliance.Holdings(q.AsOf).SelectMany(h => h.Reservations.Select(c => (Holding: h, Of: c))), "*/reservations/*")
            .Col("holding", r => r.Holding.Key).Col("reservation", r => r.Of.Id).Col("status", r => r.Of.Status).Col("since", r => r.Of.Since).Col("quantity", r => r.Of.Quantity)
            .Col("measure", (_, q) => q.Measure(CcerHoldingDecider.Market))
            .Col("purpose", r => r.Of.Purpose).Col("obligation", r => r.Of.Obligation).Col("market", r => r.Of.Market).Col("year", r => r.Of.ComplianceYear)
            .Col("note", r => r.Of.Said ?? (object?)r.Of.Note);
        yield return Table("projects", "Reduction projects", "减排项目", "/api/projects", q => q.Queries.Compliance.Projects(q.AsOf))
            .Col("project", r => r.Key).Col("name", r => r.Name).Col("name-zh", r => r.NameZh).Col("holder", r => r.Owner).Col("place", r => r.Location)
            .Col("methodology", r => r.Methodology)
            .Col("status", r => r.Status).Col("since", r => r.Since).Col("notice-from", r => r.NoticeStart).Col("notice-to", r => r.NoticeEnd).Col("period-from", r => r.CreditingStart)
            .Col("period-to", r => r.CreditingEnd).Col("issued", r => r.Issued).Col("registry-number", r => r.RegistryNumber).Col("next", r => r.Next.Select(n => n.Command));
        yield return Table("project-reports", "Monitoring reports of projects", "项目监测报告", "/api/projects",
                q => q.Queries.Compliance.Projects(q.AsOf).SelectMany(p => p.Reductions.Select(x => (Project: p, Of: x))), "*/reductions/*")
            .Col("project", r => r.Project.Key).Col("report", r => r.Of.Report).Col("period-from", r => r.Of.PeriodFrom).Col("period-to", r => r.Of.PeriodTo)
            .Col("reported", r => r.Of.Reported).Col("verified", r => r.Of.Verified).Col("measure", (_, q) => q.Measure(CcerHoldingDecider.Market)).Col("status", r => r.Of.Status)
            .Col("since", r => r.Of.Since)
            .Col("notice-from", r => r.Of.NoticeStart).Col("verification-body", r => r.Of.VerificationBody);
        yield return Table("duties", "Duties with a deadline", "待办与期限", "/api/duties", q => q.Queries.Duties.All(q.AsOf), "duties/*")
            .Col("kind", r => r.Kind).Col("entity", r => r.Entity).Col("name", r => r.Name).Col("name-zh", r => r.NameZh).Col("market", r => r.Market).Col("year", r => r.Year)
            .Col("month-number", r => r.Month).Col("code", r => r.Product).Col("quantity", r => r.Tonnes).Col("measure", (r, q) => r.Tonnes is null ? null : q.Measure(r.Market ?? ""))
            .Col("deadline", r => r.Deadline?.Date).Col("last-safe", r => r.LastSafe).Col("slack-days", r => r.Slack).Col("stake", r => r.Stake).Col("stake-least", r => r.StakeMin)
            .Col("stake-most", r => r.StakeMax).Col("currency", r => r.Currency).Col("status", r => r.Status).Col("owner", r => r.Owner).Col("rule-status", r => r.Weakest);
    }
}
