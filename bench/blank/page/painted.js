// The second callback runs after the first frame has been handed to the screen.
requestAnimationFrame(() =>
  requestAnimationFrame(() => window.__TAURI_INTERNALS__.invoke('window_painted')),
);
