import { Presets, SingleBar } from 'cli-progress';
import { drawingStream } from '../terminal/standardStreams.ts';
import { visible } from '../terminal/visible.ts';
import type { ProgressSnapshot } from '../run/progressView.ts';

/** A job shorter than this shows no bar: it would only flicker. */
const BAR_AFTER_MS = 1000;
const REDRAW_MS = 250;
/** Where there is no terminal, a line as seldom as this, so that logs stay readable. */
const LINE_EVERY_MS = 10_000;

const BAR_STEPS = 1000;

export interface ProgressDisplay {
  stop(): void;
}

/** How far something is: the share that is done, and what there is to say of it. */
export type Describe = (elapsedSeconds: number) => { readonly share: number; readonly text: string };

/** Shows on standard error how something goes: a bar and a text on a terminal, else a line now and then. */
export function showProgress(
  describeAfter: Describe,
  stream: NodeJS.WriteStream = drawingStream(),
): ProgressDisplay {
  const startedMs = performance.now();
  const describe = () => {
    const { share, text } = describeAfter((performance.now() - startedMs) / 1000);
    return { share, text: visible(text) };
  };
  if (!stream.isTTY) {
    const timer = setInterval(() => stream.write(`${describe().text}\n`), LINE_EVERY_MS);
    return { stop: () => clearInterval(timer) };
  }
  const bar = new SingleBar(
    {
      stream,
      format: '{bar} {text}',
      hideCursor: true,
      clearOnComplete: true,
      barsize: 24,
      autopadding: false,
    },
    Presets.shades_classic,
  );
  let drawn = false;
  const draw = (): void => {
    const { share, text } = describe();
    const value = Math.floor(share * BAR_STEPS);
    if (drawn) bar.update(value, { text });
    else bar.start(BAR_STEPS, value, { text });
    drawn = true;
  };
  let redraw: NodeJS.Timeout | undefined;
  const begin = setTimeout(() => {
    draw();
    redraw = setInterval(draw, REDRAW_MS);
  }, BAR_AFTER_MS);
  return {
    stop: () => {
      clearTimeout(begin);
      clearInterval(redraw);
      if (drawn) bar.stop();
    },
  };
}

/** For example `12 of 240 windows, 5.1 %, 1.84 M requests/s, 3 min 20 s left`. */
export function describeProgress(snapshot: ProgressSnapshot, elapsedSeconds: number): string {
  const { windowsDone, windowsTotal, share, requests } = snapshot;
  const parts = [
    `${windowsDone} of ${windowsTotal} ${windowsTotal === 1 ? 'window' : 'windows'}`,
    `${(share * 100).toFixed(1)} %`,
    `${shortCount(elapsedSeconds > 0 ? requests / elapsedSeconds : 0)} requests/s`,
  ];
  if (share > 0) parts.push(`${duration((elapsedSeconds * (1 - share)) / share)} left`);
  return parts.join(', ');
}

function shortCount(value: number): string {
  if (value >= 1e6) return `${(value / 1e6).toFixed(2)} M`;
  if (value >= 1e3) return `${(value / 1e3).toFixed(0)} k`;
  return value.toFixed(0);
}

function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
