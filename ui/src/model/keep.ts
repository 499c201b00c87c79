/** Structural sharing: hands back the old value where the new one says the same, so that rows keep their identity. */
export function keep<T>(old: T | undefined, fresh: T): T {
  return old !== undefined && same(old, fresh) ? old : fresh;
}

/** Whether two plain values (as JSON could write them) are equal. */
export function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = Object.entries(a);
  const right = b as Record<string, unknown>;
  return left.length === Object.keys(b).length && left.every(([key, value]) => key in right && same(value, right[key]));
}
