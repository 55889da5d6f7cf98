import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../../engine/scenario/parse.ts';
import { fitOutputs } from '../../../renderer/model/form/pool/fitOutputs.ts';
import { NEW_SCENARIO } from '../../../renderer/state/newScenario.ts';

const isEncoder = (model: string): boolean | undefined =>
  ({ 'bge-m3': true, 'llama-3.1-8b': false, 'qwen3-8b': false })[model];

function problemsOf(text: string): readonly unknown[] {
  const parsed = parseScenario(text, 'test', [], isEncoder);
  return 'problems' in parsed ? parsed.problems : [];
}
const withModel = (text: string, model: string): string => text.replace(/model: \S+/, `model: ${model}`);

describe('a workload whose model becomes another', () => {
  it('asks an encoder for no tokens, and for some again of what generates', () => {
    const asked = withModel(NEW_SCENARIO, 'bge-m3');
    expect(problemsOf(asked)).toHaveLength(2);
    const fitted = fitOutputs(NEW_SCENARIO, asked, isEncoder) ?? '';
    expect(fitted).not.toMatch(/outputTokens|tpotSeconds/);
    expect(fitted).toContain('slo: { ttftSeconds: 1, percentile: 0.95 }');
    expect(problemsOf(fitted)).toEqual([]);
    const back = withModel(fitted, 'qwen3-8b');
    expect(problemsOf(back)).toHaveLength(1);
    const generating = fitOutputs(fitted, back, isEncoder) ?? '';
    expect(generating).toContain('outputTokens: { lognormal:');
    expect(problemsOf(generating)).toEqual([]);
  });

  it('stays as it is where the kind does, and while a name is half typed', () => {
    expect(fitOutputs(NEW_SCENARIO, withModel(NEW_SCENARIO, 'qwen3-8b'), isEncoder)).toBeUndefined();
    expect(fitOutputs(NEW_SCENARIO, withModel(NEW_SCENARIO, 'bge-'), isEncoder)).toBeUndefined();
    expect(
      fitOutputs(NEW_SCENARIO, NEW_SCENARIO.replace('replicas: 4', 'replicas: 5'), isEncoder),
    ).toBeUndefined();
  });

  it('knows the pool that it is given to', () => {
    const two = `${NEW_SCENARIO}  - id: other\n    model: bge-m3\n    accelerator: l4-24gb\n`;
    const moved = two.replace('target: pool', 'target: other');
    expect(problemsOf(fitOutputs(two, moved, isEncoder) ?? moved)).toEqual([]);
  });
});
