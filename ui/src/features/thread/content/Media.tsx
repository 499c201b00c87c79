import { useI18n } from "../../../i18n/i18n";
import type { Content, Mention, MessageKind } from "../../../ipc/types";
import { writeSize } from "../../../lib/amounts";
import { duration } from "../../../lib/time";
import { Bidi } from "../../../ui";
import { PlayIcon } from "../../../ui/icons/icons";
import { kindLooks } from "../../shared/kinds";
import styles from "./Media.module.css";
import { Text } from "./Text";
import { Thumbnail } from "./Thumbnail";
import { Waveform } from "./Waveform";

type File = Extract<Content, { kind: "media" }>;

interface MediaProps {
  kind: MessageKind;
  media: File;
  text: string;
  mentions: readonly Mention[];
}

/** A file: what can be known of it without having it, and where to look at it until it can be had. */
export function Media({ kind, media, text, mentions }: MediaProps) {
  const isPicture = kind === "image" || kind === "video" || kind === "sticker";
  return (
    <div className={styles.media} data-kind={kind}>
      {isPicture && media.thumbnail !== null ? (
        <Picture kind={kind} media={media} thumbnail={media.thumbnail} />
      ) : (
        <Named kind={kind} media={media} />
      )}
      <Facts media={media} />
      {text !== "" && text !== media.fileName && <Text text={text} mentions={mentions} />}
    </div>
  );
}

function Picture({ kind, media, thumbnail }: { kind: MessageKind; media: File; thumbnail: string }) {
  const { t } = useI18n();
  const look = kindLooks[kind];
  const shape = media.width > 0 && media.height > 0 ? media.width / media.height : 4 / 3;
  return (
    <div className={styles.frame} style={{ aspectRatio: String(Math.min(2, Math.max(0.6, shape))) }}>
      <Thumbnail jpeg={thumbnail} label={look ? t(look.word) : ""} />
      {kind === "video" && (
        <span className={styles.play}>
          <PlayIcon />
        </span>
      )}
    </div>
  );
}

function Named({ kind, media }: { kind: MessageKind; media: File }) {
  const { t } = useI18n();
  const look = kindLooks[kind];
  const word = kind === "audio" && !media.voice ? t("thread.kind.sound") : look ? t(look.word) : "";
  return (
    <div className={styles.named}>
      {look && (
        <span className={styles.drawing}>
          <look.icon />
        </span>
      )}
      <div className={styles.words}>
        <p className={styles.name}>{media.fileName !== "" ? <Bidi>{media.fileName}</Bidi> : word}</p>
        {media.voice && <Waveform loudness={media.waveform} />}
      </div>
    </div>
  );
}

/** Size, length, and the honest word on where it can be opened. */
function Facts({ media }: { media: File }) {
  const { t, locale } = useI18n();
  const facts = [
    media.seconds > 0 ? duration(media.seconds * 1000, locale) : null,
    media.size > 0 ? writeSize(media.size, locale) : null,
    t(media.voice ? "thread.media.listenOnPhone" : "thread.media.openOnPhone"),
  ];
  return <p className={styles.facts}>{facts.filter((fact) => fact !== null).join(" · ")}</p>;
}
