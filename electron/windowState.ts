import { readFileSync } from 'node:fs';
import type { Rectangle } from 'electron';
import { z } from 'zod';
import { replaceFile } from '../host/files/replaceFile.ts';

/** Where a window was when it was last closed. */
export interface WindowState {
  readonly bounds: Partial<Rectangle> & Pick<Rectangle, 'width' | 'height'>;
  readonly isMaximized: boolean;
}

export const SMALLEST = { width: 800, height: 600 };
const FIRST: WindowState = { bounds: { width: 1280, height: 800 }, isMaximized: false };

const stateSchema = z.object({
  bounds: z.object({
    x: z.int(),
    y: z.int(),
    width: z.int().min(SMALLEST.width),
    height: z.int().min(SMALLEST.height),
  }),
  isMaximized: z.boolean(),
});

/**
 * The state that the file keeps. The first window's where there is none or it cannot be read; its
 * size alone where no screen of now shows enough of it to be taken hold of.
 */
export function readWindowState(file: string, screens: readonly Rectangle[]): WindowState {
  const state = stateIn(file);
  if (state === undefined) return FIRST;
  const { x, y, width, height } = state.bounds;
  if (screens.some((screen) => showsEnough(screen, { x, y, width, height }))) return state;
  return { bounds: { width, height }, isMaximized: state.isMaximized };
}

function stateIn(file: string): z.output<typeof stateSchema> | undefined {
  try {
    return stateSchema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data;
  } catch {
    return undefined;
  }
}

/** The title bar is at the top: that much of it must be on the screen. */
function showsEnough(screen: Rectangle, { x, y, width }: Rectangle): boolean {
  const across = Math.min(x + width, screen.x + screen.width) - Math.max(x, screen.x);
  return across >= 100 && y >= screen.y && y <= screen.y + screen.height - 50;
}

/** Keeps a state. A disk that takes none is no reason to bother anybody: false then. */
export function writeWindowState(file: string, state: WindowState): boolean {
  try {
    replaceFile(file, JSON.stringify(state));
    return true;
  } catch {
    return false;
  }
}
