import loadHighs from 'highs';
import type { LinearProgram, ProgramVariable } from '../../../engine/planning/commit/linearProgram.ts';

/** Within this share of the best; the rest is proof that takes longest and saves nothing that prices know. */
const GAP = 1e-4;
// Its types are those of the CommonJS door; Node takes the other one, whose default is the loader itself.
const load = loadHighs as unknown as typeof loadHighs.default;
/**
 * Branches looked at before what is found counts as good enough. A limit of seconds would make the answer depend on what
 * else the machine does: one programme was proven in 4 s of a quiet core, and cut short on a busy one.
 */
const MOST_BRANCHES = 200;
/** Larger ones are solved without whole units, which are rounded afterwards: their proof would not end in time. */
const MOST_VARIABLES_WHOLE = 3000;

/**
 * Solves a programme with HiGHS (WebAssembly, on the caller's thread): values of the variables in their order;
 * undefined where nothing satisfies it. Units of large programmes
 * may come in parts; equal programmes have equal answers. Throws `Error` where the solver gives up with nothing.
 */
export async function solveProgram(program: LinearProgram): Promise<readonly number[] | undefined> {
  const highs = await load();
  const solution = highs.solve(programText(program), {
    output_flag: false,
    log_to_console: false,
    mip_rel_gap: GAP,
    mip_max_nodes: MOST_BRANCHES,
  });
  if (solution.Status === 'Infeasible') return undefined;
  const values = program.variables.map((_, index) => {
    const column = solution.Columns[`x${index}`];
    return column !== undefined && 'Primal' in column ? column.Primal : undefined;
  });
  if (values.some((value) => value === undefined || !Number.isFinite(value))) {
    throw new Error(`the solver gave up: ${solution.Status}`);
  }
  return values as readonly number[];
}

/** A programme in CPLEX's LP format; every variable is named in the objective, so that it is known. */
function programText({ variables, rows }: LinearProgram): string {
  const term = (coefficient: number, variable: number): string =>
    `${coefficient < 0 ? '-' : '+'} ${Math.abs(coefficient)} x${variable}`;
  const lines = ['Minimize', ' cost:', ...variables.map(({ cost }, index) => ` ${term(cost, index)}`)];
  lines.push('Subject To');
  rows.forEach(({ variables: of, coefficients, atMost }, index) => {
    lines.push(` r${index}:`);
    of.forEach((variable, place) => {
      lines.push(` ${term(coefficients[place], variable)}`);
    });
    lines.push(` <= ${atMost}`);
  });
  lines.push('Bounds', ...variables.flatMap(boundsLine));
  const whole = (variables.length > MOST_VARIABLES_WHOLE ? [] : variables).flatMap(({ isWhole }, index) =>
    isWhole ? [` x${index}`] : [],
  );
  if (whole.length > 0) lines.push('General', ...whole);
  lines.push('End');
  return `${lines.join('\n')}\n`;
}

function boundsLine({ atMost, isFree }: ProgramVariable, index: number): string[] {
  if (isFree) return [` x${index} free`];
  return atMost === undefined ? [] : [` 0 <= x${index} <= ${atMost}`];
}
