import { describe, expect, it } from 'vitest';
import type { PhysicsProblem } from '../../../../engine/serving/physics/physicsProblem.ts';
import { poolStartUp, type PoolStartUpInput } from '../../../../engine/serving/physics/poolStartUp.ts';
import { readCatalog } from '../../../../host/files/catalogFiles.ts';

const catalog = readCatalog();
const asked = (pool: Partial<PoolStartUpInput>, modelBytes?: number) => {
  const problems: PhysicsProblem[] = [];
  const startUp = poolStartUp({ gpusPerReplica: 8, ...pool }, modelBytes, catalog, problems);
  return { startUp, problems };
};

describe('a start-up of the catalogue', () => {
  it('is looked up only where the document asks for it', () => {
    expect(asked({}, 1e9)).toEqual({ startUp: undefined, problems: [] });
    expect(asked({ startUp: {} }, 1e9)).toEqual({ startUp: undefined, problems: [] });
  });

  it('is the first of the catalogue for auto, and the one that is named', () => {
    const auto = asked({ startUp: 'auto' }, 15e9).startUp;
    expect(auto).toEqual(asked({ startUp: { preset: catalog.startUps[0].id } }, 15e9).startUp);
    expect(auto?.weights).not.toEqual(
      asked({ startUp: { preset: 'kept-node-local-nvme' } }, 15e9).startUp?.weights,
    );
  });

  it('reads a part of the weights on each machine of a replica', () => {
    const weights = (gpusPerNode?: number) =>
      asked({ startUp: { preset: 'kept-node-local-nvme' }, capacity: [{ gpusPerNode }] }, 3.18e9 * 60).startUp
        ?.weights;
    expect(weights()).toEqual({ type: 'fixed', value: expect.closeTo(60, 9) as number });
    expect(weights(4)).toEqual({ type: 'fixed', value: expect.closeTo(30, 9) as number });
    // A machine that holds two replicas reads each whole.
    expect(weights(16)).toEqual(weights());
  });

  it('says which there are, or which was meant', () => {
    expect(asked({ startUp: { preset: 'kept-node-local-nvm' } }, 1e9).problems).toEqual([
      {
        path: ['startUp', 'preset'],
        message: "the catalogue has no start-up 'kept-node-local-nvm'",
        suggestion: expect.stringMatching(/^did you mean kept-node-local-nvme/) as string,
      },
    ]);
    expect(asked({ startUp: { preset: 'by magic' } }, 1e9).problems[0].suggestion).toMatch(
      /^there are: new-node-network-disk, /,
    );
  });

  it('needs a model where it goes by its size', () => {
    expect(asked({ startUp: 'auto' }).problems).toMatchObject([
      { path: ['startUp'], message: expect.stringMatching(/none is given/) as string },
    ]);
    const snapshot = asked({ startUp: { preset: 'modal-vllm-snapshot' } });
    expect(snapshot.problems).toEqual([]);
    expect(snapshot.startUp?.warmUp).toEqual({ type: 'fixed', value: 13.8 });
  });
});
