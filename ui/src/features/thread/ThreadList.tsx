import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useStore } from "zustand";
import { useI18n } from "../../i18n/i18n";
import { errorWords } from "../../ipc/errors";
import type { ChatRow, MessageId, MessageRow } from "../../ipc/types";
import { useNow } from "../../lib/now";
import { noItems, pastItem, type ThreadItem, type ThreadItems, threadItems } from "../../model/days";
import type { Thread } from "../../model/thread";
import { Button, EmptyState, VirtualList, type VirtualListHandle } from "../../ui";
import { ChatsIcon } from "../../ui/icons/icons";
import { jump } from "./actions";
import { JumpPill } from "./JumpPill";
import styles from "./ThreadList.module.css";
import { ThreadRow } from "./ThreadRow";
import { useTalk } from "./talk";
import { useAim } from "./useAim";
import { useMessageKeys } from "./useMessageKeys";
import { useReadMark } from "./useReadMark";

/** The messages of a thread, opened where reading should begin. */
export function ThreadList({ row }: { row: ChatRow }) {
  const { t } = useI18n();
  const talk = useTalk();
  const { thread } = talk;
  const state = useStore(thread.state);
  const now = useNow();
  const frame = useRef<HTMLDivElement>(null);
  const list = useRef<VirtualListHandle>(null);
  const [isAtEnd, setAtEnd] = useState(true);
  const items = useItems(state.rows, state.firstUnread, !state.moreBefore);
  useReachUp(thread, frame);
  const aimed = useAim(thread, list);
  useReadMark(row, isAtEnd && !state.moreAfter);
  useEyes(thread, frame, isAtEnd);

  const onJump = useCallback((message: MessageId) => void jump(talk, message), [talk]);
  useMessageKeys(talk, frame);
  if (items.length === 0) {
    return (
      <EmptyState icon={ChatsIcon} title={t("thread.empty")}>
        {t("thread.empty.text")}
      </EmptyState>
    );
  }
  return (
    <div ref={frame} className={styles.frame}>
      {state.error && (
        <div className={styles.trouble} role="status">
          <span>{t(errorWords(state.error).what)}</span>
          <Button
            size="small"
            variant="quiet"
            onPress={() => void Promise.all([thread.loadBefore(), thread.loadAfter()])}
          >
            {t("thread.failed.retry")}
          </Button>
        </div>
      )}
      <VirtualList
        ref={list}
        role="list"
        label={t("thread.messages")}
        items={items}
        getKey={keyOf}
        estimateSize={estimate}
        anchor="end"
        follows={!state.moreAfter}
        paddingStart={16}
        paddingEnd={16}
        onNearStart={() => void thread.loadBefore()}
        onNearEnd={() => void thread.loadAfter()}
        onAtEndChange={setAtEnd}
        isBusy={state.isLoadingBefore || state.isLoadingAfter}
        renderItem={(item) => (
          <ThreadRow
            item={item}
            isGroup={row.kind === "group"}
            isAimed={item.kind === "message" && item.row.id === aimed}
            // Only a day is named by its distance from today.
            now={item.kind === "day" ? now : 0}
            onJump={onJump}
          />
        )}
      />
      <JumpPill count={state.below} isShown={!isAtEnd || state.moreAfter} onPress={() => void thread.toEnd()} />
    </div>
  );
}

/** The items of before are handed on, so that what did not change keeps its identity. */
function useItems(
  rows: readonly MessageRow[],
  firstUnread: MessageId | null,
  isAtEdge: boolean,
): readonly ThreadItem[] {
  const before = useRef<ThreadItems>(noItems);
  const next = useMemo(() => threadItems(rows, firstUnread, before.current), [rows, firstUnread]);
  useEffect(() => {
    before.current = next;
  }, [next]);
  return useMemo(() => (isAtEdge && next.items.length > 0 ? [pastItem, ...next.items] : next.items), [next, isAtEdge]);
}

/** So near to the top, somebody who goes on upwards wants to see more. */
const reach = 400;

/**
 * Whoever scrolls on above the oldest message wants what the phone has. Opening a short thread alone asks for nothing:
 * a phone is not to be asked for every chat that is looked at.
 */
function useReachUp(thread: Thread, frame: { readonly current: HTMLDivElement | null }): void {
  useEffect(() => {
    const node = frame.current;
    if (!node) return;
    const up = () => {
      const list = node.querySelector<HTMLElement>('[role="list"]');
      const isNear = !list || scrollTopOf(list) < reach;
      if (isNear && thread.state.getState().past === "open") void thread.askPast();
    };
    const onWheel = (event: WheelEvent) => {
      if (event.deltaY < 0) up();
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "PageUp" || event.key === "Home") up();
    };
    node.addEventListener("wheel", onWheel, { passive: true });
    node.addEventListener("keydown", onKey);
    return () => {
      node.removeEventListener("wheel", onWheel);
      node.removeEventListener("keydown", onKey);
    };
  }, [thread, frame]);
}

/** How far the list, or what scrolls around it, is from its top. */
function scrollTopOf(list: HTMLElement): number {
  for (let node: HTMLElement | null = list; node; node = node.parentElement) {
    if (node.scrollTop > 0) return node.scrollTop;
  }
  return 0;
}

function keyOf(item: ThreadItem): string {
  return item.key;
}

const lineHeight = 22;
const lettersPerLine = 56;

/** A guess that is close for text; the real height is measured once the row exists. */
function estimate(item: ThreadItem): number {
  if (item.kind !== "message") return 44;
  const lines = item.row.text.split("\n").reduce((sum, line) => sum + 1 + Math.floor(line.length / lettersPerLine), 0);
  return 46 + lines * lineHeight + (item.row.quote ? 58 : 0) + (item.row.kind === "text" ? 0 : 40);
}

/** Tells the model what is in sight, so that a reload stays in place and new messages below are counted. */
function useEyes(thread: Thread, frame: { readonly current: HTMLDivElement | null }, isAtEnd: boolean): void {
  useEffect(() => {
    const node = frame.current;
    if (!node) return;
    let waiting = 0;
    const look = () => {
      waiting = 0;
      thread.saw(topmost(node), isAtEnd);
    };
    const soon = () => {
      waiting ||= requestAnimationFrame(look);
    };
    look();
    node.addEventListener("scroll", soon, { capture: true, passive: true });
    return () => {
      cancelAnimationFrame(waiting);
      node.removeEventListener("scroll", soon, { capture: true });
    };
  }, [thread, frame, isAtEnd]);
}

function topmost(frame: HTMLElement): MessageId | null {
  const top = frame.getBoundingClientRect().top;
  for (const row of frame.querySelectorAll<HTMLElement>("[data-message]")) {
    if (row.getBoundingClientRect().bottom > top) return Number(row.dataset.message);
  }
  return null;
}
