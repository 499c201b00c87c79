/** The arithmetic of panes side by side. Pure. */

export interface PaneLimits {
  id: string;
  min: number;
  max?: number;
  /** Width at first start. The one pane without it takes the rest. */
  initial?: number;
}

type Sizes = Readonly<Record<string, number>>;

/** The width of every fixed pane so that all fit; the last ones give way first, none below its minimum. */
export function fitPanes(panes: readonly PaneLimits[], wanted: Sizes, width: number | null): Record<string, number> {
  const sizes: Record<string, number> = {};
  for (const pane of panes) {
    if (pane.initial !== undefined) sizes[pane.id] = clamp(wanted[pane.id] ?? pane.initial, pane.min, pane.max);
  }
  if (width === null) return sizes;
  let excess = total(sizes) + restMin(panes) - width;
  for (const pane of [...panes].reverse()) {
    const size = sizes[pane.id];
    if (size === undefined || excess <= 0) continue;
    const given = Math.min(excess, size - pane.min);
    sizes[pane.id] = size - given;
    excess -= given;
  }
  return sizes;
}

/** How far one pane may go now: its own limits, and what the rest of the row needs. */
export function limitsNow(
  panes: readonly PaneLimits[],
  shown: Sizes,
  pane: PaneLimits,
  width: number | null,
): { least: number; most: number } {
  const own = pane.max ?? Number.POSITIVE_INFINITY;
  const room = width === null ? own : width - restMin(panes) - (total(shown) - (shown[pane.id] ?? 0));
  const most = Math.max(pane.min, Math.min(own, room));
  return { least: pane.min, most: Number.isFinite(most) ? most : (shown[pane.id] ?? pane.min) };
}

function restMin(panes: readonly PaneLimits[]): number {
  return panes.find((pane) => pane.initial === undefined)?.min ?? 0;
}

function total(sizes: Sizes): number {
  return Object.values(sizes).reduce((sum, size) => sum + size, 0);
}

function clamp(value: number, min: number, max = Number.POSITIVE_INFINITY): number {
  return Math.min(max, Math.max(min, value));
}
