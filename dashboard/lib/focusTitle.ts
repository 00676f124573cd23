/** Where the focus goes when what had it is gone: the page is read from its title. */
export function focusTitle(): void {
  document.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true })
}
