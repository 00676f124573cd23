import { useEffect, useState } from 'react'

/** The time, epoch ms, renewed every `everyMs`: for "5 minutes ago" and running clocks. */
export function useNow(everyMs = 30_000): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return now
}
