import type { ReactNode } from "react";
import { useI18n } from "../../i18n/i18n";
import { Button } from "../actions/Button";
import { IconButton } from "../actions/IconButton";
import { CheckIcon, CloseIcon, ErrorIcon, type Icon, InfoIcon, WarningIcon } from "../icons/icons";
import styles from "./Banner.module.css";

export type Tone = "info" | "success" | "warning" | "danger";

export interface BannerProps {
  tone: Tone;
  /** What is the case, in one sentence. */
  title: string;
  children?: ReactNode;
  /** The one next step. */
  action?: { label: string; onPress: () => void; isPending?: boolean };
  onDismiss?: () => void;
}

export const toneIcons: Readonly<Record<Tone, Icon>> = {
  info: InfoIcon,
  success: CheckIcon,
  warning: WarningIcon,
  danger: ErrorIcon,
};

/** A state that lasts and concerns the place where it stands. Danger interrupts a screen reader, the others wait. */
export function Banner({ tone, title, children, action, onDismiss }: BannerProps) {
  const { t } = useI18n();
  const Drawing = toneIcons[tone];
  return (
    <div className={styles.banner} data-tone={tone} role={tone === "danger" ? "alert" : "status"}>
      <Drawing />
      <div className={styles.words}>
        <p className={styles.title}>{title}</p>
        {children && <div className={styles.body}>{children}</div>}
      </div>
      {action && (
        <Button size="small" onPress={action.onPress} isPending={action.isPending}>
          {action.label}
        </Button>
      )}
      {onDismiss && <IconButton label={t("ui.dismiss")} icon={CloseIcon} size="small" onPress={onDismiss} />}
    </div>
  );
}
