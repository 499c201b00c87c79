import { useEffect, useRef } from "react";
import { decodeJpeg } from "../../../lib/picture";
import styles from "./Media.module.css";

/** The small picture that travels with a file, drawn once it is decoded. */
export function Thumbnail({ jpeg, label }: { jpeg: string; label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    let isWanted = true;
    void decodeJpeg(jpeg).then((bitmap) => {
      const node = canvas.current;
      if (bitmap && node && isWanted) {
        node.width = bitmap.width;
        node.height = bitmap.height;
        node.getContext("2d")?.drawImage(bitmap, 0, 0);
      }
      bitmap?.close();
    });
    return () => {
      isWanted = false;
    };
  }, [jpeg]);
  return <canvas ref={canvas} className={styles.picture} role="img" aria-label={label} />;
}
