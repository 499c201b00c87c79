import styles from "./Media.module.css";

const bars = 40;
const tall = 24;

/** The loudness of a voice note along its time; a quiet line where it is not known. */
export function Waveform({ loudness }: { loudness: readonly number[] }) {
  const heights = Array.from({ length: bars }, (_, bar) => {
    const at = Math.floor((bar / bars) * loudness.length);
    return 2 + (Math.min(100, Math.max(0, loudness[at] ?? 0)) / 100) * (tall - 2);
  });
  const path = heights.map((height, bar) => `M${bar * 4 + 2} ${(tall - height) / 2}v${height.toFixed(1)}`).join("");
  return (
    <svg className={styles.waveform} viewBox={`0 0 ${bars * 4} ${tall}`} aria-hidden="true" focusable="false">
      <path d={path} stroke="currentColor" strokeWidth={2} strokeLinecap="round" fill="none" />
    </svg>
  );
}
