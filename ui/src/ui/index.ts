/** The parts that every view is built from. Features import from here and from `./icons/icons`, nothing deeper. */
export { Button, type ButtonProps, type ButtonVariant } from "./actions/Button";
export { IconButton, type IconButtonProps } from "./actions/IconButton";
export { Avatar, type AvatarProps } from "./display/Avatar";
export { Badge, type BadgeProps } from "./display/Badge";
export { Bidi, type BidiProps } from "./display/Bidi";
export { CodeDisplay, type CodeDisplayProps } from "./display/CodeDisplay";
export { Countdown, type CountdownProps } from "./display/Countdown";
export { KeyHint, type KeyHintProps } from "./display/KeyHint";
export { QrCode, type QrCodeProps } from "./display/QrCode";
export { RelativeTime, type RelativeTimeProps } from "./display/RelativeTime";
export { SlotBadge, type SlotBadgeProps, type SlotColour, type SlotNumber, slotColours } from "./display/SlotBadge";
export { Banner, type BannerProps, type Tone } from "./feedback/Banner";
export { EmptyState, type EmptyStateProps } from "./feedback/EmptyState";
export { ErrorBoundary, type ErrorBoundaryProps } from "./feedback/ErrorBoundary";
export { ProgressBar, type ProgressBarProps } from "./feedback/ProgressBar";
export { Skeleton, type SkeletonProps } from "./feedback/Skeleton";
export { ToastRegion, type ToastRegionProps } from "./feedback/ToastRegion";
export { type Toast, type ToastStore, toasts } from "./feedback/toasts";
export { Checkbox, type CheckboxProps } from "./fields/Checkbox";
export { CountryPicker, type CountryPickerProps } from "./fields/CountryPicker";
export { RadioGroup, type RadioGroupProps, type RadioOption } from "./fields/RadioGroup";
export { SearchField, type SearchFieldProps } from "./fields/SearchField";
export { SecretField, type SecretFieldProps } from "./fields/SecretField";
export { Select, type SelectOption, type SelectProps } from "./fields/Select";
export { Switch, type SwitchProps } from "./fields/Switch";
export { TextArea, type TextAreaProps } from "./fields/TextArea";
export { TextField, type TextFieldProps } from "./fields/TextField";
export type { Icon, IconProps } from "./icons/icons";
export { LanguageFrame } from "./LanguageFrame";
export { type Pane, SplitView, type SplitViewProps } from "./layout/SplitView";
export { type TabItem, Tabs, type TabsProps } from "./layout/Tabs";
export { type RowState, VirtualList, type VirtualListHandle, type VirtualListProps } from "./layout/VirtualList";
export { ConfirmDialog, type ConfirmDialogProps } from "./overlays/ConfirmDialog";
export { Dialog, type DialogProps } from "./overlays/Dialog";
export {
  ContextMenu,
  type ContextMenuProps,
  MenuButton,
  type MenuButtonProps,
  MenuIconButton,
  type MenuIconButtonProps,
  PlacedMenu,
  type PlacedMenuProps,
} from "./overlays/Menu";
export type { MenuEntry, MenuPlacement } from "./overlays/menu";
export { Popover, type PopoverProps } from "./overlays/Popover";
export { Tooltip, type TooltipProps } from "./overlays/Tooltip";
