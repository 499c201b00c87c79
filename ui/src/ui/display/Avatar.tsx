import { useEffect, useRef, useState } from "react";
import { useI18n } from "../../i18n/i18n";
import { decodeJpeg } from "../../lib/picture";
import { ContactIcon, UsersIcon } from "../icons/icons";
import styles from "./Avatar.module.css";
import { avatarColour, initials } from "./initials";

export interface AvatarProps {
  name: string;
  /** Decides the colour; the id of the person, so that a new name keeps it. The name when left out. */
  seed?: string;
  /** A JPEG file in Base64. It is drawn, never loaded. */
  picture?: string | null;
  kind?: "person" | "group";
  size?: "small" | "medium" | "large" | "huge";
  /** Read aloud where the name is not written beside it; decoration otherwise. */
  isNamed?: boolean;
}

export function Avatar({ name, seed = name, picture, kind = "person", size = "medium", isNamed = false }: AvatarProps) {
  const { locale } = useI18n();
  const [canvas, isDrawn] = useDrawn(picture ?? null);
  const letters = initials(name, locale);
  const Fallback = kind === "group" ? UsersIcon : ContactIcon;
  return (
    <span
      className={styles.avatar}
      data-size={size}
      data-kind={kind}
      data-colour={avatarColour(seed)}
      {...(isNamed ? { role: "img", "aria-label": name } : { "aria-hidden": true })}
    >
      {picture && <canvas ref={canvas} className={styles.picture} hidden={!isDrawn} />}
      {isDrawn ? null : letters ? (
        <bdi className={styles.letters}>{letters}</bdi>
      ) : (
        <Fallback size={size === "huge" ? "large" : "medium"} />
      )}
    </span>
  );
}

/** Draws a picture as soon as it is decoded; until then, and for a damaged one, the initials stand. */
function useDrawn(picture: string | null) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [drawn, setDrawn] = useState<string | null>(null);
  useEffect(() => {
    if (picture === null) return;
    let isWanted = true;
    void decodeJpeg(picture).then((bitmap) => {
      const node = canvas.current;
      if (bitmap && node && isWanted) {
        node.width = bitmap.width;
        node.height = bitmap.height;
        node.getContext("2d")?.drawImage(bitmap, 0, 0);
        setDrawn(picture);
      }
      bitmap?.close();
    });
    return () => {
      isWanted = false;
    };
  }, [picture]);
  return [canvas, picture !== null && drawn === picture] as const;
}
