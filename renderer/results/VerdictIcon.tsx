import { IconAlertTriangleFilled, IconCircleCheckFilled, IconInfoCircleFilled } from '@tabler/icons-react';
import type { RunDocument } from '../../host/api/types.ts';

/** Whether the service levels are kept and jobs are done in time, by shape and colour; the sentence beside it says it in words. */
export function VerdictIcon({ run }: { readonly run: RunDocument }) {
  const style = { verticalAlign: '-0.2em', flex: 'none' };
  const { slo, jobs = [] } = run;
  const isLate = jobs.some(
    ({ runs, items, done, deadline }) =>
      runs > 0 && (done < items || (deadline !== null && deadline.lateRuns > 0)),
  );
  if (run.overloaded || isLate || slo.some(({ met }) => met === false)) {
    return <IconAlertTriangleFilled size={20} style={style} className="fc-bad" aria-hidden />;
  }
  if (
    slo.some(({ met }) => met === true) ||
    jobs.some(({ runs, deadline }) => runs > 0 && deadline !== null)
  ) {
    return <IconCircleCheckFilled size={20} style={style} className="fc-good" aria-hidden />;
  }
  return <IconInfoCircleFilled size={20} style={style} className="fc-quiet" aria-hidden />;
}
