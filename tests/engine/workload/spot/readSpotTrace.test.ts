import { describe, expect, it } from 'vitest';
import { readSpotPrices } from '../../../../engine/workload/spot/readSpotPrices.ts';
import { readSpotTrace } from '../../../../engine/workload/spot/readSpotTrace.ts';

describe('traces of spot capacity', () => {
  it('by counts: the first row is second 0', () => {
    expect(readSpotTrace('2021-12-11, 11:11:30, 55\n2021-12-11, 11:13:10, 54\n', 'counts')).toEqual({
      counts: [
        { second: 0, nodes: 55 },
        { second: 100, nodes: 54 },
      ],
    });
  });

  it('by nodes: milliseconds of their own clock', () => {
    expect(readSpotTrace('480000,add,node1\n600500,remove,node1\n', 'add-remove')).toEqual({
      nodes: [
        { second: 480, node: 'node1', isThere: true },
        { second: 600.5, node: 'node1', isThere: false },
      ],
    });
  });

  it.each([
    [
      'out of order',
      'counts',
      '2021-12-11, 11:11:30, 5\n2021-12-11, 11:11:00, 5',
      2,
      /30 s before the row above/,
    ],
    [
      'of the other format',
      'counts',
      '480000,add,node1',
      1,
      /no date, time and number of nodes.*such as 2021/,
    ],
    ['with half a node', 'counts', '2021-12-11, 11:11:30, 5.5', 1, /no date, time and number/],
    [
      'with another word',
      'add-remove',
      '1000,add,a\n2000,drop,a',
      2,
      /no time, add or remove, and node: "2000,drop,a"/,
    ],
    ['without rows', 'add-remove', '', 1, /no rows/],
  ] as const)('%s', (_what, format, text, line, reason) => {
    expect(() => readSpotTrace(text, format)).toThrow(
      expect.objectContaining({ line, reason: expect.stringMatching(reason) }),
    );
  });
});

const PRICES = `timestamp,availability_zone,instance_type,product,price_usd_per_hour
2019-12-20T06:00:00.000Z,eu-west-1c,p3.8xlarge,Linux/UNIX,12
2019-12-20T07:00:00.000Z,eu-west-1c,p3.16xlarge,Linux/UNIX,26
2019-12-20T08:00:00.000Z,eu-west-1c,p3.8xlarge,Linux/UNIX,8
2019-12-20T09:00:00.000Z,us-east-1c,p3.8xlarge,Linux/UNIX,9
`;

describe('a history of spot prices', () => {
  it('is steps of one type and zone, a GPU-hour', () => {
    expect(readSpotPrices(PRICES, { instanceType: 'p3.8xlarge', zone: 'eu-west-1c' }, 4)).toEqual([
      { second: 0, perGpuHour: 3 },
      { second: 7200, perGpuHour: 2 },
    ]);
  });

  it('may come newest first, as AWS lists it', () => {
    const text = 'Timestamp,SpotPrice\n2020-01-01T01:00:00Z,2\n2020-01-01T00:00:00Z,1\n';
    expect(readSpotPrices(text, {}, 1)).toEqual([
      { second: 0, perGpuHour: 1 },
      { second: 3600, perGpuHour: 2 },
    ]);
  });

  it.each([
    ['several types', {}, /several: instanceType says which; there are p3.16xlarge and p3.8xlarge/],
    [
      'several zones',
      { instanceType: 'p3.8xlarge' },
      /several: zone says which; there are eu-west-1c and us-east-1c/,
    ],
    ['a type that is not there', { instanceType: 'p5.48xlarge' }, /no prices of p5.48xlarge; there are/],
  ])('%s', (_what, wanted, reason) => {
    expect(() => readSpotPrices(PRICES, wanted, 4)).toThrow(
      expect.objectContaining({ reason: expect.stringMatching(reason) }),
    );
  });

  it('names a price that is none, with its line', () => {
    expect(() => readSpotPrices('time,price\n2020-01-01,free\n', {}, 1)).toThrow(
      expect.objectContaining({
        line: 2,
        reason: expect.stringMatching(/no time and price: "2020-01-01", "free"/),
      }),
    );
  });
});
