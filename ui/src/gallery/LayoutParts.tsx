import { Avatar, Badge, Bidi, SlotBadge, SplitView, Tabs, VirtualList } from "../ui";
import { ChatsIcon, SettingsIcon, UsersIcon } from "../ui/icons/icons";
import type { PartsProps } from "./Gallery";
import styles from "./LayoutParts.module.css";
import { Held, Specimen } from "./Specimen";

const rows = Array.from({ length: 2000 }, (_, index) => ({ key: `row-${index}`, number: index + 1 }));

export function LayoutParts({ words }: PartsProps) {
  const tabs = [
    { id: "chats", label: words.slots[0] ?? "", icon: ChatsIcon, content: words.sentence },
    { id: "people", label: words.slots[1] ?? "", icon: UsersIcon, content: words.long },
    { id: "more", label: words.slots[2] ?? "", icon: SettingsIcon, content: words.help, isDisabled: true },
  ];
  return (
    <>
      <Specimen name="Tabs">
        <Held initial="chats">{(id, set) => <Tabs label="Pages" tabs={tabs} selected={id} onSelect={set} />}</Held>
      </Specimen>
      <Specimen name="Tabs, vertical">
        <Held initial="people">
          {(id, set) => <Tabs label="More pages" tabs={tabs} selected={id} onSelect={set} orientation="vertical" />}
        </Held>
      </Specimen>
      <Specimen name="SplitView with VirtualLists" width="wide">
        <div className={styles.window}>
          <Held<Record<string, number>> initial={{}}>
            {(sizes, set) => (
              <SplitView
                sizes={sizes}
                onSizesChange={set}
                panes={[
                  {
                    id: "list",
                    label: words.slots[0] ?? "",
                    initial: 320,
                    min: 220,
                    max: 480,
                    content: <Chats words={words} />,
                  },
                  { id: "thread", label: words.slots[1] ?? "", min: 260, content: <Thread words={words} /> },
                  {
                    id: "detail",
                    label: words.slots[2] ?? "",
                    initial: 220,
                    min: 160,
                    max: 360,
                    content: <div className={styles.detail}>{words.long}</div>,
                  },
                ]}
              />
            )}
          </Held>
        </div>
      </Specimen>
    </>
  );
}

function Chats({ words }: PartsProps) {
  return (
    <Held<string | null> initial="row-2">
      {(selected, set) => (
        <VirtualList
          label={words.slots[0] ?? ""}
          items={rows}
          getKey={(row) => row.key}
          estimateSize={64}
          selectedKey={selected}
          onSelect={set}
          renderItem={(row, { isSelected }) => (
            <div className={styles.chat} data-selected={isSelected || undefined}>
              <Avatar name={row.number % 2 ? words.name : words.other} seed={row.key} />
              <div className={styles.words}>
                <Bidi display="line">{`${row.number % 2 ? words.name : words.other} ${row.number}`}</Bidi>
                <Bidi display="line" className={styles.preview}>
                  {words.sentence}
                </Bidi>
              </div>
              <SlotBadge slot={1} colour="teal" label={words.slots[0] ?? ""} display="number" />
              {row.number % 3 === 0 && <Badge count={row.number} />}
            </div>
          )}
        />
      )}
    </Held>
  );
}

function Thread({ words }: PartsProps) {
  return (
    <VirtualList
      label={words.slots[1] ?? ""}
      role="list"
      anchor="end"
      items={rows}
      getKey={(row) => row.key}
      estimateSize={64}
      gap={8}
      paddingStart={16}
      paddingEnd={16}
      renderItem={(row) => (
        <div className={styles.line}>
          <p className={styles.bubble} data-direction={row.number % 3 ? "in" : "out"} dir="auto">
            {row.number % 4 ? words.sentence : words.long}
          </p>
        </div>
      )}
    />
  );
}
