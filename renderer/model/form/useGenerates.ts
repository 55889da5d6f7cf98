import { servedModel } from '../../../engine/scenario/generationChecks.ts';
import { valueAt } from '../../../engine/scenario/problems.ts';
import { isEncoder } from '../../state/knownModels.ts';
import { useForm } from './formModel.ts';
import { itemsOf } from './listItems.ts';

/** Whether the model of a workload generates tokens: an encoder is asked for none. What is not known may. */
export function useGenerates(index: number): boolean {
  const { raw } = useForm();
  return servedModel(valueAt(raw, ['workloads', index]), itemsOf(raw, 'pools'), isEncoder).isEncoder !== true;
}
