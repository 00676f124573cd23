import { expect, test } from 'vitest'
import { FairQueue, type Lane } from '../../../worker/embedded-convex/FairQueue.ts'

/** A queue whose jobs say their names as they begin. */
function queue() {
  const fair = new FairQueue()
  const ran: string[] = []
  const job = (lane: Lane, name: string, work: () => Promise<unknown> = async () => {}) =>
    fair.run(lane, async () => {
      ran.push(name)
      return work()
    })
  return { fair, ran, job }
}

/** A job that holds the queue until it is released. */
function hold(): { work: () => Promise<void>; release: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { work: () => promise, release: resolve }
}

test('what the Worker asks goes before what is stored, before those who watch, before indexes', async () => {
  const { ran, job } = queue()
  const first = hold()
  const all = [
    job('mutation', 'first', first.work),
    job('build', 'index'),
    job('watch', 'watcher'),
    job('mutation', 'record'),
    job('lookup', 'look-up'),
  ]
  first.release()
  await Promise.all(all)
  expect(ran).toEqual(['first', 'look-up', 'record', 'watcher', 'index'])
})

test('one job at a time, and one that fails does not stop the others', async () => {
  const { ran, job } = queue()
  const failed = job('mutation', 'fails', async () => {
    throw new Error('no')
  })
  const next = job('mutation', 'next')
  await expect(failed).rejects.toThrow('no')
  await next
  expect(ran).toEqual(['fails', 'next'])
})

test('those who watch wait for forty mutations at most, and an index for no more', async () => {
  const { ran, job } = queue()
  const first = hold()
  const held = job('mutation', 'first', first.work)
  const mutations = Array.from({ length: 100 }, (_, at) => job('mutation', `record ${at}`))
  const others = [job('watch', 'watcher'), job('build', 'index')]
  first.release()
  await Promise.all([held, ...mutations, ...others])
  expect(ran.indexOf('watcher')).toBe(40)
  expect(ran.indexOf('index')).toBeLessThanOrEqual(82)
})

test('look-ups without end do not keep out what is to be stored', async () => {
  const { ran, job } = queue()
  const first = hold()
  const held = job('mutation', 'first', first.work)
  const lookups = Array.from({ length: 40 }, (_, at) => job('lookup', `look-up ${at}`))
  const others = [job('mutation', 'record'), job('watch', 'watcher')]
  first.release()
  await Promise.all([held, ...lookups, ...others])
  expect(ran.indexOf('record')).toBe(9)
  expect(ran.indexOf('watcher')).toBe(18)
})

test('look-ups do not wait for the end of a long pass over those who watch', async () => {
  const { fair, ran, job } = queue()
  await job('watch', 'pass', async () => {
    for (let query = 0; query < 6; query++) {
      if (query === 2) setTimeout(() => void job('lookup', 'look-up'), 0)
      await fair.breathe()
      ran.push(`query ${query}`)
    }
  })
  expect(ran.indexOf('look-up')).toBeGreaterThan(0)
  expect(ran.indexOf('look-up')).toBeLessThan(ran.indexOf('query 5'))
})
