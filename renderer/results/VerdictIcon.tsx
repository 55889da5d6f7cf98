import { IconAlertTriangleFilled, IconCircleCheckFilled, IconInfoCircleFilled } from '@tabler/icons-react';
import type { RunDocument } from '../../host/api/types.ts';

/** Whether the service levels are kept, by shape and colour; the sentence beside it says it in words. */
export function VerdictIcon({ run }: { readonly run: RunDocument }) {
  const style = { verticalAlign: '-0.2em', flex: 'none' };
  if (run.overloaded || run.slo.some(({ met }) => met === false)) {
    return <IconAlertTriangleFilled size={20} style={style} className="fc-bad" aria-hidden />;
  }
  if (run.slo.some(({ met }) => met === true)) {
    return <IconCircleCheckFilled size={20} style={style} className="fc-good" aria-hidden />;
  }
  return <IconInfoCircleFilled size={20} style={style} className="fc-quiet" aria-hidden />;
}
