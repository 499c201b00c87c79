import { useI18n } from "../../i18n/i18n";
import type { SlotView } from "../../ipc/types";
import { freeSlot } from "../../model/console";
import type { Filter } from "../../model/filters";
import { Button, EmptyState, Skeleton } from "../../ui";
import { ArchiveIcon, ChatsIcon, CheckDoubleIcon, LinkIcon, SearchIcon, UsersIcon } from "../../ui/icons/icons";
import { useDesk, useMirror } from "../shared/desk";
import styles from "./NothingHere.module.css";

interface NothingHereProps {
  filter: Filter;
  query: string;
  /** The rest of the inbox is still being read: what is looked for may yet come. */
  isLoading: boolean;
}

/** Why the list is empty, and what to do next. */
export function NothingHere({ filter, query, isLoading }: NothingHereProps) {
  const { t } = useI18n();
  const { navigation, console: pairing } = useDesk();
  const slots = useMirror((mirror) => mirror.slots);
  const hasChats = useMirror((mirror) => mirror.inbox.order.length > 0);
  const showAll = (
    <Button size="small" onPress={() => navigation.setFilter({ kind: "all" })}>
      {t("inbox.empty.showAll")}
    </Button>
  );
  // Where a number can be linked that would fill this list, the next step is to link it.
  const link = (free: SlotView | undefined) =>
    free ? (
      <Button size="small" variant="primary" icon={LinkIcon} onPress={() => pairing.link(free.number)}>
        {t("inbox.empty.link")}
      </Button>
    ) : (
      <Button size="small" onPress={() => navigation.show("slots")}>
        {t("inbox.empty.slot.open")}
      </Button>
    );
  if (isLoading) return <Loading />;
  if (query.trim() !== "") {
    return (
      <EmptyState
        icon={SearchIcon}
        title={t("inbox.empty.search", { query: query.trim() })}
        action={
          <Button size="small" onPress={() => navigation.setQuery("")}>
            {t("inbox.empty.search.clear")}
          </Button>
        }
      >
        {t("inbox.empty.search.text")}
      </EmptyState>
    );
  }
  switch (filter.kind) {
    case "unread":
      return (
        <EmptyState icon={CheckDoubleIcon} title={t("inbox.empty.unread")} action={showAll}>
          {t("inbox.empty.unread.text")}
        </EmptyState>
      );
    case "waiting":
      return (
        <EmptyState icon={CheckDoubleIcon} title={t("inbox.empty.waiting")} action={showAll}>
          {t("inbox.empty.waiting.text")}
        </EmptyState>
      );
    case "groups":
      return (
        <EmptyState icon={UsersIcon} title={t("inbox.empty.groups")} action={showAll}>
          {t("inbox.empty.groups.text")}
        </EmptyState>
      );
    case "archived":
      return (
        <EmptyState icon={ArchiveIcon} title={t("inbox.empty.archived")} action={showAll}>
          {t("inbox.empty.archived.text")}
        </EmptyState>
      );
    case "slot":
      return (
        <EmptyState
          icon={LinkIcon}
          title={t("inbox.empty.slot", { slot: filter.slot })}
          action={link(slots.find((slot) => slot.number === filter.slot && slot.action === "connect"))}
        >
          {t("inbox.empty.slot.text")}
        </EmptyState>
      );
    case "all":
      return (
        <EmptyState
          icon={ChatsIcon}
          title={hasChats ? t("inbox.empty.allArchived") : t("inbox.empty.all")}
          action={
            hasChats ? (
              <Button size="small" onPress={() => navigation.setFilter({ kind: "archived" })}>
                {t("inbox.empty.allArchived.show")}
              </Button>
            ) : (
              link(slots.some((slot) => slot.account) ? undefined : freeSlot(slots))
            )
          }
        >
          {hasChats ? t("inbox.empty.allArchived.text") : t("inbox.empty.all.text")}
        </EmptyState>
      );
  }
}

function Loading() {
  const { t } = useI18n();
  return (
    <div className={styles.loading} role="status" aria-label={t("inbox.loading")}>
      {["a", "b", "c", "d", "e"].map((key) => (
        <div key={key} className={styles.row}>
          <Skeleton shape="circle" inlineSize="2.75rem" blockSize="2.75rem" />
          <div className={styles.lines}>
            <Skeleton inlineSize="45%" />
            <Skeleton inlineSize="80%" />
          </div>
        </div>
      ))}
    </div>
  );
}
