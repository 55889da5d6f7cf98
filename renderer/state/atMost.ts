/** Lets so many deeds go on at a time; others wait for their turn, in the order in which they came. */
export function atMost(most: number): <Found>(deed: () => Promise<Found>) => Promise<Found> {
  const waiting: (() => void)[] = [];
  let going = 0;
  return async (deed) => {
    if (going >= most) await new Promise<void>((begin) => waiting.push(begin));
    else going += 1;
    try {
      return await deed();
    } finally {
      // Whoever is next takes this one's place.
      const next = waiting.shift();
      if (next === undefined) going -= 1;
      else next();
    }
  };
}
