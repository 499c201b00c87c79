import styles from "./QrCode.module.css";

export interface QrCodeProps {
  /** Its side in modules without a margin, and the dark modules as one path; `null` while it is on its way. */
  code: { readonly size: number; readonly path: string } | null;
  /** What scanning it does; or what is waited for. */
  label: string;
}

/** The light margin that scanners need, in modules. */
const quiet = 4;
const side = 288;

/** Always dark on white and always of the same size, whatever the theme is and whether it is there or not. */
export function QrCode({ code, label }: QrCodeProps) {
  if (!code) {
    return (
      <div className={styles.frame} data-pending role="img" aria-label={label} aria-busy="true">
        <span className={styles.pulse} aria-hidden="true" />
      </div>
    );
  }
  const modules = code.size + 2 * quiet;
  // Whole pixels for each module: no edge falls between two of them.
  const pixels = Math.max(1, Math.floor(side / modules)) * modules;
  return (
    <div className={styles.frame}>
      <svg
        className={styles.code}
        role="img"
        aria-label={label}
        viewBox={`${-quiet} ${-quiet} ${modules} ${modules}`}
        style={{ inlineSize: `${pixels}px`, blockSize: `${pixels}px` }}
        shapeRendering="crispEdges"
      >
        <path d={code.path} />
      </svg>
    </div>
  );
}
