/** Says at a glance that something goes on right now; the words beside it say what. */
export function LiveDot() {
  return (
    <span aria-hidden className="inline-flex size-2 shrink-0 rounded-full bg-current">
      <span className="size-2 animate-ping rounded-full bg-current opacity-60" />
    </span>
  )
}
