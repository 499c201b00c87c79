import { Component, type ErrorInfo, type ReactNode } from "react";
import { useI18n } from "../../i18n/i18n";
import { Button } from "../actions/Button";
import { WarningIcon } from "../icons/icons";
import { EmptyState } from "./EmptyState";

export interface ErrorBoundaryProps {
  children: ReactNode;
  /** Told once per failure; the place to write a log line without personal data. */
  onError?: (error: unknown, info: ErrorInfo) => void;
  onReload?: () => void;
}

/** Catches what breaks while drawing and offers the way out. Messages are safe: the truth is not in the window. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override componentDidCatch(error: unknown, info: ErrorInfo) {
    this.props.onError?.(error, info);
  }

  override render() {
    if (!this.state.hasFailed) return this.props.children;
    return <Failure onReload={this.props.onReload ?? (() => location.reload())} />;
  }
}

function Failure({ onReload }: { onReload: () => void }) {
  const { t } = useI18n();
  return (
    <div role="alert">
      <EmptyState
        icon={WarningIcon}
        title={t("ui.failure.title")}
        action={
          <Button variant="primary" onPress={onReload}>
            {t("ui.failure.reload")}
          </Button>
        }
      >
        {t("ui.failure.text")}
      </EmptyState>
    </div>
  );
}
