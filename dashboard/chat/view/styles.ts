/**
 * The look, for a shadow root: nothing of it reaches the page around it. Importance within a shadow root
 * wins over the page's, so `all: initial` holds whatever the page says of every element.
 * https://www.w3.org/TR/css-cascade-5/#cascade-context
 */
const CSS = `
:host {
  all: initial !important;
  color-scheme: light dark !important;
}
:host([data-theme='light']) { color-scheme: light !important; }
:host([data-theme='dark']) { color-scheme: dark !important; }
:host([data-placed='page']) {
  display: block !important;
  block-size: 100% !important;
}
*, ::before, ::after { box-sizing: border-box; }
[hidden] { display: none !important; }
.root {
  --surface: light-dark(#fff, #1d2122);
  --raised: light-dark(#f3f5f5, #2a2f30);
  --line: light-dark(#dfe3e3, #3d4445);
  --strong: light-dark(#7b8485, #8b9596);
  --ink: light-dark(#1c2223, #e9eded);
  --ink-2: light-dark(#566061, #b3bcbd);
  --accent: light-dark(#0d6667, #6fd0cf);
  --on-accent: light-dark(#fff, #0c2223);
  --bad: light-dark(#b3261e, #ffb4a9);
  --focus: 2px solid var(--accent);
  font: 15px/1.45 ui-sans-serif, system-ui, -apple-system, 'Segoe UI', 'Noto Sans', sans-serif;
  color: var(--ink);
  text-align: start;
}
button, textarea { font: inherit; color: inherit; margin: 0; }
button { cursor: pointer; border: 1px solid transparent; border-radius: 8px; background: none; padding: 4px 10px; min-height: 32px; }
button:hover { background: var(--raised); }
button:disabled { opacity: .55; cursor: not-allowed; }
:focus-visible { outline: var(--focus); outline-offset: 2px; }
svg { display: block; inline-size: 20px; block-size: 20px; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
.sr { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.icon { display: grid; place-items: center; inline-size: 36px; block-size: 36px; padding: 0; flex: none; }
[dir='rtl'] .primary svg { transform: scaleX(-1); }
.primary { background: var(--accent); color: var(--on-accent); }
.primary:hover { background: var(--accent); filter: brightness(1.08); }
.chat { display: flex; flex-direction: column; block-size: 100%; min-block-size: 0; background: var(--surface); overflow: hidden; }
.head { display: flex; align-items: center; gap: 4px; padding: 8px 8px 8px 16px; border-block-end: 1px solid var(--line); }
.head:dir(rtl) { padding: 8px 16px 8px 8px; }
.head :is(h1, h2, h3) { flex: 1; min-inline-size: 0; margin: 0; font-size: 1em; font-weight: 600; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.quiet { font-size: .87em; color: var(--ink-2); }
.log { flex: 1; min-block-size: 0; overflow-y: auto; overscroll-behavior: contain; padding: 12px 16px; }
.log:focus-visible { outline-offset: -2px; }
.messages { display: grid; gap: 10px; margin: 0; padding: 0; list-style: none; }
.message { min-inline-size: 0; max-inline-size: 88%; justify-self: start; overflow-wrap: anywhere; }
.message.visitor { justify-self: end; }
.body { padding: 8px 12px; border-radius: 12px; background: var(--raised); }
.visitor .body { background: var(--accent); color: var(--on-accent); white-space: pre-wrap; }
.person .body { border: 1px solid var(--accent); background: none; }
.note { justify-self: center; max-inline-size: 100%; text-align: center; font-size: .87em; color: var(--ink-2); }
.note .body { background: none; padding: 0; white-space: pre-wrap; }
.author { margin: 0 0 2px; font-size: .87em; font-weight: 600; color: var(--ink-2); }
.body > :first-child { margin-block-start: 0; }
.body > :last-child { margin-block-end: 0; }
.body p, .body ul, .body ol, .body pre { margin: 0 0 8px; }
.body ul, .body ol { padding-inline-start: 22px; }
.body ul { list-style: disc; }
.body ol { list-style: decimal; }
.body a { color: var(--accent); text-decoration: underline; text-underline-offset: 2px; }
.body code { font: .92em ui-monospace, 'SF Mono', Menlo, Consolas, monospace; }
.body pre { padding: 8px; border-radius: 8px; background: var(--surface); white-space: pre-wrap; }
.state { margin: 2px 0 0; font-size: .87em; color: var(--ink-2); }
.state.bad { color: var(--bad); }
.acts { display: flex; gap: 2px; margin-block-start: 2px; }
.acts button { min-height: 26px; padding: 1px 8px; font-size: .87em; color: var(--ink-2); }
.typing { margin: 10px 0 0; min-block-size: 1.45em; font-size: .87em; color: var(--ink-2); }
.notice { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 12px; margin: 0; padding: 8px 16px; border-block-start: 1px solid var(--line); font-size: .93em; color: var(--ink-2); }
.notice button { border-color: var(--strong); color: var(--ink); }
.proof { padding: 0 12px; }
.composer { display: flex; align-items: end; gap: 8px; padding: 10px 12px 4px; border-block-start: 1px solid var(--line); }
.composer textarea { flex: 1; min-inline-size: 0; field-sizing: content; min-block-size: 38px; max-block-size: 140px; resize: none; padding: 7px 10px; border: 1px solid var(--strong); border-radius: 10px; background: var(--surface); overflow-wrap: anywhere; }
.composer textarea::placeholder { color: var(--ink-2); opacity: 1; }
.composer textarea[aria-invalid='true'] { border-color: var(--bad); box-shadow: inset 0 0 0 1px var(--bad); }
.counter { margin: 0; padding: 0 12px 6px; min-block-size: 1.6em; font-size: .8em; text-align: end; color: var(--ink-2); }
.counter.bad { color: var(--bad); }
.widget { position: fixed; z-index: 2147483647; inset-block-end: calc(20px + 68px * var(--below, 0)); inset-inline-end: auto; right: 20px; }
.widget[data-position='left'] { right: auto; left: 20px; }
.launcher { position: relative; display: grid; place-items: center; inline-size: 56px; block-size: 56px; padding: 0; border-radius: 50%; background: var(--accent); color: var(--on-accent); box-shadow: 0 4px 16px rgb(0 0 0 / .25); }
.launcher:hover { background: var(--accent); filter: brightness(1.08); }
.launcher svg { inline-size: 26px; block-size: 26px; }
.badge { position: absolute; inset-block-start: -2px; right: -2px; min-inline-size: 20px; padding: 0 5px; border-radius: 10px; background: var(--bad); color: var(--surface); font-size: 13px; line-height: 20px; font-weight: 600; text-align: center; }
.panel { position: absolute; z-index: 1; inset-block-end: 68px; right: 0; inline-size: min(380px, calc(100vw - 40px)); block-size: min(620px, calc(100dvh - 110px - 68px * var(--below, 0))); border: 1px solid var(--line); border-radius: 14px; background: var(--surface); box-shadow: 0 12px 40px rgb(0 0 0 / .28); overflow: hidden; animation: rise .16s ease-out; }
.widget[data-position='left'] .panel { right: auto; left: 0; }
@keyframes rise { from { opacity: 0; transform: translateY(8px); } }
@media (max-width: 480px), (max-height: 420px) {
  .panel { position: fixed; inset: 0; inline-size: auto; block-size: auto; border: 0; border-radius: 0; padding-block-end: env(safe-area-inset-bottom); }
  /* Smaller, and phones zoom into what one types. */
  .composer textarea { font-size: 16px; }
}
@media (prefers-reduced-motion: reduce) { .panel { animation: none; } }
@media (forced-colors: active) {
  .body, .launcher, .panel, .icon { border: 1px solid CanvasText; }
  .badge { border: 1px solid CanvasText; background: Canvas; color: CanvasText; }
}
`

/** Where the panel covers the whole window; the same as in the style sheet. */
export const FULL_SCREEN = '(max-width: 480px), (max-height: 420px)'

export function applyStyles(root: ShadowRoot): void {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(CSS)
  root.adoptedStyleSheets = [sheet]
}
