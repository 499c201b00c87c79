import { Suspense, useEffect, useState } from "react";
import { useStore } from "zustand";
import { DeskProvider, useDesk, useMirror } from "../features/shared/desk";
import type { Backend } from "../ipc/backend";
import { Desk } from "../model/desk";
import { ErrorBoundary, ToastRegion } from "../ui";
import { Boot } from "./Boot";
import { chooseBackend } from "./chooseBackend";
import { Refused } from "./Refused";
import { Shell } from "./Shell";
import { useLook } from "./useLook";
import { usePainted } from "./usePainted";
import { useTroubleToasts } from "./useTroubleToasts";
import { StageScreen } from "./views";

/** The window. Without a backend of its own it takes the one of the place it runs in. */
export function App({ backend }: { backend?: Backend }) {
  const chosen = useBackend(backend);
  return (
    <ErrorBoundary>
      {chosen ? <Opened backend={chosen} /> : <Boot />}
      <ToastRegion />
    </ErrorBoundary>
  );
}

function Opened({ backend }: { backend: Backend }) {
  const [desk] = useState(() => new Desk(backend));
  useEffect(() => {
    desk.feed.open();
    return () => desk.feed.stop();
  }, [desk]);
  return (
    <DeskProvider value={desk}>
      <Staged />
    </DeskProvider>
  );
}

/** What is shown at each stage; anything but "ready" takes the whole window. */
function Staged() {
  const { feed, backend } = useDesk();
  const stage = useMirror((mirror) => mirror.stage);
  const isKnown = useMirror((mirror) => mirror.seq !== null);
  const refused = useStore(feed.health, (health) => health.refused);
  useLook();
  usePainted(backend, isKnown && stage.kind !== "opening");
  useTroubleToasts();
  if (refused) return <Refused error={refused} onRetry={() => feed.open()} />;
  if (stage.kind === "ready") return <Shell />;
  if (stage.kind === "opening" && !isKnown) return <Boot />;
  const screen = (
    <Suspense fallback={<Boot />}>
      <StageScreen stage={stage} />
    </Suspense>
  );
  return stage.kind === "opening" ? <Boot whenSlow={screen} /> : screen;
}

function useBackend(given: Backend | undefined): Backend | null {
  const [backend, setBackend] = useState<Backend | null>(given ?? null);
  useEffect(() => {
    if (!given) void chooseBackend().then(setBackend);
  }, [given]);
  return backend;
}
