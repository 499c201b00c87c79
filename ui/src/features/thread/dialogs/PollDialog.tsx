import { useState } from "react";
import { useI18n } from "../../../i18n/i18n";
import { newToken } from "../../../model/composer";
import { Button, Dialog, IconButton, Switch, TextField } from "../../../ui";
import { CloseIcon, PlusIcon } from "../../../ui/icons/icons";
import { useDesk } from "../../shared/desk";
import { useTalk } from "../talk";
import styles from "./Dialogs.module.css";

interface Draft {
  readonly key: number;
  readonly text: string;
}

const fewest = 2;
const mostOptions = 12;

/** Asks the chat a question with options to choose from. */
export function PollDialog({ onClose }: { onClose: () => void }) {
  const { t } = useI18n();
  const desk = useDesk();
  const { chat, thread } = useTalk();
  const [question, setQuestion] = useState("");
  const [options, setOptions] = useState<readonly Draft[]>([
    { key: 1, text: "" },
    { key: 2, text: "" },
  ]);
  const [isMultiple, setMultiple] = useState(true);
  const [isPending, setPending] = useState(false);
  const [token] = useState(newToken);
  const filled = options.map((option) => option.text.trim()).filter((text) => text !== "");
  const isDouble = new Set(filled).size < filled.length;
  const isReady = question.trim() !== "" && filled.length >= fewest && !isDouble;
  const change = (key: number, text: string) =>
    setOptions(options.map((option) => (option.key === key ? { key, text } : option)));
  const send = async () => {
    setPending(true);
    const done = await desk.attempt(desk.backend.sendPoll(chat, question.trim(), filled, isMultiple ? 0 : 1, token));
    setPending(false);
    if (!done) return;
    void thread.toEnd();
    onClose();
  };
  return (
    <Dialog
      title={t("poll.title")}
      isOpen
      onOpenChange={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t("ui.cancel")}</Button>
          <Button variant="primary" isDisabled={!isReady} isPending={isPending} onPress={() => void send()}>
            {t("poll.send")}
          </Button>
        </>
      }
    >
      <div className={styles.stack}>
        <TextField
          label={t("poll.question")}
          value={question}
          onChange={setQuestion}
          maxLength={255}
          spellCheck
          autoFocus
        />
        {options.map((option, place) => (
          <div key={option.key} className={styles.option}>
            <TextField
              label={t("poll.option", { number: place + 1 })}
              value={option.text}
              onChange={(text) => change(option.key, text)}
              maxLength={100}
              spellCheck
            />
            {options.length > fewest && (
              <IconButton
                label={t("poll.remove", { number: place + 1 })}
                icon={CloseIcon}
                size="small"
                tooltip="none"
                onPress={() => setOptions(options.filter((other) => other.key !== option.key))}
              />
            )}
          </div>
        ))}
        {isDouble && <p role="alert">{t("poll.double")}</p>}
        {options.length < mostOptions && (
          <Button
            size="small"
            variant="quiet"
            icon={PlusIcon}
            onPress={() => setOptions([...options, { key: Math.max(...options.map((one) => one.key)) + 1, text: "" }])}
          >
            {t("poll.add")}
          </Button>
        )}
        <Switch label={t("poll.multiple")} isOn={isMultiple} onChange={setMultiple} />
      </div>
    </Dialog>
  );
}
