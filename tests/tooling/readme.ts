// `npm run readme` fills the marked regions of README.md anew from what they show; a test fails where
// one is out of date.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { houseTable } from './houseTable.ts';
import { ROOT, runTool } from './runTool.ts';

/** What each region shows, by name. */
export const REGIONS: Record<string, () => string> = { report, rooms, usage };

const README = join(ROOT, 'README.md');

/**
 * The text with each `<!-- name -->` … `<!-- /name -->` filled by the region of that name.
 * Throws when the text lacks a region.
 */
export function fillRegions(text: string, regions: Record<string, () => string>): string {
  let filled = text;
  for (const [name, content] of Object.entries(regions)) {
    const region = new RegExp(`(<!-- ${name} -->\n)[^]*?(<!-- /${name} -->)`);
    if (!region.test(filled)) throw new Error(`no region ${name} in the text`);
    filled = filled.replace(region, (_, open: string, close: string) => `${open}${content()}\n${close}`);
  }
  return filled;
}

/** README.md as it is, and as it should be. */
export function readme(): { is: string; shouldBe: string } {
  const is = readFileSync(README, 'utf8');
  return { is, shouldBe: fillRegions(is, REGIONS) };
}

/** The report of the first example, as far as it fits a page and does not tell of the machine. */
function report(): string {
  const text = command('host/launcher.mjs', 'simulate', 'scenarios/support-assistant.yaml');
  const [page, rest] = text.split(/(?=^Latency of)/m, 2);
  if (rest === undefined) throw new Error('the report has no section on latency to end the page at');
  return fenced(`${page}…`);
}

function usage(): string {
  return fenced(command('host/launcher.mjs', '--help'));
}

/** Who may know whom, as a table: the rows of .oxlintrc.json. */
function rooms(): string {
  const rows = Object.entries(houseTable()).map(
    ([room, rights]) => `| \`${room}\` | ${rightsText(rights)} |`,
  );
  return ['', '| room | may import, besides itself |', '|---|---|', ...rows, ''].join('\n');
}

function rightsText(rights: string[]): string {
  return rights.length === 0 ? 'nothing' : rights.map((right) => `\`${right}\``).join(', ');
}

function fenced(text: string): string {
  return `\n\`\`\`text\n${text.trimEnd()}\n\`\`\`\n`;
}

/** What the command line prints, with a store of its own. */
function command(launcher: string, ...args: string[]): string {
  const dataDir = mkdtempSync(join(tmpdir(), 'fleetcast-readme-'));
  try {
    const { status, stdout, output } = runTool('node', [join(ROOT, launcher), ...args], ROOT, {
      FLEETCAST_DATA: dataDir,
    });
    if (status !== 0) throw new Error(output);
    return stdout;
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) writeFileSync(README, readme().shouldBe);
