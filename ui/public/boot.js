// Runs before the first paint. It repeats the look of the last run, so that nobody who chose light on a dark
// system (or the reverse, or a right-to-left language) sees the other one flash by. theme.ts and i18n write the
// two entries; they are words such as "dark" or "ar", never anything private.
(() => {
  const root = document.documentElement;
  const saved = (name) => {
    try {
      return localStorage.getItem(name);
    } catch {
      return null;
    }
  };
  const [theme, contrast] = (saved("frontdesk.look") || "").split(" ");
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  if (contrast === "more") root.dataset.contrast = contrast;
  const [lang, dir] = (saved("frontdesk.language") || "").split(" ");
  if (lang) root.lang = lang;
  if (dir === "rtl") root.dir = dir;
})();
