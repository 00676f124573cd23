import type * as z from 'zod'

/**
 * The far end of a control socket: obeys each order in turn, and reports what an order threw.
 */
export function controlSocket<Order, Report>(
  schema: z.ZodType<Order>,
  obey: (order: Order, report: (what: Report | { report: 'threw'; what: string }) => void) => void,
): Response {
  const { 0: client, 1: control } = new WebSocketPair()
  control.accept()
  const report = (what: Report | { report: 'threw'; what: string }): void =>
    control.send(JSON.stringify(what))
  control.addEventListener('message', ({ data }) => {
    try {
      obey(schema.parse(JSON.parse(String(data))), report)
    } catch (error) {
      report({ report: 'threw', what: String(error) })
    }
  })
  return new Response(null, { status: 101, webSocket: client })
}
