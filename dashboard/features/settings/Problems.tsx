import { Notice } from '../../components/Notice.tsx'

interface ProblemsProps {
  problems: readonly string[]
  simulated: { model: boolean; phone: boolean; voice: boolean }
}

/** What keeps this installation from working, and what of it only pretends. */
export function Problems({ problems, simulated }: ProblemsProps) {
  return (
    <>
      {problems.length > 0 && (
        <Notice tone="warn">
          {problems.length === 1 ? (
            problems[0]
          ) : (
            <ul className="list-disc pl-4">
              {problems.map((problem) => (
                <li key={problem}>{problem}</li>
              ))}
            </ul>
          )}
        </Notice>
      )}
      {(simulated.model || simulated.voice || simulated.phone) && (
        <Notice>
          {simulated.model && (
            <p>
              The voice model is simulated on this machine: it answers from a short script. Set
              OPENAI_API_KEY and start again to talk to a real one.
            </p>
          )}
          {simulated.voice && (
            <p>
              ElevenLabs is simulated on this machine: it knows a few sentences. Set
              ELEVENLABS_API_KEY and start again to hear and speak by the real one.
            </p>
          )}
          {simulated.phone && (
            <p>
              The phone is simulated: <code className="font-mono text-sm">npm run call</code> rings
              a number. Set TWILIO_AUTH_TOKEN and PUBLIC_URL and start again to take real calls.
            </p>
          )}
        </Notice>
      )}
    </>
  )
}
