import type { StartUpRow, StartUpStageRow } from './startUpSchema.ts';

type Stage = keyof StartUpRow['stages'];
const STAGES: readonly Stage[] = ['provision', 'boot', 'image', 'weights', 'warmUp'];

/** Seconds of a stage, as a resolved scenario has durations. */
type StageSeconds =
  | { readonly type: 'fixed'; readonly value: number }
  | { readonly type: 'uniform'; readonly low: number; readonly high: number };

/** What each stage of a new replica takes that reads so many bytes of weights (of those that one machine reads). */
export function startUpOf(modelBytes: number, { stages }: StartUpRow): Readonly<Record<Stage, StageSeconds>> {
  const entries = STAGES.map((stage): [Stage, StageSeconds] => [stage, secondsOf(stages[stage], modelBytes)]);
  return Object.fromEntries(entries) as Record<Stage, StageSeconds>;
}

/** Whether a start-up depends on how large the model is. */
export function dependsOnSize({ stages }: StartUpRow): boolean {
  return STAGES.some((stage) => {
    const row = stages[stage];
    return row !== undefined && ('gigabytesPerSecond' in row || 'bySize' in row);
  });
}

function secondsOf(row: StartUpStageRow | undefined, modelBytes: number): StageSeconds {
  if (row === undefined) return { type: 'fixed', value: 0 };
  if ('seconds' in row) return { type: 'fixed', value: row.seconds };
  if ('from' in row) return { type: 'uniform', low: row.from, high: row.to };
  const gigabytes = modelBytes / 1e9;
  const value = 'bySize' in row ? between(row.bySize, gigabytes) : gigabytes / row.gigabytesPerSecond;
  return { type: 'fixed', value };
}

/** Linear between the points, held outside. */
function between(
  points: readonly { readonly gigabytes: number; readonly seconds: number }[],
  gigabytes: number,
): number {
  const next = points.findIndex((point) => point.gigabytes >= gigabytes);
  if (next <= 0) return points.at(next)?.seconds ?? 0;
  const [low, high] = [points[next - 1], points[next]];
  const share = (gigabytes - low.gigabytes) / (high.gigabytes - low.gigabytes);
  return low.seconds + share * (high.seconds - low.seconds);
}
