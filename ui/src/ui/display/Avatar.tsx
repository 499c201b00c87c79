import { useState } from "react";
import { useI18n } from "../../i18n/i18n";
import { ContactIcon, UsersIcon } from "../icons/icons";
import styles from "./Avatar.module.css";
import { avatarColour, initials } from "./initials";

export interface AvatarProps {
  name: string;
  /** Decides the colour; the id of the person, so that a new name keeps it. The name when left out. */
  seed?: string;
  picture?: string | null;
  kind?: "person" | "group";
  size?: "small" | "medium" | "large" | "huge";
  /** Read aloud where the name is not written beside it; decoration otherwise. */
  isNamed?: boolean;
}

export function Avatar({ name, seed = name, picture, kind = "person", size = "medium", isNamed = false }: AvatarProps) {
  const { locale } = useI18n();
  const [broken, setBroken] = useState<string | null>(null);
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
      {picture && broken !== picture ? (
        <img className={styles.picture} src={picture} alt="" draggable={false} onError={() => setBroken(picture)} />
      ) : letters ? (
        <bdi className={styles.letters}>{letters}</bdi>
      ) : (
        <Fallback size={size === "huge" ? "large" : "medium"} />
      )}
    </span>
  );
}
