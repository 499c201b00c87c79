import styles from "./Skeleton.module.css";

export interface SkeletonProps {
  shape?: "line" | "circle" | "block";
  /** Any CSS length or percentage, in the direction of the words. */
  inlineSize?: string;
  blockSize?: string;
}

/** The place of something that is on its way. Silent; the region around it carries `aria-busy`. */
export function Skeleton({ shape = "line", inlineSize, blockSize }: SkeletonProps) {
  return <span className={styles.skeleton} data-shape={shape} style={{ inlineSize, blockSize }} aria-hidden="true" />;
}
