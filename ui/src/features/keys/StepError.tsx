import { useI18n } from "../../i18n/i18n";
import { errorWords } from "../../ipc/errors";
import type { CommandError } from "../../ipc/types";
import { Banner } from "../../ui";

/** Why a step did not work, and what to try. */
export function StepError({ error }: { error: CommandError | null }) {
  const { t } = useI18n();
  if (!error) return null;
  const words = errorWords(error);
  return (
    <Banner tone="danger" title={t(words.what)}>
      {t(words.next)}
    </Banner>
  );
}
