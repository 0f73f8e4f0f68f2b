namespace CarbonTrading.Application.Exports;

public static partial class ExportTables
{
    private static IEnumerable<ExportTable> Deals()
    {
        yield return Table("trades", "Trades", "交易", "/api/trades", q => q.Queries.Trades(q.AsOf))
            .Col("trade", r => r.Key).Col("trade-date", r => r.Trade.Terms!.TradeDate).Col("trade-time", r => r.Trade.Terms!.TradeTime).Col("account", r => r.Trade.Terms!.Account)
            .Col("side", r => r.Trade.Terms!.Side).Col("method", r => r.Trade.Terms!.Method).Col("product", r => r.Trade.Terms!.Product)
            .Col("measure", (r, q) => q.Measure(r.Trade.Terms!.Product.Market)).Col("quantity", r => r.Trade.Terms!.Quantity).Col("price", r => r.Trade.Terms!.Price.Amount)
            .Col("currency", r => r.Trade.Terms!.Price.Currency).Col("fee", r => r.Trade.Fee).Col("cash", r => r.Trade.Cash).Col("status", r => r.Trade.Status)
            .Col("settled", r => r.Trade.SettledQuantity).Col("settled-cash", r => r.Trade.SettledCash).Col("settled-on", r => r.Trade.SettledOn)
            .Col("counterparty", r => r.Trade.Terms!.Counterparty).Col("book", r => r.Trade.Terms!.Book).Col("order", r => r.Trade.Order).Col("execution", r => r.Trade.Execution)
            .Col("captured-by", r => r.Trade.CapturedBy).Col("captured-at", r => r.CapturedAt).Col("approved-by", r => r.Trade.ApprovedBy).Col("approved-at", r => r.ApprovedAt)
            .Col("venue-reference", r => r.Trade.Terms!.VenueReference).Col("problem", r => r.Trade.LastProblem).Col("remark", r => r.Trade.Terms!.Remark)
            .Col("replaces-trade", r => r.Trade.Replaces).Col("replaced-by", r => r.Trade.ReplacedBy).Col("reason", r => r.Trade.Reason);
        yield return Table("orders", "Orders", "委托", "/api/orders", q => q.Queries.Orders.All(q.AsOf))
            .Col("order", r => r.Key).Col("trade-date", r => r.Terms.TradeDate).Col("until", r => r.Terms.Until).Col("account", r => r.Terms.Account).Col("side", r => r.Terms.Side)
            .Col("method", r => r.Terms.Method).Col("product", r => r.Terms.Product).Col("measure", (r, q) => q.Measure(r.Terms.Product.Market)).Col("quantity", r => r.Terms.Quantity)
            .Col("filled", r => r.Filled).Col("open", r => r.Open).Col("price", r => r.Terms.Price.Amount).Col("currency", r => r.Terms.Price.Currency)
            .Col("average-price", r => r.AveragePrice).Col("status", r => r.Status).Col("needs-look", r => r.NeedsLook).Col("broker", r => r.Terms.Broker)
            .Col("counterparty", r => r.Terms.Counterparty).Col("book", r => r.Terms.Book).Col("placed-by", r => r.PlacedBy).Col("placed-at", r => r.PlacedAt)
            .Col("remark", r => r.Terms.Remark);
        yield return Table("executions", "Executions of orders", "委托成交", "/api/orders",
                q => q.Queries.Orders.All(q.AsOf).SelectMany(o => o.Fills.Select(f => (Order: o, Fill: f))), "*/fills/*")
            .Col("order", r => r.Order.Key).Col("execution", r => r.Fill.Execution).Col("trade-date", r => r.Fill.Fill.TradeDate).Col("trade-time", r => r.Fill.Fill.TradeTime)
            .Col("account", r => r.Order.Terms.Account).Col("side", r => r.Order.Terms.Side).Col("product", r => r.Order.Terms.Product)
            .Col("measure", (r, q) => q.Measure(r.Order.Terms.Product.Market)).Col("quantity", r => r.Fill.Fill.Quantity).Col("price", r => r.Fill.Fill.Price.Amount)
            .Col("currency", r => r.Fill.Fill.Price.Currency).Col("fee", r => r.Fill.Fill.Fee).Col("commission", r => r.Fill.Fill.Commission).Col("stands", r => r.Fill.Stands)
            .Col("trade", r => r.Fill.Trade).Col("trade-status", r => r.Fill.TradeStatus).Col("worse-than-order", r => r.Fill.IsWorse)
            .Col("venue-reference", r => r.Fill.Fill.VenueReference).Col("replaces", r => r.Fill.Fill.Replaces).Col("ended", r => r.Fill.Ended).Col("problem", r => r.Fill.Problem);
        yield return Table("confirmations", "Confirmations", "交易确认", "/api/confirmations", q => q.Queries.Confirmations.All(q.AsOf))
            .Col("source-kind", r => r.Source).Col("source", r => r.Key).Col("counterparty", r => r.Counterparty).Col("sent-to", r => r.Confirmation.To).Col("day", r => r.Day)
            .Col("side", r => r.Side).Col("product", r => r.Product).Col("measure", (r, q) => q.Measure(r.Product.Market)).Col("quantity", r => r.Quantity).Col("status", r => r.Stage)
            .Col("age-days", r => r.AgeDays).Col("issued-on", r => r.Confirmation.IssuedOn).Col("chased", r => r.Confirmation.Chased).Col("chased-on", r => r.Confirmation.ChasedOn)
            .Col("matched-on", r => r.Confirmation.MatchedOn).Col("evidence", r => r.Confirmation.Evidence).Col("captured-by", r => r.MadeBy)
            .Col("differences", r => r.Confirmation.Differences.Select(d => $"{d.Field}: {d.Ours} / {d.Theirs}"));
        yield return Table("contracts", "Term contracts", "期限合约", "/api/contracts", q => q.Queries.Contracts.All(q.AsOf))
            .Col("contract", r => r.Key).Col("kind", r => r.Terms.Kind).Col("agreed-on", r => r.Terms.AgreedOn).Col("account", r => r.Terms.Account)
            .Col("counterparty", r => r.Terms.Counterparty)
            .Col("side", r => r.Terms.Side).Col("product", r => r.Terms.Product).Col("measure", (r, q) => q.Measure(r.Terms.Product.Market)).Col("quantity", r => r.Terms.Quantity)
            .Col("price", r => r.Terms.Price.Amount).Col("currency", r => r.Terms.Price.Currency).Col("end-price", r => r.Terms.EndPrice?.Amount).Col("amount", r => r.Terms.Amount)
            .Col("interest", r => r.Terms.Interest).Col("margin", r => r.Terms.Margin).Col("fee", r => r.Terms.Fee).Col("in-cash", r => r.Terms.InCash).Col("starts-on", r => r.Terms.StartsOn)
            .Col("ends-on", r => r.Terms.EndsOn).Col("status", r => r.Status).Col("next-due", r => r.NextDue).Col("late-days", r => r.LateDays).Col("needs-look", r => r.NeedsLook)
            .Col("captured-by", r => r.AgreedBy).Col("approved-by", r => r.ApprovedBy).Col("document", r => r.Terms.Document).Col("reference", r => r.Reference)
            .Col("exercised-on", r => r.ExercisedOn).Col("book", r => r.Terms.Book).Col("remark", r => r.Terms.Remark);
        yield return Table("contract-legs", "Legs of contracts", "合约各腿", "/api/contracts",
                q => q.Queries.Contracts.All(q.AsOf).SelectMany(c => c.Legs.Select(l => (Contract: c, Standing: l))), "*/legs/*")
            .Col("contract", r => r.Contract.Key).Col("leg", r => r.Standing.Leg.Number)
            .Col("part-of", r => r.Standing.Leg.PartOf).Col("phase", r => r.Standing.Leg.Phase).Col("action", r => r.Standing.Leg.Action)
            .Col("comes-in", r => r.Standing.Leg.IsIn).Col("account", r => r.Standing.Leg.Account).Col("product", r => r.Standing.Leg.Product)
            .Col("measure", (r, q) => r.Standing.Leg.Quantity is null ? null : q.Measure((r.Standing.Leg.Product ?? r.Contract.Terms.Product).Market))
            .Col("quantity", r => r.Standing.Leg.Quantity).Col("amount", r => r.Standing.Leg.Amount).Col("currency", r => r.Standing.Leg.Currency).Col("due", r => r.Standing.Leg.Due)
            .Col("status", r => r.Standing.Status).Col("moved-on", r => r.Standing.MovedOn).Col("evidence", r => r.Standing.Evidence).Col("problem", r => r.Standing.Problem);
        yield return Table("contract-steps", "Steps of contracts", "合约办理步骤", "/api/contracts",
                q => q.Queries.Contracts.All(q.AsOf).SelectMany(c => c.Stages.Select(s => (Contract: c, Stage: s))), "*/stages/*")
            .Col("contract", r => r.Contract.Key).Col("step", r => r.Stage.Code).Col("day", r => r.Stage.Day).Col("evidence", r => r.Stage.Evidence).Col("recorded-by", r => r.Stage.By);
        yield return Table("settlement", "Settlement legs, units and cash", "结算各腿（单位与资金）", "/api/settlement", q => q.Queries.Settlement.Legs(q.AsOf))
            .Col("source-kind", r => r.Source).Col("source", r => r.Key).Col("kind", r => r.Kind).Col("phase", r => r.Phase).Col("comes-in", r => r.IsIn).Col("account", r => r.Account)
            .Col("counterparty", r => r.Counterparty).Col("market", r => r.Market).Col("code", r => r.Code).Col("measure", (r, q) => r.Quantity is null ? null : q.Measure(r.Market))
            .Col("quantity", r => r.Quantity).Col("settled", r => r.Settled).Col("amount", r => r.Amount).Col("settled-cash", r => r.SettledAmount).Col("currency", r => r.Currency)
            .Col("due", r => r.Due).Col("status", r => r.Status).Col("late-days", r => r.LateDays).Col("evidence", r => r.Evidence).Col("problem", r => r.Problem)
            .Col("captured-by", r => r.Captured);
        yield return Table("funds", "Money at the venues", "场所资金", "/api/funds", q => q.Queries.Funds.All(q.AsOf))
            .Col("account", r => r.Account).Col("account-name", r => r.Name).Col("account-name-zh", r => r.NameZh).Col("market", r => r.Market).Col("currency", r => r.Currency)
            .Col("balance-on", r => r.On).Col("balance", r => r.Balance).Col("settled-since", r => r.Settled).Col("to-come", r => r.Coming).Col("promised", r => r.Open)
            .Col("held-by-orders", r => r.Orders).Col("available", r => r.Available).Col("evidence", r => r.Evidence);
    }
}
