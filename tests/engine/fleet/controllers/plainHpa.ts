import type { HpaRulesSpec, HpaSpec, MetricSpec } from '../../../../engine/scenario/living/livingSpec.ts';

/* Kubernetes' autoscaler a second time, from its description alone: pod by pod, with lists that are searched anew at each
   look. It shares no line with the engine's, and is slow. Instants are whole seconds. */

export interface PlainPod {
  readonly phase: 'Pending' | 'Running';
  readonly ready: boolean;
  /** Milli-units a metric; undefined: no sample. */
  readonly samples: readonly (number | undefined)[];
}

export interface PlainLook {
  readonly desired: number;
  readonly reason: string;
  readonly metrics: readonly (readonly [value: number, proposal: number])[];
}

interface Dated {
  at: number;
  number: number;
}

type Version = '2026' | 'v1.21.5';

const NOTHING: readonly [number, number] = [Number.NaN, Number.NaN];

export class PlainHpa {
  private readonly recommended: Dated[] = [];
  private readonly added: Dated[] = [];
  private readonly removed: Dated[] = [];
  private readonly spec: HpaSpec;
  private readonly version: Version;

  constructor(spec: HpaSpec, version: Version) {
    this.spec = spec;
    this.version = version;
  }

  /** `pool`: milli-units a metric, of those that are not of pods. */
  look(now: number, current: number, pods: readonly PlainPod[], pool: readonly number[]): PlainLook {
    const { spec } = this;
    if (this.recommended.length === 0) this.recommended.push({ at: now, number: current });
    const unread = spec.metrics.map(() => NOTHING);
    if (current > spec.max) return this.change(now, current, spec.max, 'TooManyReplicas', unread);
    if (current < spec.min) return this.change(now, current, spec.min, 'TooFewReplicas', unread);
    const metrics = spec.metrics.map((metric, i) => this.evaluate(metric, i, current, pods, pool[i]));
    const valid = metrics.map(([, proposal]) => proposal).filter((proposal) => !Number.isNaN(proposal));
    const proposal = Math.max(...valid);
    if (valid.length < metrics.length && (valid.length === 0 || proposal < current))
      return { desired: current, reason: 'ScalingActive false', metrics };
    const steady = this.stabilized(now, current, proposal);
    this.recommended.push({ at: now, number: proposal });
    const [desired, reason] = this.limited(now, current, steady);
    return this.change(now, current, desired, reason, metrics);
  }

  private evaluate(
    { metric, target, per }: MetricSpec,
    index: number,
    current: number,
    pods: readonly PlainPod[],
    total: number,
  ): readonly [number, number] {
    const share = metric === 'kvShare' || metric === 'busyShare';
    const percentile = metric.startsWith('ttft') || metric.startsWith('queue');
    if (share || (!percentile && per === 'pods')) {
      const samples = pods.map((pod) =>
        pod.phase === 'Pending' ? 'unready' : (pod.samples[index] ?? 'missing'),
      );
      return this.ofPods(
        samples,
        share ? Math.round(target * 100) : Math.round(target * 1000),
        share,
        current,
      );
    }
    if (Number.isNaN(total)) return NOTHING;
    const goal = Math.round(target * 1000);
    if (percentile || per === 'whole') {
      const running = pods.filter((pod) => pod.phase === 'Running' && pod.ready).length;
      return [total, this.within(total / goal) ? current : Math.ceil((total / goal) * running)];
    }
    const mean = Math.ceil(total / current);
    return [mean, this.within(total / (goal * current)) ? current : Math.ceil(total / goal)];
  }

