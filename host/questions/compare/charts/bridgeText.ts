import { type Amount, grouped, money } from '../../../../engine/finance/plainText.ts';
import type { BridgeCause, CostStep } from '../../../../engine/planning/costBridge.ts';
import { minusAmount, totalAmount } from '../../../report/amounts.ts';
import type { BridgeStep, CompareBridge } from '../compareResult.ts';
import { withinSentence } from '../withinSentence.ts';

const STEP_TEXTS: Readonly<Record<BridgeCause, { readonly label: string; readonly explanation: string }>> = {
  demand: { label: 'Demand', explanation: 'tokens to serve in a month' },
  work: {
    label: 'Work',
    explanation: 'GPU-hours with a request in hand, one or many, for each million tokens',
  },
  hours: { label: 'GPU-hours', explanation: 'GPU-hours paid for the same demand, at work and idle together' },
  price: { label: 'Price', explanation: 'what a paid GPU-hour costs, averaged over the pools' },
  idle: { label: 'Idle', explanation: 'GPU-hours paid for without a request in hand' },
};

const HOURS_NOTE =
  'Every GPU-hour of a fleet is paid, at work or idle: work that is saved comes back as idle hours unless the fleet gets smaller.';

/** A cost on either side of a bridge: the figure, or its decimal where the number rounds it. */
export interface BridgeEnd {
  readonly label: string;
  readonly cost: Amount;
}

/** The way from one monthly cost to another, with the sentence that says it. */
export function bridgeOf(
  from: BridgeEnd,
  to: BridgeEnd,
  found: readonly CostStep[],
  currency: string,
): CompareBridge {
  const steps = found.map((step): BridgeStep => ({ ...step, ...STEP_TEXTS[step.cause] }));
  return { label: to.label, steps, sentence: sentenceOf(from, to, steps, currency) };
}

/** An amount with its sign. */
export function signed(amount: Amount): string {
  return `${Number(amount) > 0 ? '+' : ''}${grouped(amount)}`;
}

/** Where a bridge of these steps ends. */
export function bridgeEnd(from: Amount, steps: readonly BridgeStep[]): Amount {
  return totalAmount([from, ...steps.map(({ amount, exactAmount }) => exactAmount ?? amount)]);
}

function sentenceOf(from: BridgeEnd, to: BridgeEnd, steps: readonly BridgeStep[], currency: string): string {
  if (steps.length === 0) return `${to.label} and ${from.label} cost the same.`;
  const difference = minusAmount(bridgeEnd(from.cost, steps), from.cost);
  const isMore = Number(difference) > 0;
  const size = money(isMore ? difference : minusAmount(0, difference), currency);
  const [largest] = [...steps].sort((a, b) => Math.abs(b.amount) - Math.abs(a.amount));
  const part = ({ label, explanation, amount, exactAmount }: BridgeStep): string =>
    `${withinSentence(label)} (${explanation}: ${signed(exactAmount ?? amount)})`;
  const causes = steps.length === 1 ? `by ${part(largest)} alone` : `most of it by ${part(largest)}`;
  const isOfHours = steps.some(({ cause }) => cause === 'hours' || cause === 'work' || cause === 'idle');
  return `${to.label} costs ${size} a month ${isMore ? 'more' : 'less'} than ${from.label}, ${causes}.${isOfHours ? ` ${HOURS_NOTE}` : ''}`;
}
