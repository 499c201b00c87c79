import type { ReactNode, Ref } from "react";
import { Button as AriaButton, type PressEvent } from "react-aria-components/Button";
import { cx } from "../cx";
import type { Icon } from "../icons/icons";
import styles from "./Button.module.css";

export type ButtonVariant = "primary" | "secondary" | "quiet" | "danger";

export interface ButtonProps {
  /** The words on the button; they are its name. */
  children: ReactNode;
  variant?: ButtonVariant;
  size?: "small" | "medium" | "large";
  icon?: Icon;
  /** The action runs: the button keeps its place and focus, says so, and ignores presses. */
  isPending?: boolean;
  isDisabled?: boolean;
  autoFocus?: boolean;
  type?: "button" | "submit";
  onPress?: (event: PressEvent) => void;
  onHoverStart?: () => void;
  onFocus?: () => void;
  onKeyDown?: (event: { key: string }) => void;
  /** "close" inside a dialog closes it. */
  slot?: string;
  className?: string;
  ref?: Ref<HTMLButtonElement>;
  "aria-describedby"?: string;
  "aria-expanded"?: boolean;
  "aria-haspopup"?: "menu" | "dialog";
  "aria-controls"?: string;
}

export function Button({
  children,
  variant = "secondary",
  size = "medium",
  icon: Drawing,
  isPending = false,
  className,
  ...rest
}: ButtonProps) {
  return (
    <AriaButton
      {...rest}
      isPending={isPending}
      className={cx(styles.button, className)}
      data-variant={variant}
      data-size={size}
    >
      {Drawing && <Drawing size={size === "small" ? "small" : "medium"} />}
      <span className={styles.label}>{children}</span>
      {isPending && <span className={styles.spinner} aria-hidden="true" />}
    </AriaButton>
  );
}
