/** Numbers that look random and are the same in every run: mulberry32 over a hash of the seeds. */
export function dice(...seeds: readonly number[]): () => number {
  let state = seeds.reduce((hash, seed) => Math.imul(hash ^ seed, 0x9e3779b1) >>> 0, 0x2545f491);
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function pick<T>(from: readonly T[], roll: number): T {
  const found = from[Math.floor(roll * from.length)];
  if (found === undefined) throw new RangeError("Nothing to pick from");
  return found;
}
