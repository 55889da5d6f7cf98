/** What a column of FOCUS holds. */
export type FocusType = 'String' | 'Decimal' | 'Date/Time' | 'JSON';

/** A column's rules: whether it has to be there, whether it may be empty, and the words that it takes. */
export interface FocusColumnRule {
  readonly type: FocusType;
  readonly level: 'Mandatory' | 'Conditional' | 'Recommended';
  readonly isNullable: boolean;
  readonly allowed?: readonly string[];
}

const rule =
  (type: FocusType) =>
  (level: FocusColumnRule['level'], isNullable: boolean, allowed?: readonly string[]): FocusColumnRule => ({
    type,
    level,
    isNullable,
    ...(allowed === undefined ? {} : { allowed }),
  });
const text = rule('String');
const decimal = rule('Decimal');
const instant = rule('Date/Time');
const json = rule('JSON');

const [NULLS, NO_NULLS] = [true, false];

/** Service categories of FOCUS 1.2. */
const SERVICE_CATEGORIES = [
  'AI and Machine Learning',
  'Analytics',
  'Business Applications',
  'Compute',
  'Databases',
  'Developer Tools',
  'Multicloud',
  'Identity',
  'Integration',
  'Internet of Things',
  'Management and Governance',
  'Media',
  'Migration',
  'Mobile',
  'Networking',
  'Security',
  'Storage',
  'Web',
  'Other',
];

/**
 * The columns of FOCUS 1.2 (FinOps Open Cost and Usage Specification, tag v1.2, CC-BY-4.0), in the order in which they are
 * written; then the two names that 1.3 adds beside the deprecated provider and publisher.
 */
export const FOCUS_COLUMNS = {
  AvailabilityZone: text('Recommended', NULLS),
  BilledCost: decimal('Mandatory', NO_NULLS),
  BillingAccountId: text('Mandatory', NO_NULLS),
  BillingAccountName: text('Mandatory', NULLS),
  BillingAccountType: text('Conditional', NO_NULLS),
  BillingCurrency: text('Mandatory', NO_NULLS),
  BillingPeriodEnd: instant('Mandatory', NO_NULLS),
  BillingPeriodStart: instant('Mandatory', NO_NULLS),
  CapacityReservationId: text('Conditional', NULLS),
  CapacityReservationStatus: text('Conditional', NULLS, ['Used', 'Unused']),
  ChargeCategory: text('Mandatory', NO_NULLS, ['Usage', 'Purchase', 'Tax', 'Credit', 'Adjustment']),
  ChargeClass: text('Mandatory', NULLS, ['Correction']),
  ChargeDescription: text('Mandatory', NULLS),
  ChargeFrequency: text('Recommended', NO_NULLS, ['One-Time', 'Recurring', 'Usage-Based']),
  ChargePeriodEnd: instant('Mandatory', NO_NULLS),
  ChargePeriodStart: instant('Mandatory', NO_NULLS),
  CommitmentDiscountCategory: text('Conditional', NULLS, ['Spend', 'Usage']),
  CommitmentDiscountId: text('Conditional', NULLS),
  CommitmentDiscountName: text('Conditional', NULLS),
  CommitmentDiscountQuantity: decimal('Conditional', NULLS),
  CommitmentDiscountStatus: text('Conditional', NULLS, ['Used', 'Unused']),
  CommitmentDiscountType: text('Conditional', NULLS),
  CommitmentDiscountUnit: text('Conditional', NULLS),
  ConsumedQuantity: decimal('Conditional', NULLS),
  ConsumedUnit: text('Conditional', NULLS),
  ContractedCost: decimal('Mandatory', NO_NULLS),
  ContractedUnitPrice: decimal('Conditional', NULLS),
  EffectiveCost: decimal('Mandatory', NO_NULLS),
  InvoiceId: text('Recommended', NULLS),
  InvoiceIssuerName: text('Mandatory', NO_NULLS),
  ListCost: decimal('Mandatory', NO_NULLS),
  ListUnitPrice: decimal('Conditional', NULLS),
  PricingCategory: text('Conditional', NULLS, ['Standard', 'Dynamic', 'Committed', 'Other']),
  PricingCurrency: text('Conditional', NULLS),
  PricingCurrencyContractedUnitPrice: decimal('Conditional', NULLS),
  PricingCurrencyEffectiveCost: decimal('Conditional', NULLS),
  PricingCurrencyListUnitPrice: decimal('Conditional', NULLS),
  PricingQuantity: decimal('Mandatory', NULLS),
  PricingUnit: text('Mandatory', NULLS),
  ProviderName: text('Mandatory', NO_NULLS),
  PublisherName: text('Mandatory', NO_NULLS),
  RegionId: text('Conditional', NULLS),
  RegionName: text('Conditional', NULLS),
  ResourceId: text('Conditional', NULLS),
  ResourceName: text('Conditional', NULLS),
  ResourceType: text('Conditional', NULLS),
  ServiceCategory: text('Mandatory', NO_NULLS, SERVICE_CATEGORIES),
  ServiceName: text('Mandatory', NO_NULLS),
  ServiceSubcategory: text('Recommended', NO_NULLS),
  SkuId: text('Conditional', NULLS),
  SkuMeter: text('Conditional', NULLS),
  SkuPriceDetails: json('Conditional', NULLS),
  SkuPriceId: text('Conditional', NULLS),
  SubAccountId: text('Conditional', NULLS),
  SubAccountName: text('Conditional', NULLS),
  SubAccountType: text('Conditional', NULLS),
  Tags: json('Conditional', NULLS),
  // Mandatory from 1.3 on: a file of 1.2 does not lack them.
  ServiceProviderName: text('Conditional', NO_NULLS),
  HostProviderName: text('Conditional', NULLS),
} as const satisfies Readonly<Record<string, FocusColumnRule>>;

export type FocusColumn = keyof typeof FOCUS_COLUMNS;

/** Columns of our own, behind those of FOCUS. */
export const OWN_COLUMNS = ['x_Pool', 'x_Workload', 'x_BookedTo'] as const;

/** A row as it is written: text, numbers (a decimal as text where a number would round it), or nothing. */
export type FocusRow = Readonly<Record<FocusColumn | (typeof OWN_COLUMNS)[number], string | number | null>>;

/** All columns that are written, in order. */
export const WRITTEN_COLUMNS = [...(Object.keys(FOCUS_COLUMNS) as FocusColumn[]), ...OWN_COLUMNS] as const;
