import { useSyncExternalStore } from "react";
import { createPortal } from "react-dom";
import { useI18n } from "../../i18n/i18n";
import { Button } from "../actions/Button";
import { IconButton } from "../actions/IconButton";
import { CloseIcon } from "../icons/icons";
import { toneIcons } from "./Banner";
import styles from "./ToastRegion.module.css";
import { type ToastStore, toasts as windowToasts } from "./toasts";

export interface ToastRegionProps {
  store?: ToastStore;
}

/** Where notices appear. Stands once, at the end of the app; says new ones politely and waits while one is read. */
export function ToastRegion({ store = windowToasts }: ToastRegionProps) {
  const { t } = useI18n();
  const shown = useSyncExternalStore(store.subscribe, store.list);
  // Above modals: React Aria hides everything that is not marked as the top layer.
  return createPortal(
    <section
      className={styles.region}
      aria-label={t("ui.toasts")}
      data-react-aria-top-layer="true"
      onPointerEnter={store.pause}
      onPointerLeave={store.resume}
      onFocus={store.pause}
      onBlur={store.resume}
    >
      <div className={styles.list} role="log" aria-live="polite" aria-relevant="additions" aria-label={t("ui.toasts")}>
        {shown.map((toast) => {
          const Drawing = toneIcons[toast.tone];
          return (
            <div key={toast.id} className={styles.toast} data-tone={toast.tone}>
              <span className={styles.drawing}>
                <Drawing />
              </span>
              <span className={styles.text}>{toast.text}</span>
              {toast.action && (
                <Button
                  size="small"
                  variant="quiet"
                  onPress={() => {
                    toast.action?.onPress();
                    store.close(toast.id);
                  }}
                >
                  {toast.action.label}
                </Button>
              )}
              <IconButton
                label={t("ui.dismiss")}
                icon={CloseIcon}
                size="small"
                onPress={() => {
                  store.close(toast.id);
                  store.resume();
                }}
              />
            </div>
          );
        })}
      </div>
    </section>,
    document.body,
  );
}
