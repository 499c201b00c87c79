import { type ReactNode, useState } from "react";
import styles from "./Specimen.module.css";

export interface SpecimenProps {
  name: string;
  children: ReactNode;
  width?: "normal" | "wide";
}

/** One part under its name. */
export function Specimen({ name, children, width = "normal" }: SpecimenProps) {
  return (
    <figure className={styles.specimen} data-width={width}>
      <figcaption className={styles.caption}>{name}</figcaption>
      <div className={styles.stage}>{children}</div>
    </figure>
  );
}

export interface HeldProps<T> {
  initial: T;
  children: (value: T, set: (value: T) => void) => ReactNode;
}

/** Holds the value of a controlled part. */
export function Held<T>({ initial, children }: HeldProps<T>) {
  const [value, set] = useState(initial);
  return children(value, set);
}
