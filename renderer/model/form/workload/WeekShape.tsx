import { weekText } from './demandText.ts';
import classes from './WeekShape.module.css';

const WIDTH = 168;
const HEIGHT = 30;
const DAYS = ['M', 'T', 'W', 'T', 'F', 'S', 'S'];

/** The hours of a week, drawn small: how the rate moves around its mean, and how high it gets. */
export function WeekShape({ hourOfWeek }: { readonly hourOfWeek: readonly number[] }) {
  const highest = Math.max(...hourOfWeek);
  const y = (factor: number): number => HEIGHT - (factor / highest) * HEIGHT;
  const steps = hourOfWeek.map((factor, hour) => `L${hour} ${y(factor)}H${hour + 1}`).join('');
  const text = weekText(hourOfWeek);
  return (
    <figure className={classes.figure}>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        className={classes.drawing}
        role="img"
        aria-label={`The week, hour by hour. ${text}`}
      >
        <path className={classes.area} d={`M0 ${HEIGHT}${steps}V${HEIGHT}Z`} />
        {DAYS.slice(1).map((_, day) => (
          <line
            key={day}
            className={classes.midnight}
            x1={(day + 1) * 24}
            x2={(day + 1) * 24}
            y1={0}
            y2={HEIGHT}
          />
        ))}
        <line className={classes.mean} x1={0} x2={WIDTH} y1={y(1)} y2={y(1)} />
      </svg>
      <div className={classes.days} aria-hidden>
        {DAYS.map((day, index) => (
          <span key={`${day}${index}`}>{day}</span>
        ))}
      </div>
      <figcaption>{text} The dashed line is the mean.</figcaption>
    </figure>
  );
}
