/** Says at a glance that something goes on right now; the words beside it say what. */
export function LiveDot() {
  return (
    <span aria-hidden className="inline-flex size-2 shrink-0 mark mark-text rounded-full">
      <span className="size-2 mark mark-text animate-ping rounded-full opacity-60" />
    </span>
  )
}
