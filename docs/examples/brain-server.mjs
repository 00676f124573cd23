// A brain of your own: `PORT=8080 node brain-server.mjs`. A real one keeps these two in a database.
import { createServer } from 'node:http'

const conversations = new Map() // By call: what was asked in it, by turn.
const answers = new Map() // By turn: one that is asked for again is there, and nothing is done twice.

async function answer({ messages, switchboard: { call, turn, supersedes } }) {
  const asked = conversations.get(call) ?? new Map()
  asked.delete(supersedes) // The caller went on before they heard the answer to that one.
  const question = messages.at(-1).content
  conversations.set(call, asked.set(turn, question))
  console.log(`Call ${call}, turn ${turn}: executed.`) // Here you book, look up, or ask a model.
  const end = { index: 0, id: `end-${turn}`, function: { name: 'end_call', arguments: '{}' } }
  if (/goodbye/i.test(question)) return [{ content: 'Goodbye!' }, { tool_calls: [end] }]
  const text = `You said: ${question} That was question ${asked.size} of this call.`
  return text.split(/(?<= )/).map((content) => ({ content }))
}

const server = createServer(async (request, response) => {
  let text = ''
  for await (const piece of request.setEncoding('utf8')) text += piece
  const body = JSON.parse(text)
  const { turn } = body.switchboard
  if (!answers.has(turn)) answers.set(turn, answer(body))
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  for (const delta of await answers.get(turn))
    response.write(`data: ${JSON.stringify({ choices: [{ delta }] })}\n\n`)
  response.end('data: [DONE]\n\n')
})
server.listen(process.env.PORT ?? 8080, () => console.log(`Listening on ${server.address().port}.`))
