import { useEffect } from 'react'

/** Names the page in the browser's tab: `Agents · Switchboard`. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = title ? `${title} · Switchboard` : 'Switchboard'
  }, [title])
}
