import { useI18n } from "../i18n/i18n";
import { errorWords } from "../ipc/errors";
import type { CommandError } from "../ipc/types";
import { Button, EmptyState } from "../ui";
import { WarningIcon } from "../ui/icons/icons";

/** The window cannot hear the program behind it. */
export function Refused({ error, onRetry }: { error: CommandError; onRetry: () => void }) {
  const { t } = useI18n();
  return (
    <main role="alert">
      <EmptyState
        icon={WarningIcon}
        title={t("app.refused")}
        action={
          <Button variant="primary" onPress={onRetry}>
            {t("stage.retry")}
          </Button>
        }
      >
        {t(errorWords(error).next)}
      </EmptyState>
    </main>
  );
}
