import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { DEPENDENCY_REASONS } from './dependencyReasons.ts';
import { ROOT } from './runTool.ts';
import { dependenciesPage, toldBy, writtenPage } from './supply.ts';

it('each package that package.json names has a reason, and no other', () => {
  const { dependencies, optionalDependencies, devDependencies } = JSON.parse(
    readFileSync(join(ROOT, 'package.json'), 'utf8'),
  );
  const named = Object.keys({ ...dependencies, ...optionalDependencies, ...devDependencies });
  expect(Object.keys(DEPENDENCY_REASONS).sort()).toEqual(named.sort());
});

it('docs/dependencies.md lists what there is (else run `npm run supply`)', () => {
  const { releases, day } = toldBy(dependenciesPage());
  expect(dependenciesPage()).toBe(writtenPage(releases, day));
  expect(day).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  expect(Object.keys(releases).sort()).toEqual(Object.keys(DEPENDENCY_REASONS).sort());
});
