/** There is nothing to set, which is worth a sentence. */
export function EchoFields() {
  return (
    <p className="self-center pb-2 text-ink-2">
      Says back what it hears. For checking the line: no model is asked, and nothing is charged.
    </p>
  )
}
