import { describe, expect, it } from 'vitest';
import { minimize } from '../../../engine/statistics/minimize.ts';

describe('minimize', () => {
  it('finds the valley of Rosenbrock', () => {
    const found = minimize(
      (x, gradient) => {
        const bend = x[1] - x[0] * x[0];
        gradient[0] = -400 * x[0] * bend - 2 * (1 - x[0]);
        gradient[1] = 200 * bend;
        return 100 * bend * bend + (1 - x[0]) ** 2;
      },
      Float64Array.of(-1.2, 1),
      200,
      1e-16,
    );
    expect(found[0]).toBeCloseTo(1, 5);
    expect(found[1]).toBeCloseTo(1, 5);
  });

  it('solves a badly scaled quadratic', () => {
    const scales = Float64Array.from({ length: 30 }, (_, i) => 10 ** (i / 12));
    const found = minimize(
      (x, gradient) => {
        let value = 0;
        for (let i = 0; i < x.length; i++) {
          const off = x[i] - i;
          value += scales[i] * off * off;
          gradient[i] = 2 * scales[i] * off;
        }
        return value;
      },
      new Float64Array(30),
      500,
      1e-16,
    );
    found.forEach((value, i) => expect(value).toBeCloseTo(i, 4));
  });
});
