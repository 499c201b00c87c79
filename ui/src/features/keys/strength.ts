/**
 * A hint on how hard a passphrase is to guess. It knows nothing of dictionaries: it counts how many different signs
 * there are and of how many sorts, and gives nothing for repetition. The rule that counts is on the other side. Pure.
 */

export type Strength = "tooShort" | "weak" | "fair" | "strong";

/** The least the other side accepts. */
export const leastLength = 10;

export function isLongEnough(passphrase: string): boolean {
  return [...passphrase].length >= leastLength;
}

export function strengthOf(passphrase: string): Strength {
  if (!isLongEnough(passphrase)) return "tooShort";
  const bits = effective(passphrase) * Math.log2(alphabet(passphrase));
  if (bits < 50) return "weak";
  return bits < 75 ? "fair" : "strong";
}

/** Signs that continue a run ("aaa", "1234") or repeat what came before add little. */
function effective(passphrase: string): number {
  const signs = [...passphrase.toLowerCase()];
  const seen = new Map<string, number>();
  return signs.reduce((sum, sign, index) => {
    const code = sign.codePointAt(0) ?? 0;
    const step = code - (signs[index - 1]?.codePointAt(0) ?? Number.NaN);
    const isRun = Math.abs(step) <= 1;
    const times = seen.get(sign) ?? 0;
    seen.set(sign, times + 1);
    return sum + (isRun ? 0.15 : times > 2 ? 0.4 : 1);
  }, 0);
}

function alphabet(passphrase: string): number {
  const sorts: [RegExp, number][] = [
    [/\p{Ll}|\p{Lo}/u, 26],
    [/\p{Lu}/u, 26],
    [/\p{N}/u, 10],
    [/[^\p{L}\p{N}]/u, 20],
  ];
  return sorts.reduce((sum, [sort, size]) => sum + (sort.test(passphrase) ? size : 0), 1);
}