  private ofPods(
    samples: readonly (number | 'unready' | 'missing')[],
    target: number,
    share: boolean,
    current: number,
  ): readonly [number, number] {
    const ready = samples.filter((sample) => typeof sample === 'number');
    if (ready.length === 0) return NOTHING;
    const level = (usages: readonly number[]): number => {
      const sum = usages.reduce((all, usage) => all + usage, 0);
      return Math.floor(share ? (100 * sum) / (1000 * usages.length) : sum / usages.length);
    };
    const value = level(ready);
    const ratio = value / target;
    const missing = samples.filter((sample) => sample === 'missing');
    const unready = samples.filter((sample) => sample === 'unready');
    const fills = unready.length > 0 && ratio > 1;
    if (!fills && missing.length === 0)
      return [value, this.within(ratio) ? current : Math.ceil(ratio * ready.length)];
    const counted = [...ready];
    const whole = share ? 10 * (this.version === '2026' ? Math.max(100, target) : 100) : target;
    if (ratio < 1) for (const _ of missing) counted.push(whole);
    if (ratio > 1) for (const _ of missing) counted.push(0);
    if (fills) for (const _ of unready) counted.push(0);
    const again = level(counted) / target;
    const count = Math.ceil(again * counted.length);
    if (this.within(again) || (ratio < 1 && again > 1) || (ratio > 1 && again < 1)) return [value, current];
    if ((again < 1 && count > current) || (again > 1 && count < current)) return [value, current];
    return [value, count];
  }

  private within(ratio: number): boolean {
    return ratio >= 1 - this.spec.toleranceDown && ratio <= 1 + this.spec.toleranceUp;
  }

  private stabilized(now: number, current: number, proposal: number): number {
    const { behavior, downscaleStabilizationSeconds: window } = this.spec;
    if (behavior === undefined) {
      const recent = this.recommended.filter(({ at }) => now - at <= window);
      return Math.max(proposal, ...recent.map(({ number }) => number));
    }
    const younger = (seconds: number): number[] =>
      this.recommended.filter(({ at }) => now - at < seconds).map(({ number }) => number);
    const up = Math.min(proposal, ...younger(behavior.scaleUp.stabilizationWindowSeconds));
    const down = Math.max(proposal, ...younger(behavior.scaleDown.stabilizationWindowSeconds));
    if (current < up) return up;
    return current > down ? down : current;
  }

  private limited(now: number, current: number, wanted: number): readonly [number, string] {
    const { min, max, behavior } = this.spec;
    if (behavior === undefined) {
      const limit = Math.max(2 * current, 4);
      if (wanted < min) return [min, 'TooFewReplicas'];
      if (wanted > Math.min(max, limit))
        return limit < max ? [limit, 'ScaleUpLimit'] : [max, 'TooManyReplicas'];
    } else if (wanted > current) {
      const limit = Math.max(current, this.ruled(now, current, behavior.scaleUp, true));
      if (wanted > Math.min(max, limit))
        return limit < max ? [limit, 'ScaleUpLimit'] : [max, 'TooManyReplicas'];
    } else if (wanted < current) {
      const limit = Math.min(current, this.ruled(now, current, behavior.scaleDown, false));
      if (wanted < Math.max(min, limit))
        return limit > min ? [limit, 'ScaleDownLimit'] : [min, 'TooFewReplicas'];
    }
    return [wanted, 'DesiredWithinRange'];
  }

  private ruled(now: number, current: number, { policies, selectPolicy }: HpaRulesSpec, up: boolean): number {
    if (selectPolicy === 'Disabled') return current;
    const limits = policies.map(({ type, value, periodSeconds }) => {
      const recent = (events: readonly Dated[]): number =>
        events.filter(({ at }) => now - at < periodSeconds).reduce((sum, { number }) => sum + number, 0);
      const both = this.version === '2026';
      const start =
        current - (up || both ? recent(this.added) : 0) + (!up || both ? recent(this.removed) : 0);
      if (type === 'Pods') return up ? start + value : start - value;
      return up ? Math.ceil(start * (1 + value / 100)) : Math.trunc(start * (1 - value / 100));
    });
    return up === (selectPolicy === 'Max') ? Math.max(...limits) : Math.min(...limits);
  }

  private change(
    now: number,
    current: number,
    desired: number,
    reason: string,
    metrics: PlainLook['metrics'],
  ): PlainLook {
    const { behavior } = this.spec;
    if (behavior !== undefined && desired !== current) {
      const [events, rules] =
        desired > current ? [this.added, behavior.scaleUp] : [this.removed, behavior.scaleDown];
      const longest = Math.max(...rules.policies.map(({ periodSeconds }) => periodSeconds));
      const old = events.findLastIndex(({ at }) => now - at > longest);
      const event = { at: now, number: Math.abs(desired - current) };
      if (old >= 0) events[old] = event;
      else events.push(event);
    }
    return { desired, reason, metrics };
  }
}
