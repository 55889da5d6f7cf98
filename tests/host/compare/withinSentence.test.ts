import { expect, it } from 'vitest';
import { withinSentence } from '../../../host/questions/compare/withinSentence.ts';

it('a label within a sentence begins with a small letter, unless it is an abbreviation', () => {
  expect(['Work', 'GPU-hours', 'Weights'].map(withinSentence)).toEqual(['work', 'GPU-hours', 'weights']);
});
