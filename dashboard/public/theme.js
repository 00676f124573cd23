// Runs before the first paint, so that a kept choice does not flash; lib/theme.ts writes it.
try {
  const kept = localStorage.getItem('theme')
  if (kept === 'light' || kept === 'dark') document.documentElement.dataset.theme = kept
} catch {
  // Storage is blocked: the system's preference decides.
}
