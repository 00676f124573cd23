import { type RefObject, useEffect, useRef, useState } from 'react'
import { Link } from 'wouter'
import type { Doc } from '../../../convex/_generated/dataModel.js'
import { addressOf, fetchAbout } from '../../chat/about.ts'
import { mountChat } from '../../chat/mountChat.ts'
import { Card } from '../../components/Card.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { Notice } from '../../components/Notice.tsx'
import { useTheme } from '../../lib/theme.ts'

const linkClass = 'text-accent underline underline-offset-2'

/** The chat as visitors see it, with the version that is saved. */
export function TestChat({ agent }: { agent: Doc<'agents'> }) {
  if (agent.chat.turnstile) return <OnItsPage agentId={agent._id} />
  // A saved version is read anew; a conversation keeps its own.
  return <Chat key={agent.version} agent={agent} />
}

/** This page runs no scripts of others. */
function OnItsPage({ agentId }: { agentId: string }) {
  return (
    <Notice>
      Visitors prove by Turnstile that they are people: try the chat on{' '}
      <a href={`/chat/${agentId}`} target="_blank" rel="noreferrer" className={linkClass}>
        its own page
      </a>
      .
    </Notice>
  )
}

function Chat({ agent }: { agent: Doc<'agents'> }) {
  const { place, problem, chatId } = useChat(agent._id)
  return (
    <Card
      title="Chat"
      description={`As visitors see it. What begins now is with version ${agent.version}, and is kept like any other conversation.`}
      action={
        chatId !== null && (
          <Link href={`/conversations/${chatId}`} className={linkClass}>
            See its record
          </Link>
        )
      }
    >
      {problem !== null && <ErrorNotice message={problem} />}
      <div className="h-120 overflow-hidden rounded-md border" hidden={problem !== null}>
        <div ref={place} className="h-full" />
      </div>
    </Card>
  )
}

/** Shows the chat in the element of `place`. */
function useChat(agentId: string) {
  const place = useRef<HTMLDivElement>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [chatId, setChatId] = useState<string | null>(null)
  useEffect(() => {
    const element = place.current
    let close: (() => void) | null = null
    let gone = false
    void fetchAbout(addressOf(location.origin, agentId)).then((about) => {
      if (gone || !element) return
      if ('refused' in about) return setProblem(about.refused || UNREACHABLE)
      setProblem(null)
      const mounted = mountChat({
        host: location.origin,
        agentId,
        about,
        locales: [],
        theme: 'auto',
        heading: 'h3',
        element,
      })
      const stop = mounted.client.subscribe(() => {
        const key = mounted.client.state.key
        if (key) setChatId(key.chatId)
      })
      close = () => {
        stop()
        mounted.close()
      }
    })
    return () => {
      gone = true
      close?.()
    }
  }, [agentId])
  useOwnTheme(place)
  return { place, problem, chatId }
}

/** The chat follows this page, and not only the browser. */
function useOwnTheme(place: RefObject<HTMLDivElement | null>): void {
  const [theme] = useTheme()
  useEffect(() => {
    const element = place.current
    if (!element) return
    if (theme === 'system') element.removeAttribute('data-theme')
    else element.setAttribute('data-theme', theme)
  }, [place, theme])
}

const UNREACHABLE = 'The server cannot be reached. Check your connection and try again.'
