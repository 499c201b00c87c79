/** A drawing that looks like a QR code and says nothing: three corners and noise. */
import type { QrView } from "../types";
import { dice } from "./random";

const size = 57;
const corner = 7;

export function makeQr(number: number, of: number, expiresAt: number): QrView {
  const roll = dice(number, 23);
  const rows: string[] = [];
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const noise = roll() < 0.48;
      if (cornerAt(x, y) ?? noise) rows.push(`M${x} ${y}h1v1h-1z`);
    }
  }
  return { size, path: rows.join(""), number, of, expiresAt };
}

/** Whether a module of the three corners is dark; `null` outside of them. */
function cornerAt(x: number, y: number): boolean | null {
  const across = x <= corner ? x : x >= size - corner - 1 ? size - 1 - x : null;
  const down = y <= corner ? y : y >= size - corner - 1 ? size - 1 - y : null;
  if (across === null || down === null || (x > corner && y > corner)) return null;
  if (across === corner || down === corner) return false;
  const ring = Math.min(across, down, corner - 1 - across, corner - 1 - down);
  return ring !== 1;
}
