using CarbonTrading.Domain.Compliance;
using CarbonTrading.Domain.Contracts;
using CarbonTrading.Domain.Control;
using CarbonTrading.Domain.Funds;
using CarbonTrading.Domain.Limits;
using CarbonTrading.Domain.Offsets;
using CarbonTrading.Domain.Orders;
using CarbonTrading.Domain.Organisation;
using CarbonTrading.Domain.People;
using CarbonTrading.Domain.Prices;
using CarbonTrading.Domain.Registry;
using CarbonTrading.Domain.Trading;
using CarbonTrading.Engine;
using CarbonTrading.Kernel;

namespace CarbonTrading.Grains;

// One grain class per entity kind. The grain type is the decider's entity name; GrainsMatchEntitiesTests keeps it so.

/// <summary>Hosts <see cref="AllowanceAccount"/>.</summary>
[GrainType("allowance-account")]
public sealed class AllowanceAccountGrain(IEventStore store, RuleBook rules)
    : EntityGrain<AllowanceAccount, AllowanceAccountCommand, AllowanceAccountEvent>(AllowanceAccountDecider.Instance, store, rules);

/// <summary>Hosts <see cref="Trade"/>.</summary>
[GrainType("trade")]
public sealed class TradeGrain(IEventStore store, RuleBook rules)
    : EntityGrain<Trade, TradeCommand, TradeEvent>(TradeDecider.Instance, store, rules);

/// <summary>Hosts <see cref="Order"/>.</summary>
[GrainType("order")]
public sealed class OrderGrain(IEventStore store, RuleBook rules)
    : EntityGrain<Order, OrderCommand, OrderEvent>(OrderDecider.Instance, store, rules);

/// <summary>Hosts <see cref="FundAccount"/>.</summary>
[GrainType("fund-account")]
public sealed class FundAccountGrain(IEventStore store, RuleBook rules)
    : EntityGrain<FundAccount, FundAccountCommand, FundAccountEvent>(FundAccountDecider.Instance, store, rules);

/// <summary>Hosts <see cref="TermContract"/>.</summary>
[GrainType("contract")]
public sealed class ContractGrain(IEventStore store, RuleBook rules)
    : EntityGrain<TermContract, ContractCommand, ContractEvent>(ContractDecider.Instance, store, rules);

/// <summary>Hosts <see cref="Limit"/>.</summary>
[GrainType("limit")]
public sealed class LimitGrain(IEventStore store, RuleBook rules)
    : EntityGrain<Limit, LimitCommand, LimitEvent>(LimitDecider.Instance, store, rules);

/// <summary>Hosts <see cref="CcerHolding"/>.</summary>
[GrainType("ccer-holding")]
public sealed class CcerHoldingGrain(IEventStore store, RuleBook rules)
    : EntityGrain<CcerHolding, CcerHoldingCommand, CcerHoldingEvent>(CcerHoldingDecider.Instance, store, rules);

/// <summary>Hosts <see cref="Obligation"/>.</summary>
[GrainType("obligation")]
public sealed class ObligationGrain(IEventStore store, RuleBook rules)
    : EntityGrain<Obligation, ObligationCommand, ObligationEvent>(ObligationDecider.Instance, store, rules);

/// <summary>Hosts <see cref="ReductionProject"/>.</summary>
[GrainType("reduction-project")]
public sealed class ReductionProjectGrain(IEventStore store, RuleBook rules)
    : EntityGrain<ReductionProject, ReductionProjectCommand, ReductionProjectEvent>(ReductionProjectDecider.Instance, store, rules);

/// <summary>Hosts <see cref="PriceImport"/>.</summary>
[GrainType("price-import")]
public sealed class PriceImportGrain(IEventStore store, RuleBook rules)
    : EntityGrain<PriceImport, PriceImportCommand, PriceImportEvent>(PriceImportDecider.Instance, store, rules);

/// <summary>Hosts <see cref="OrganisationUnit"/>.</summary>
[GrainType("organisation-unit")]
public sealed class OrganisationGrain(IEventStore store, RuleBook rules)
    : EntityGrain<OrganisationUnit, OrganisationCommand, OrganisationEvent>(OrganisationDecider.Instance, store, rules);

/// <summary>Hosts <see cref="Person"/>.</summary>
[GrainType("person")]
public sealed class PersonGrain(IEventStore store, RuleBook rules)
    : EntityGrain<Person, PersonCommand, PersonEvent>(PersonDecider.Instance, store, rules);

/// <summary>Hosts <see cref="Proposal"/>.</summary>
[GrainType("proposal")]
public sealed class ProposalGrain(IEventStore store, RuleBook rules)
    : EntityGrain<Proposal, ProposalCommand, ProposalEvent>(ProposalDecider.Instance, store, rules);

/// <summary>Hosts <see cref="BusinessDay"/>.</summary>
[GrainType("business-day")]
public sealed class BusinessDayGrain(IEventStore store, RuleBook rules)
    : EntityGrain<BusinessDay, BusinessDayCommand, BusinessDayEvent>(BusinessDayDecider.Instance, store, rules);

/// <summary>Hosts <see cref="JobRun"/>.</summary>
[GrainType("job")]
public sealed class JobGrain(IEventStore store, RuleBook rules)
    : EntityGrain<JobRun, JobCommand, JobEvent>(JobRunDecider.Instance, store, rules);

/// <summary>Hosts <see cref="RuleBookLog"/>.</summary>
[GrainType("rule-book")]
public sealed class RuleBookGrain(IEventStore store, RuleBook rules)
    : EntityGrain<RuleBookLog, RuleBookCommand, RuleBookEvent>(RuleBookDecider.Instance, store, rules);
