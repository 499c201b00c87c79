import type { ReactNode } from "react";
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from "react-aria-components/Tabs";
import type { Icon } from "../icons/icons";
import styles from "./Tabs.module.css";

export interface TabItem<Id extends string> {
  id: Id;
  label: string;
  icon?: Icon;
  isDisabled?: boolean;
  content: ReactNode;
}

export interface TabsProps<Id extends string> {
  /** What the tabs choose between. */
  label: string;
  tabs: readonly TabItem<Id>[];
  selected: Id;
  onSelect: (id: Id) => void;
  orientation?: "horizontal" | "vertical";
}

export function Tabs<Id extends string>({
  label,
  tabs,
  selected,
  onSelect,
  orientation = "horizontal",
}: TabsProps<Id>) {
  return (
    <AriaTabs
      className={styles.tabs}
      orientation={orientation}
      selectedKey={selected}
      onSelectionChange={(key) => {
        const chosen = tabs.find((tab) => tab.id === key);
        if (chosen) onSelect(chosen.id);
      }}
    >
      <TabList className={styles.list} aria-label={label}>
        {tabs.map((tab) => (
          <Tab key={tab.id} id={tab.id} className={styles.tab} isDisabled={tab.isDisabled}>
            {tab.icon && <tab.icon size="small" />}
            {tab.label}
          </Tab>
        ))}
      </TabList>
      {tabs.map((tab) => (
        <TabPanel key={tab.id} id={tab.id} className={styles.panel}>
          {tab.content}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
