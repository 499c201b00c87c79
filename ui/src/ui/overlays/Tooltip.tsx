import type { ReactElement } from "react";
import { Tooltip as AriaTooltip, TooltipTrigger } from "react-aria-components/Tooltip";
import { KeyHint } from "../display/KeyHint";
import styles from "./Tooltip.module.css";

export interface TooltipProps {
  text: string;
  /** Keys of the command, e.g. "mod+f". */
  keys?: string;
  /** One React Aria control: a button, a link. */
  children: ReactElement;
}

/** A short word on a control, for pointer and keyboard. It never holds what is needed to use the control. */
export function Tooltip({ text, keys, children }: TooltipProps) {
  return (
    <TooltipTrigger delay={500} closeDelay={80}>
      {children}
      <AriaTooltip className={styles.tooltip} offset={6}>
        {text}
        {keys && <KeyHint keys={keys} />}
      </AriaTooltip>
    </TooltipTrigger>
  );
}
