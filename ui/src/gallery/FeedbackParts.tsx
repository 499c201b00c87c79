import { Banner, Button, EmptyState, ErrorBoundary, ProgressBar, Skeleton, toasts } from "../ui";
import { InboxIcon, SearchIcon } from "../ui/icons/icons";
import styles from "./FeedbackParts.module.css";
import type { PartsProps } from "./Gallery";
import { Specimen } from "./Specimen";
import { now } from "./samples";

const tones = ["info", "success", "warning", "danger"] as const;

export function FeedbackParts({ words }: PartsProps) {
  return (
    <>
      <Specimen name="Banner" width="wide">
        <div className={styles.stack}>
          {tones.map((tone) => (
            <Banner
              key={tone}
              tone={tone}
              title={words.sentence}
              action={tone === "info" ? undefined : { label: words.slots[0] ?? "", onPress: () => undefined }}
              onDismiss={tone === "info" ? () => undefined : undefined}
            >
              {tone === "warning" ? words.long : undefined}
            </Banner>
          ))}
        </div>
      </Specimen>
      <Specimen name="ProgressBar">
        <div className={styles.stack}>
          <ProgressBar label={words.slots[0] ?? ""} done={0} total={1200} />
          <ProgressBar
            label={words.slots[1] ?? ""}
            done={438}
            total={1200}
            since={now - 65_000}
            now={now}
            onCancel={() => undefined}
          />
          <ProgressBar label={words.slots[2] ?? ""} since={now - 5_000} now={now} onCancel={() => undefined} />
          <ProgressBar label={words.name} done={900} total={1200} onCancel={() => undefined} isCancelling />
        </div>
      </Specimen>
      <Specimen name="Skeleton">
        <div className={styles.row}>
          <Skeleton shape="circle" />
          <div className={styles.stack}>
            <Skeleton inlineSize="60%" />
            <Skeleton inlineSize="90%" />
          </div>
        </div>
        <Skeleton shape="block" />
      </Specimen>
      <Specimen name="EmptyState">
        <EmptyState
          icon={InboxIcon}
          title={words.sentence}
          action={<Button variant="primary">{words.slots[0]}</Button>}
        >
          {words.long}
        </EmptyState>
      </Specimen>
      <Specimen name="EmptyState, small">
        <EmptyState icon={SearchIcon} title={words.sentence} size="small">
          {words.help}
        </EmptyState>
      </Specimen>
      <Specimen name="ErrorBoundary">
        <ErrorBoundary onReload={() => undefined}>
          <Broken />
        </ErrorBoundary>
      </Specimen>
      <Specimen name="Toast">
        {tones.map((tone) => (
          <Button
            key={tone}
            onPress={() =>
              toasts.show({
                tone,
                text: words.sentence,
                action: tone === "success" ? { label: words.slots[0] ?? "", onPress: () => undefined } : undefined,
              })
            }
          >
            {`Say ${tone}`}
          </Button>
        ))}
      </Specimen>
    </>
  );
}

function Broken(): never {
  throw new Error("This specimen always fails");
}
