import { servedModel } from '../../../engine/scenario/generationChecks.ts';
import { valueAt } from '../../../engine/scenario/reading/problems.ts';
import { isEncoder } from '../../state/knownModels.ts';
import { useForm } from './formModel.ts';
import { itemsOf } from './listItems.ts';

/** Whether the model of a workload, or of a job, generates tokens: an encoder is asked for none. What is not known may. */
export function useGenerates(index: number, list: 'workloads' | 'jobs' = 'workloads'): boolean {
  const { raw } = useForm();
  return servedModel(valueAt(raw, [list, index]), itemsOf(raw, 'pools'), isEncoder).isEncoder !== true;
}
