import { isDeepStrictEqual } from 'node:util'
import { type ConvexReactClient, ConvexReactClient as Client } from 'convex/react'
import type { FunctionReference, FunctionReturnType, OptionalRestArgs } from 'convex/server'
import { onTestFinished } from 'vitest'

type Query = FunctionReference<'query'>

/** What a page shows of one live query. */
export interface View<T> {
  /** All that it ever showed, in order; failures as errors. */
  readonly shown: (T | Error)[]
  /** What it shows now; `undefined`: it is loading. */
  now(): T | Error | undefined
  /** Resolves once it shows what is wanted. */
  until(wanted: (value: T) => boolean): Promise<T>
  untilEqual(value: T): Promise<T>
  untilError(wanted?: (error: Error) => boolean): Promise<Error>
  stop(): void
}

/** An unmodified client, gone at the end of the test. */
export function openClient(url: string, options = {}): ConvexReactClient {
  const client = new Client(url, {
    logger: false,
    skipConvexDeploymentUrlCheck: true,
    unsavedChangesWarning: false,
    ...options,
  })
  onTestFinished(() => client.close())
  return client
}

/** A client of the probe functions: any token will do there, but there has to be one. */
export function openProbe(url: string): ConvexReactClient {
  const client = openClient(url)
  client.setAuth(async () => 'a token')
  return client
}

const isError = (value: unknown): value is Error => value instanceof Error

export function watch<Q extends Query>(
  client: ConvexReactClient,
  query: Q,
  ...args: OptionalRestArgs<Q>
): View<FunctionReturnType<Q>> {
  type T = FunctionReturnType<Q>
  const live = client.watchQuery(query, ...args)
  const shown: (T | Error)[] = []
  const waiting = new Set<() => void>()
  const now = (): T | Error | undefined => {
    try {
      return live.localQueryResult()
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error))
    }
  }
  const stop = live.onUpdate(() => {
    const value = now()
    if (value !== undefined) shown.push(value)
    for (const look of waiting) look()
  })
  const until = <R extends T | Error>(wanted: (value: T | Error) => value is R) =>
    new Promise<R>((resolve) => {
      const look = () => {
        const value = now()
        if (value === undefined || !wanted(value)) return
        waiting.delete(look)
        resolve(value)
      }
      waiting.add(look)
      look()
    })
  const showing = (wanted: (value: T) => boolean) =>
    until((value): value is T => !isError(value) && wanted(value))
  return {
    shown,
    now,
    stop,
    until: showing,
    untilEqual: (value) => showing((other) => isDeepStrictEqual(other, value)),
    untilError: (wanted = () => true) =>
      until((value): value is Error => isError(value) && wanted(value)),
  }
}
