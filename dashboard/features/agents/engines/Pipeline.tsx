/** The three parts of a pipeline. */
export function PipelineFields() {
  return <p className="self-center pb-2 text-ink-2">Ears, brain and mouth.</p>
}
