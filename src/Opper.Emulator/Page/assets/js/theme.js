// Runs before the first paint, so that the page does not flash in the wrong theme.
(() => {
  const root = document.documentElement;
  const kept = () => { try { return localStorage.getItem('opper-emulator-theme'); } catch { return null; } };
  const theme = kept();
  if (theme === 'light' || theme === 'dark') {
    root.dataset.theme = theme;
  }

  globalThis.toggleTheme = () => {
    const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    root.dataset.theme = dark ? 'light' : 'dark';
    try { localStorage.setItem('opper-emulator-theme', root.dataset.theme); } catch { /* A browser that keeps nothing still shows it. */ }
    return root.dataset.theme;
  };
})();
