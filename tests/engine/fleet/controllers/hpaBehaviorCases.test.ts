import { expect } from 'vitest';
import {
  downLimit,
  limitByFactor,
  limitByRules,
  limitReason,
  rememberChange,
  upLimit,
} from '../../../../engine/fleet/controllers/hpaLimits.ts';
import { stabilize, stabilizeFalls } from '../../../../engine/fleet/controllers/hpaStabilization.ts';
import { microseconds, sumSince, type Slots } from '../../../../engine/fleet/controllers/slots.ts';
import type { HpaRulesSpec } from '../../../../engine/scenario/living/livingSpec.ts';
import {
  behaviorOf,
  eachCase,
  eventsOf,
  NOW,
  slotsOf,
  versionOf,
  type Aged,
  type UpstreamCase,
  type WrittenRules,
} from './upstreamCases.ts';

interface LimitCase extends UpstreamCase {
  readonly current_replicas: number;
  readonly desired_before_limits: number;
  readonly proposal: number;
  readonly min_replicas: number;
  readonly max_replicas: number;
  readonly scale_up_limit_factor: number;
  readonly rules: HpaRulesSpec;
  readonly scale_up_rules: WrittenRules;
  readonly scale_down_rules: WrittenRules;
  readonly scale_up_events?: readonly Aged[];
  readonly scale_down_events?: readonly Aged[];
  readonly expected: { readonly replicas: number; readonly reason: string; readonly limit: number };
}

interface StabilizeCase extends UpstreamCase {
  readonly current_replicas: number;
  readonly proposal: number;
  readonly window_sec: number;
  readonly scale_up_window_sec: number;
  readonly scale_down_window_sec: number;
  readonly recommendation_history: readonly Aged[];
  readonly expected: {
    readonly replicas: number;
    readonly log_length_after?: number;
    readonly history_after?: readonly number[];
  };
}

interface EventCase extends UpstreamCase {
  readonly rules: HpaRulesSpec | null;
  readonly events_before: readonly Aged[];
  readonly replica_change: number;
  readonly expected: {
    readonly change_in_last_60s_before: number;
    readonly events_after: readonly { readonly change: number }[];
  };
}

const FILE = 'hpa_behavior.json';
eachCase(FILE, /^rate_limit$/, 29, checkRateLimit);
eachCase(FILE, /^(up|down)_limit$/, 12, checkRawLimit);
eachCase(FILE, /^legacy_limit$/, 9, checkLegacyLimit);
eachCase(FILE, /^stabilize_legacy$/, 3, checkLegacyWindow);
eachCase(FILE, /^stabilize$/, 8, checkWindows);
eachCase(FILE, /^store_scale_event$/, 7, checkEvents);

function checkRateLimit(each: LimitCase): void {
  const { current_replicas: current, desired_before_limits: wanted, expected } = each;
  const { min_replicas: min, max_replicas: max } = each;
  const behavior = behaviorOf(each.scale_up_rules, each.scale_down_rules);
  const events = eventsOf(each.scale_up_events, each.scale_down_events);
  const allowed = limitByRules(wanted, current, min, max, behavior, events, NOW, versionOf(each));
  const reason = limitReason(wanted, allowed, min, max);
  expect([allowed, reason], each.name).toEqual([expected.replicas, expected.reason]);
}

function checkRawLimit(each: LimitCase): void {
  const events = eventsOf(each.scale_up_events, each.scale_down_events);
  const limitOf = each.kind === 'up_limit' ? upLimit : downLimit;
  const limit = limitOf(each.rules, each.current_replicas, events, NOW, versionOf(each));
  expect(limit, each.name).toBe(each.expected.limit);
}

function checkLegacyLimit(each: LimitCase): void {
  const { proposal, current_replicas: current, min_replicas: min, max_replicas: max, expected } = each;
  const allowed = limitByFactor(proposal, current, min, max, each.scale_up_limit_factor);
  const reason = limitReason(proposal, allowed, min, max);
  expect([allowed, reason], each.name).toEqual([expected.replicas, expected.reason]);
}

function checkLegacyWindow(each: StabilizeCase): void {
  const memory = slotsOf(each.recommendation_history);
  const { replicas, log_length_after: length } = each.expected;
  expect(stabilizeFalls(memory, NOW, each.proposal, each.window_sec), each.name).toBe(replicas);
  if (length !== undefined) expect(memory.count, each.name).toBe(length);
}

function checkWindows(each: StabilizeCase): void {
  const memory = slotsOf(each.recommendation_history);
  const { current_replicas: current, proposal } = each;
  const { scale_up_window_sec: up, scale_down_window_sec: down } = each;
  const { replicas, history_after: after } = each.expected;
  expect(stabilize(memory, NOW, current, proposal, up, down), each.name).toBe(replicas);
  if (after !== undefined) expect(numbers(memory), each.name).toEqual(after);
}

/** "Same for up and down": in either direction. Without rules a look remembers nothing (`hpa.test.ts`). */
function checkEvents({
  name,
  rules,
  events_before: before,
  replica_change: change,
  expected,
}: EventCase): void {
  for (const direction of ['added', 'removed'] as const) {
    const events = eventsOf(before, before);
    const recent = sumSince(events[direction], NOW - microseconds(60));
    expect(recent, name).toBe(expected.change_in_last_60s_before);
    if (rules === null) continue;
    const after = direction === 'added' ? 20 + change : 20 - change;
    rememberChange(behaviorOf(rules, rules), events, NOW, 20, after);
    expect(numbers(events[direction]), name).toEqual(expected.events_after.map((event) => event.change));
  }
}

function numbers(slots: Slots): number[] {
  return [...slots.number.subarray(0, slots.count)];
}
