import { expect, it } from 'vitest';
import { createFocusSummary, type FocusCharge } from '../../../../engine/pricing/focus/focusSummary.ts';

const UNIT = 10n ** 12n;

function charge(
  over: Partial<FocusCharge>,
  list: bigint,
  contracted: bigint,
  effective: bigint,
): FocusCharge {
  return {
    currency: 'USD',
    start: 0,
    end: 3_600_000,
    billed: effective * UNIT,
    effective: effective * UNIT,
    list: list * UNIT,
    contracted: contracted * UNIT,
    category: 'Usage',
    provider: 'p',
    service: 's',
    subAccount: 'a',
    pricing: 'Standard',
    commitment: undefined,
    status: undefined,
    ...over,
  };
}

it('counts what spot saves by itself: it is no part of coverage, of savings rate, or of what was negotiated', () => {
  const summary = createFocusSummary();
  // 100 at list, 90 negotiated; 50 covered at 30; spot at 40 in place of 100.
  summary.add(charge({}, 100n, 90n, 90n));
  summary.add(charge({ pricing: 'Committed', status: 'Used', commitment: 'plan' }, 50n, 50n, 30n));
  const before = summary.summary().bills[0];
  expect(before).toMatchObject({ coverage: 50 / 140, effectiveSavingsRate: 1 - 120 / 140 });
  expect(before.savings).toEqual({ negotiated: 10, commitment: 20, total: 30 });
  summary.add(charge({ pricing: 'Dynamic' }, 100n, 40n, 40n));
  const [after] = summary.summary().bills;
  expect(after).toMatchObject({ coverage: 50 / 140, effectiveSavingsRate: 1 - 120 / 140, effective: 160 });
  expect(after.savings).toEqual({ negotiated: 10, commitment: 20, spot: 60, total: 90 });
});
