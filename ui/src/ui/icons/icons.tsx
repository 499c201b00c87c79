/**
 * The drawings of the window: 20 by 20, one stroke, the colour of the words beside them. They say nothing to a screen
 * reader; the control that carries one has the name. Those with a direction mirror in right-to-left languages.
 */
import type { ReactElement, ReactNode } from "react";
import styles from "./icons.module.css";

export interface IconProps {
  /** "small" fits into a line of text. */
  size?: "small" | "medium" | "large";
}

export type Icon = (props: IconProps) => ReactElement;

function draw(drawing: ReactNode, direction: "fixed" | "mirrors" = "fixed"): Icon {
  return ({ size = "medium" }) => (
    <svg
      className={styles.icon}
      data-size={size}
      data-direction={direction}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.6}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {drawing}
    </svg>
  );
}

export const ArchiveIcon = /* @__PURE__ */ draw(
  <>
    <rect x="3" y="3.5" width="14" height="4" rx="1.2" />
    <path d="M4.2 7.5v7.2a1.8 1.8 0 0 0 1.8 1.8h8a1.8 1.8 0 0 0 1.8-1.8V7.5M8 11h4" />
  </>,
);
export const ArrowDownIcon = /* @__PURE__ */ draw(<path d="M10 3.5v13M4.8 11.3 10 16.5l5.2-5.2" />);
export const ArrowStartIcon = /* @__PURE__ */ draw(<path d="M16.5 10h-13M8.7 4.8 3.5 10l5.2 5.2" />, "mirrors");
export const AttachIcon = /* @__PURE__ */ draw(
  <path d="m15.9 9.4-5.6 5.6a3.6 3.6 0 0 1-5.1-5.1l6.3-6.3a2.4 2.4 0 0 1 3.4 3.4l-6.2 6.2a1.2 1.2 0 0 1-1.7-1.7l5.2-5.2" />,
);
export const BellIcon = /* @__PURE__ */ draw(
  <path d="M5 13.5V9a5 5 0 0 1 10 0v4.5l1.3 1.5H3.7zM8.3 17.2a2 2 0 0 0 3.4 0" />,
);
export const BellOffIcon = /* @__PURE__ */ draw(
  <path d="M5 9.2v4.3L3.7 15H14M15 11.6V9a5 5 0 0 0-7.9-4.1M8.3 17.2a2 2 0 0 0 3.4 0M3 3l14 14" />,
);
export const BotIcon = /* @__PURE__ */ draw(
  <>
    <rect x="3.5" y="7" width="13" height="9.5" rx="2.6" />
    <path d="M10 7V3.8M7.5 11v1.2M12.5 11v1.2M1.8 11v2.5M18.2 11v2.5" />
    <circle cx="10" cy="3" r=".9" />
  </>,
);
export const CalendarIcon = /* @__PURE__ */ draw(
  <>
    <rect x="3" y="4.5" width="14" height="12.5" rx="2" />
    <path d="M3 8.5h14M6.8 2.8v3M13.2 2.8v3" />
  </>,
);
export const ChatsIcon = /* @__PURE__ */ draw(
  <>
    <path d="M12.6 4H5.4A2.4 2.4 0 0 0 3 6.4v7.9l2.6-1.9h7A2.4 2.4 0 0 0 15 10V6.4A2.4 2.4 0 0 0 12.6 4Z" />
    <path d="M17 8.2v9l-2.5-1.9H9" />
  </>,
);
export const CheckIcon = /* @__PURE__ */ draw(<path d="m3.8 10.6 4 4 8.4-9" />);
export const CheckDoubleIcon = /* @__PURE__ */ draw(<path d="m1.8 10.8 3.7 3.7 7.6-8.6M9.3 13.4l1.2 1.1 7.6-8.6" />);
export const ChevronDownIcon = /* @__PURE__ */ draw(<path d="m5 7.5 5 5 5-5" />);
export const ChevronEndIcon = /* @__PURE__ */ draw(<path d="m7.5 5 5 5-5 5" />, "mirrors");
export const ChevronStartIcon = /* @__PURE__ */ draw(<path d="m12.5 5-5 5 5 5" />, "mirrors");
export const ChevronUpIcon = /* @__PURE__ */ draw(<path d="m5 12.5 5-5 5 5" />);
export const ClockIcon = /* @__PURE__ */ draw(
  <>
    <circle cx="10" cy="10" r="7" />
    <path d="M10 6v4.3l2.8 1.7" />
  </>,
);
export const CloseIcon = /* @__PURE__ */ draw(<path d="m5 5 10 10M15 5 5 15" />);
export const CommandIcon = /* @__PURE__ */ draw(
  <path d="M7.5 7.5h5v5h-5zM7.5 7.5H5.6a2.1 2.1 0 1 1 1.9-2.1zM12.5 7.5V5.4a2.1 2.1 0 1 1 1.9 2.1zM12.5 12.5h1.9a2.1 2.1 0 1 1-1.9 2.1zM7.5 12.5v2.1a2.1 2.1 0 1 1-1.9-2.1z" />,
);
export const ContactIcon = /* @__PURE__ */ draw(
  <>
    <circle cx="10" cy="7" r="3.4" />
    <path d="M3.6 17c.5-3.3 3-5 6.4-5s5.9 1.7 6.4 5" />
  </>,
);
export const ContrastIcon = /* @__PURE__ */ draw(
  <>
    <circle cx="10" cy="10" r="7" />
    <path d="M10 3v14a7 7 0 0 0 0-14Z" fill="currentColor" />
  </>,
);
export const CopyIcon = /* @__PURE__ */ draw(
  <>
    <rect x="7" y="7" width="10" height="10" rx="2" />
    <path d="M13 7V5a2 2 0 0 0-2-2H5a2 2 0 0 0-2 2v6a2 2 0 0 0 2 2h2" />
  </>,
);
export const DatabaseIcon = /* @__PURE__ */ draw(
  <>
    <ellipse cx="10" cy="5" rx="6.5" ry="2.5" />
    <path d="M3.5 5v10c0 1.4 2.9 2.5 6.5 2.5s6.5-1.1 6.5-2.5V5M3.5 10c0 1.4 2.9 2.5 6.5 2.5s6.5-1.1 6.5-2.5" />
  </>,
);
export const DocumentIcon = /* @__PURE__ */ draw(
  <>
    <path d="M5 4.3a1.8 1.8 0 0 1 1.8-1.8h4.7l4 4v9.2a1.8 1.8 0 0 1-1.8 1.8H6.8A1.8 1.8 0 0 1 5 15.7Z" />
    <path d="M11.3 2.7v4h4M7.8 10.5h4.8M7.8 13.5h3" />
  </>,
);
export const DownloadIcon = /* @__PURE__ */ draw(<path d="M10 3v9.5M5.8 8.8 10 13l4.2-4.2M3.5 16.5h13" />);
export const EditIcon = /* @__PURE__ */ draw(
  <>
    <path d="m12.7 4.1 3.2 3.2-8.6 8.6-4 .8.8-4Z" />
    <path d="m11 5.8 3.2 3.2" />
  </>,
);
export const ErrorIcon = /* @__PURE__ */ draw(
  <>
    <circle cx="10" cy="10" r="7" />
    <path d="m7.5 7.5 5 5M12.5 7.5l-5 5" />
  </>,
);
export const ExternalIcon = /* @__PURE__ */ draw(
  <path d="M8.5 4H5.8A1.8 1.8 0 0 0 4 5.8v8.4A1.8 1.8 0 0 0 5.8 16h8.4a1.8 1.8 0 0 0 1.8-1.8v-2.7M11.5 3.5h5v5M16.3 3.7 9.5 10.5" />,
  "mirrors",
);
export const EyeIcon = /* @__PURE__ */ draw(
  <>
    <path d="M1.8 10S4.7 4.5 10 4.5 18.2 10 18.2 10 15.3 15.5 10 15.5 1.8 10 1.8 10Z" />
    <circle cx="10" cy="10" r="2.5" />
  </>,
);
export const EyeOffIcon = /* @__PURE__ */ draw(
  <path d="M8 4.7c.6-.1 1.3-.2 2-.2 5.3 0 8.2 5.5 8.2 5.5s-.8 1.5-2.3 2.9M5.2 5.9C3 7.5 1.8 10 1.8 10s2.9 5.5 8.2 5.5c1.7 0 3.1-.5 4.3-1.3M8.2 8.3a2.5 2.5 0 0 0 3.5 3.5M3 3l14 14" />,
);
export const FilterIcon = /* @__PURE__ */ draw(<path d="M3 5.5h14M5.8 10h8.4M8.5 14.5h3" />);
export const ForwardIcon = /* @__PURE__ */ draw(<path d="m12 4.5 5 5-5 5M17 9.5H9a6 6 0 0 0-6 6" />, "mirrors");
export const GlobeIcon = /* @__PURE__ */ draw(
  <>
    <circle cx="10" cy="10" r="7" />
    <path d="M3 10h14M10 3c2 2 3 4.3 3 7s-1 5-3 7c-2-2-3-4.3-3-7s1-5 3-7Z" />
  </>,
);
export const HelpIcon = /* @__PURE__ */ draw(
  <>
    <circle cx="10" cy="10" r="7" />
    <path d="M7.9 8a2.1 2.1 0 1 1 3.2 1.8c-.8.5-1.1.9-1.1 1.7M10 14v.1" />
  </>,
);
export const ImageIcon = /* @__PURE__ */ draw(
  <>
    <rect x="3" y="4" width="14" height="12" rx="2" />
    <circle cx="7.2" cy="8" r="1.3" />
    <path d="m3.5 14.5 4-3.5 2.7 2.3 2.8-2.8 3.7 3.5" />
  </>,
);
export const InboxIcon = /* @__PURE__ */ draw(
  <>
    <path d="m3 11.5 2.2-6.7a1.6 1.6 0 0 1 1.5-1.1h6.6a1.6 1.6 0 0 1 1.5 1.1L17 11.5v3a1.8 1.8 0 0 1-1.8 1.8H4.8A1.8 1.8 0 0 1 3 14.5Z" />
    <path d="M3 11.5h4l1 2h4l1-2h4" />
  </>,
);
export const InfoIcon = /* @__PURE__ */ draw(
  <>
    <circle cx="10" cy="10" r="7" />
    <path d="M10 9.2v4.3M10 6.5v.1" />
  </>,
);
export const KeyIcon = /* @__PURE__ */ draw(
  <>
    <circle cx="6.7" cy="13.3" r="3.7" />
    <path d="m9.4 10.6 7-7M13.2 6.8l2.6 2.6" />
  </>,
);
export const KeyboardIcon = /* @__PURE__ */ draw(
  <>
    <rect x="2" y="5" width="16" height="10" rx="2" />
    <path d="M5 8.2v.1M8.3 8.2v.1M11.7 8.2v.1M15 8.2v.1M6.5 11.8h7" />
  </>,
);
export const LinkIcon = /* @__PURE__ */ draw(
  <path d="M8.5 11.5a3.2 3.2 0 0 0 4.5 0l2.6-2.6a3.2 3.2 0 0 0-4.5-4.5l-1 1M11.5 8.5a3.2 3.2 0 0 0-4.5 0l-2.6 2.6a3.2 3.2 0 0 0 4.5 4.5l1-1" />,
);
export const LockIcon = /* @__PURE__ */ draw(
  <>
    <rect x="4" y="9" width="12" height="8" rx="2" />
    <path d="M6.8 9V6.5a3.2 3.2 0 0 1 6.4 0V9M10 12.3v1.5" />
  </>,
);
export const MegaphoneIcon = /* @__PURE__ */ draw(
  <path d="M3.5 8.3v3.4a1 1 0 0 0 1 1H7l7.5 3.5V3.8L7 7.3H4.5a1 1 0 0 0-1 1ZM7 7.3v5.4M7 12.7l1 3.8M17 8.5v3" />,
  "mirrors",
);
export const MicIcon = /* @__PURE__ */ draw(
  <>
    <rect x="7.3" y="2.5" width="5.4" height="9.5" rx="2.7" />
    <path d="M4.5 10a5.5 5.5 0 0 0 11 0M10 15.5v2.2" />
  </>,
);
export const MonitorIcon = /* @__PURE__ */ draw(
  <>
    <rect x="2.5" y="3.5" width="15" height="10" rx="1.8" />
    <path d="M10 13.5v3M6.5 16.8h7" />
  </>,
);
export const MoonIcon = /* @__PURE__ */ draw(<path d="M16.5 12.2A7 7 0 0 1 7.8 3.5a7 7 0 1 0 8.7 8.7Z" />);
export const MoreIcon = /* @__PURE__ */ draw(<path d="M4.5 10v.01M10 10v.01M15.5 10v.01" strokeWidth={2.4} />);
export const PaletteIcon = /* @__PURE__ */ draw(
  <path d="M10 3a7 7 0 1 0 0 14c1.3 0 1.9-.8 1.6-1.8-.4-1.3.4-2.2 1.7-2.2h1.2c1.5 0 2.5-1 2.5-2.6C17 6 13.9 3 10 3ZM6.7 10v.1M8.3 6.8v.1M12 6.5v.1M14 9v.1" />,
);
export const PauseIcon = /* @__PURE__ */ draw(<path d="M7 4.5v11M13 4.5v11" strokeWidth={2} />);
export const PhoneIcon = /* @__PURE__ */ draw(
  <>
    <rect x="5.5" y="2" width="9" height="16" rx="2" />
    <path d="M9 15.2h2" />
  </>,
);
export const PinIcon = /* @__PURE__ */ draw(<path d="M7.3 3h5.4l-.6 5 2.9 3.2H5L7.9 8ZM10 11.2V17" />);
export const PlayIcon = /* @__PURE__ */ draw(<path d="M6.5 4.2v11.6l9-5.8Z" />);
export const PlusIcon = /* @__PURE__ */ draw(<path d="M10 4v12M4 10h12" />);
export const PulseIcon = /* @__PURE__ */ draw(<path d="M2 10.5h3.6l2-6 4.2 11 2.2-5H18" />);
export const QrCodeIcon = /* @__PURE__ */ draw(
  <>
    <rect x="3" y="3" width="5.5" height="5.5" rx="1" />
    <rect x="11.5" y="3" width="5.5" height="5.5" rx="1" />
    <rect x="3" y="11.5" width="5.5" height="5.5" rx="1" />
    <path d="M11.5 11.5H14V14M17 11.5v.1M11.5 17v-.5M14.5 17H17v-2.5" />
  </>,
);
export const RefreshIcon = /* @__PURE__ */ draw(
  <path d="M16.3 8.5A6.6 6.6 0 0 0 4.4 6.7M3.7 11.5a6.6 6.6 0 0 0 11.9 1.8M4 3v4h4M16 17v-4h-4" />,
);
export const ReplyIcon = /* @__PURE__ */ draw(<path d="m8 4.5-5 5 5 5M3 9.5h8a6 6 0 0 1 6 6" />, "mirrors");
export const SearchIcon = /* @__PURE__ */ draw(
  <>
    <circle cx="8.8" cy="8.8" r="5.3" />
    <path d="m12.7 12.7 4.3 4.3" />
  </>,
);
export const SendIcon = /* @__PURE__ */ draw(<path d="M3.3 3.8 17 10 3.3 16.2 5.2 10ZM5.2 10h5.6" />, "mirrors");
export const SettingsIcon = /* @__PURE__ */ draw(
  <>
    <path d="M3 6h7.5M14.5 6H17M3 14h2.5M9.5 14H17" />
    <circle cx="12.5" cy="6" r="2" />
    <circle cx="7.5" cy="14" r="2" />
  </>,
);
export const ShieldIcon = /* @__PURE__ */ draw(
  <>
    <path d="M10 2.5 4 4.8v4.7c0 3.7 2.5 6.6 6 8 3.5-1.4 6-4.3 6-8V4.8Z" />
    <path d="m7.3 9.9 2 2 3.4-3.7" />
  </>,
);
export const SmileIcon = /* @__PURE__ */ draw(
  <>
    <circle cx="10" cy="10" r="7" />
    <path d="M6.8 11.5a3.6 3.6 0 0 0 6.4 0M7.7 7.6v.4M12.3 7.6v.4" />
  </>,
);
export const StarIcon = /* @__PURE__ */ draw(
  <path d="m10 3 2.1 4.4 4.9.6-3.6 3.3.9 4.8-4.3-2.3-4.3 2.3.9-4.8L3 8l4.9-.6Z" />,
);
export const SunIcon = /* @__PURE__ */ draw(
  <>
    <circle cx="10" cy="10" r="3.3" />
    <path d="M10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18M4.3 4.3l1.1 1.1M14.6 14.6l1.1 1.1M4.3 15.7l1.1-1.1M14.6 5.4l1.1-1.1" />
  </>,
);
export const TagIcon = /* @__PURE__ */ draw(
  <path d="M3 4.8v4.7l7.2 7.2a1.5 1.5 0 0 0 2.2 0l4.3-4.3a1.5 1.5 0 0 0 0-2.2L9.5 3H4.8A1.8 1.8 0 0 0 3 4.8ZM6.7 6.7v.1" />,
  "mirrors",
);
export const TemplateIcon = /* @__PURE__ */ draw(
  <>
    <rect x="3" y="3.5" width="14" height="13" rx="2" />
    <path d="M3 7.5h14M6 11h4M6 13.7h7" />
  </>,
  "mirrors",
);
export const TrashIcon = /* @__PURE__ */ draw(
  <path d="M3.5 5.5h13M8 5.3V3.5h4v1.8M5 5.5l.8 10a1.5 1.5 0 0 0 1.5 1.4h5.4a1.5 1.5 0 0 0 1.5-1.4l.8-10M8.5 9v4.5M11.5 9v4.5" />,
);
export const UnlinkIcon = /* @__PURE__ */ draw(
  <path d="M8.5 11.5a3.2 3.2 0 0 0 4.1.4M11.5 8.5a3.2 3.2 0 0 0-3.9-.5M14 10.6l1.6-1.7a3.2 3.2 0 0 0-4.5-4.5l-1.6 1.6M6 9.4l-1.6 1.7a3.2 3.2 0 0 0 4.5 4.5l1.6-1.6M3 3l14 14" />,
);
export const UnlockIcon = /* @__PURE__ */ draw(
  <>
    <rect x="4" y="9" width="12" height="8" rx="2" />
    <path d="M6.8 9V6.3a3.2 3.2 0 0 1 6.2-1M10 12.3v1.5" />
  </>,
);
export const UnreadIcon = /* @__PURE__ */ draw(
  <>
    <path d="M11.5 4H5.4A2.4 2.4 0 0 0 3 6.4v9.9l3-2.2h8.6a2.4 2.4 0 0 0 2.4-2.4V9.5" />
    <circle cx="15.5" cy="5" r="2" fill="currentColor" />
  </>,
);
export const UploadIcon = /* @__PURE__ */ draw(<path d="M10 13V3.5M5.8 7.2 10 3l4.2 4.2M3.5 16.5h13" />);
export const UsersIcon = /* @__PURE__ */ draw(
  <>
    <circle cx="7.5" cy="7.2" r="3" />
    <path d="M2 16.5c.4-2.9 2.5-4.4 5.5-4.4s5.1 1.5 5.5 4.4M12.5 4.4a3 3 0 0 1 0 5.6M14.3 12.4c2.1.4 3.4 1.8 3.7 4.1" />
  </>,
);
export const VideoIcon = /* @__PURE__ */ draw(
  <>
    <rect x="2.5" y="5" width="10.5" height="10" rx="2" />
    <path d="m13 9 4.5-2.5v7L13 11Z" />
  </>,
  "mirrors",
);
export const WarningIcon = /* @__PURE__ */ draw(
  <>
    <path d="M8.7 3.7 2.4 14.6a1.5 1.5 0 0 0 1.3 2.3h12.6a1.5 1.5 0 0 0 1.3-2.3L11.3 3.7a1.5 1.5 0 0 0-2.6 0Z" />
    <path d="M10 8v3.7M10 14.2v.1" />
  </>,
);
export const WifiIcon = /* @__PURE__ */ draw(
  <path d="M2 8a11.5 11.5 0 0 1 16 0M4.7 11a7.6 7.6 0 0 1 10.6 0M7.4 13.9a3.7 3.7 0 0 1 5.2 0M10 16.7v.1" />,
);
export const WifiOffIcon = /* @__PURE__ */ draw(
  <path d="M2 8c1.3-1.3 2.9-2.2 4.6-2.7M18 8a11.5 11.5 0 0 0-8.3-3.2M4.7 11a7.6 7.6 0 0 1 4-2.1M15.3 11a7.7 7.7 0 0 0-2-1.4M7.4 13.9a3.7 3.7 0 0 1 5.2 0M10 16.7v.1M3 3l14 14" />,
);

/** The mark of Frontdesk: a desk bell, and under the desk three numbers. */
export const FrontdeskMark = /* @__PURE__ */ draw(
  <>
    <path d="M3.5 12.5a6.5 6.5 0 0 1 13 0ZM10 6V4.2M8.3 4h3.4M2.5 12.5h15" />
    <path d="M5.5 16.3v.01M10 16.3v.01M14.5 16.3v.01" strokeWidth={2.4} />
  </>,
);
