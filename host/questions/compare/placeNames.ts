/** A point of a chart in pixels from the plot’s upper left corner, and what is to be written beside it. */
export interface NamedPoint {
  readonly x: number;
  readonly y: number;
  readonly name: string;
}

/**
 * The plot that places are worked out for: that of a chart as wide as a window of 800 pixels or a sheet of paper. On a
 * larger one all only move apart.
 */
export const NARROW_PLOT = { width: 590, height: 220 } as const;

/** Where Plotly may write beside a point, the most usual first. */
const PLACES = [
  'top center',
  'middle right',
  'bottom center',
  'middle left',
  'top right',
  'bottom right',
  'top left',
  'bottom left',
] as const;
export type NamePlace = (typeof PLACES)[number];

/** Of a text of 12 pixels: an upper bound for a letter, and a line. */
const LETTER = 7.5;
const LINE = 15;
const MARKER = 14;

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Where each name is written so that it lies on no other name, on no point and not beyond the plot; undefined where
 * there is no such place. Greedy in the order of the points, so the same points have the same places.
 */
export function placeNames(points: readonly NamedPoint[]): readonly (NamePlace | undefined)[] {
  const markers = points.map(
    ({ x, y }): Box => ({
      left: x - MARKER / 2,
      top: y - MARKER / 2,
      width: MARKER,
      height: MARKER,
    }),
  );
  const taken: Box[] = [];
  return points.map((point, index) => {
    const place = PLACES.find((each) => {
      const box = boxOf(point, each);
      return (
        isWithin(box) &&
        taken.every((other) => !overlaps(box, other)) &&
        markers.every((marker, i) => i === index || !overlaps(box, marker))
      );
    });
    if (place !== undefined) taken.push(boxOf(point, place));
    return place;
  });
}

function boxOf({ x, y, name }: NamedPoint, place: NamePlace): Box {
  const [vertical, horizontal] = place.split(' ');
  const width = name.length * LETTER;
  const gap = MARKER / 2;
  const left = horizontal === 'center' ? x - width / 2 : horizontal === 'left' ? x - gap - width : x + gap;
  const top = vertical === 'middle' ? y - LINE / 2 : vertical === 'top' ? y - gap - LINE : y + gap;
  return { left, top, width, height: LINE };
}

function isWithin({ left, top, width, height }: Box): boolean {
  return left >= 0 && top >= 0 && left + width <= NARROW_PLOT.width && top + height <= NARROW_PLOT.height;
}

function overlaps(a: Box, b: Box): boolean {
  return (
    a.left < b.left + b.width &&
    b.left < a.left + a.width &&
    a.top < b.top + b.height &&
    b.top < a.top + a.height
  );
}
