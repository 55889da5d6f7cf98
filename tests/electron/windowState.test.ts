import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readWindowState, writeWindowState } from '../../electron/windowState.ts';

const SCREEN = { x: 0, y: 0, width: 1920, height: 1080 };
const FIRST = { bounds: { width: 1280, height: 800 }, isMaximized: false };

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fleetcast-window-'));
  file = join(folder, 'window.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('comes back as it was kept', () => {
  const state = { bounds: { x: 40, y: 50, width: 1400, height: 900 }, isMaximized: true };
  expect(writeWindowState(file, state)).toBe(true);
  expect(readWindowState(file, [SCREEN])).toEqual(state);
  expect(readdirSync(folder)).toEqual(['window.json']);
});

it('is the first window’s where none was kept', () => {
  expect(readWindowState(file, [SCREEN])).toEqual(FIRST);
});

it.each([
  '',
  '{',
  'null',
  '{"bounds":{}}',
  '{"bounds":{"x":0,"y":0,"width":1,"height":1},"isMaximized":false}',
])('is the first window’s where %j was kept', (text) => {
  writeFileSync(file, text);
  expect(readWindowState(file, [SCREEN])).toEqual(FIRST);
});

it.each([
  ['to the right of', { x: 1900, y: 0 }],
  ['below', { x: 0, y: 1070 }],
  ['above', { x: 0, y: -30 }],
])('keeps its size alone where it lies %s the screen', (_, place) => {
  const bounds = { ...place, width: 1000, height: 700 };
  writeWindowState(file, { bounds, isMaximized: false });
  expect(readWindowState(file, [SCREEN])).toEqual({
    bounds: { width: 1000, height: 700 },
    isMaximized: false,
  });
});

it('may lie on a second screen to the left', () => {
  const state = { bounds: { x: -1500, y: 10, width: 1000, height: 700 }, isMaximized: false };
  writeWindowState(file, state);
  expect(readWindowState(file, [SCREEN, { ...SCREEN, x: -1920 }])).toEqual(state);
});

it('bothers nobody where the disk takes none', () => {
  expect(writeWindowState(join(folder, 'none', 'window.json'), FIRST)).toBe(false);
});
