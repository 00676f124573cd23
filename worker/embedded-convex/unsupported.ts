/** A part of Convex that this host does not have. Clients are told its name, as no retry will help. */
export class NotSupported extends Error {
  constructor(what: string) {
    super(`This host does not support ${what}.`)
    this.name = 'NotSupported'
  }
}

/**
 * Stands where Convex has `what`, and throws by its name as soon as it is used. It is a value and not a
 * getter, because functions copy their context.
 */
export function unsupported(what: string): object {
  const refuse = (): never => {
    throw new NotSupported(what)
  }
  return new Proxy(refuse, {
    get: (_, name) => {
      // Whoever awaits or prints it does not use it.
      if (typeof name === 'symbol' || name === 'then' || name === 'toJSON') return undefined
      throw new NotSupported(`${what}.${name}`)
    },
  })
}
