import type { Ref } from "react";
import { Button as AriaButton, type PressEvent } from "react-aria-components/Button";
import { Badge } from "../display/Badge";
import type { Icon } from "../icons/icons";
import { Tooltip } from "../overlays/Tooltip";
import styles from "./IconButton.module.css";

export interface IconButtonProps {
  /** The name: read aloud, and shown in the tooltip. */
  label: string;
  icon: Icon;
  variant?: "quiet" | "secondary" | "primary" | "danger";
  size?: "small" | "medium" | "large";
  /** Keys of the command behind it, e.g. "mod+f", shown in the tooltip. */
  keys?: string;
  /** A number on the corner; say what it counts in the label. */
  count?: number;
  /** Makes it a toggle that is on or off. */
  isOn?: boolean;
  isDisabled?: boolean;
  autoFocus?: boolean;
  type?: "button" | "submit";
  slot?: string;
  /** "none" where an open tooltip would take the first Escape from what the button closes. */
  tooltip?: "shown" | "none";
  onPress?: (event: PressEvent) => void;
  onHoverStart?: () => void;
  onFocus?: () => void;
  onKeyDown?: (event: { key: string }) => void;
  ref?: Ref<HTMLButtonElement>;
  "aria-expanded"?: boolean;
  "aria-haspopup"?: "menu" | "dialog";
  "aria-controls"?: string;
}

export function IconButton({
  label,
  icon: Drawing,
  variant = "quiet",
  size = "medium",
  keys,
  count,
  isOn,
  tooltip = "shown",
  ...rest
}: IconButtonProps) {
  const button = (
    <AriaButton
      {...rest}
      aria-label={label}
      aria-pressed={isOn}
      className={styles.button}
      data-variant={variant}
      data-size={size}
      data-on={isOn || undefined}
    >
      <Drawing size={size === "small" ? "small" : "medium"} />
      {count !== undefined && count > 0 && (
        <span className={styles.corner} aria-hidden="true">
          <Badge count={count} />
        </span>
      )}
    </AriaButton>
  );
  if (tooltip === "none") return button;
  return (
    <Tooltip text={label} keys={keys}>
      {button}
    </Tooltip>
  );
}
