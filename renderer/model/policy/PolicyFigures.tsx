import type { PolicyDay } from '../../../host/api/types.ts';
import classes from './PolicyPanel.module.css';

interface PolicyFiguresProps {
  readonly day: PolicyDay;
  /** As the document stands, where that is another one. */
  readonly before: PolicyDay | undefined;
  /** They are of other values than those on the sliders. */
  readonly isOld: boolean;
}

/** What a day comes to, and what each figure was before. */
export function PolicyFigures({ day, before, isOld }: PolicyFiguresProps) {
  return (
    <dl className={classes.figures} aria-label="What this policy comes to" data-old={isOld || undefined}>
      {day.figures.map(({ id, label, value, note, tone }) => {
        const was = before?.figures.find((other) => other.id === id)?.value;
        return (
          <div key={id} data-figure={id}>
            <dt>{label}</dt>
            <dd data-tone={tone}>≈ {value}</dd>
            <dd className={classes.note}>
              {note}
              {was === undefined || was === value ? undefined : (
                <span className={classes.was}>{` was ${was}`}</span>
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
