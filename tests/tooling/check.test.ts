import { globSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ROOT, runTool } from './runTool.ts';

// Each is a script of package.json; a test a tool, so that `npm test` counts and gates on them too.
it.each(['format:check', 'lint', 'typecheck', 'unused'])('npm run %s finds nothing', (script) => {
  const { status, output } = runTool('npm', ['run', '--silent', script]);
  expect(status, output).toBe(0);
});

it('the linter sees every file', () => {
  const { stdout } = runTool('oxlint', ['--format', 'json']);
  const files = globSync('**/*.{ts,tsx,mjs}', { cwd: ROOT, exclude: ['node_modules', '.*', '*/dist'] });
  expect(files.length).toBeGreaterThan(100);
  expect(JSON.parse(stdout).number_of_files).toBe(files.length);
});
