/** Puts things under headings, both in the order in which they first came. */
export function groupBy<T, Heading>(things: readonly T[], headingOf: (thing: T) => Heading): [Heading, T[]][] {
  const groups = new Map<Heading, T[]>();
  for (const thing of things) {
    const heading = headingOf(thing);
    const group = groups.get(heading);
    if (group) group.push(thing);
    else groups.set(heading, [thing]);
  }
  return [...groups];
}
