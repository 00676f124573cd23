import { Component, type ErrorInfo, type ReactNode } from 'react'
import { type Problem, problemOf } from '../lib/problem.ts'
import { Button } from './Button.tsx'
import { ErrorNotice } from './ErrorNotice.tsx'

interface Props {
  children: ReactNode
  /** Called when what failed is that nobody is signed in (any more). */
  onUnauthenticated: () => void
}

interface State {
  problem: Problem | null
}

/** Keeps a page that fails from taking the rest with it. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { problem: null }

  static getDerivedStateFromError(error: unknown): State {
    return { problem: problemOf(error) }
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    console.error(error, info.componentStack)
    if (this.state.problem?.code === 'unauthenticated') this.props.onUnauthenticated()
  }

  override render(): ReactNode {
    const { problem } = this.state
    if (!problem) return this.props.children
    const message =
      problem.code === 'failed'
        ? 'This page could not be shown. What you typed is kept; try again, or reload the page.'
        : problem.message
    return (
      <div className="mx-auto w-full max-w-6xl p-4 md:p-8">
        <ErrorNotice
          message={message}
          action={<Button onClick={() => this.setState({ problem: null })}>Try again</Button>}
        />
      </div>
    )
  }
}
