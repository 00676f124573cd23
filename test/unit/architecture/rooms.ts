/** The rooms of the house, and who may import whom. What is not listed here is not allowed. */
export interface Room {
  /** What it holds, for people. */
  about: string
  /** Rooms, or parts of them, that its files may import beside their own. */
  imports: readonly string[]
}

/** A room is a folder or a file; a file belongs to the longest room it lies in. */
export const ROOMS: Readonly<Record<string, Room>> = {
  'convex/model': {
    about: 'the shapes and rules of agents, numbers and calls, for everybody',
    imports: [],
  },
  convex: {
    about: 'the functions that alone read and write the data, on any host',
    imports: ['convex/model'],
  },
  'worker/lib': {
    about: 'small things without an opinion',
    imports: ['worker/accounts.ts', 'worker/lib/audio', 'package.json'],
  },
  'worker/lib/audio': {
    about: 'samples: G.711 and sample rates, for everybody who has some',
    imports: [],
  },
  'worker/settings': {
    about: 'every setting, parsed, and what is said of a wrong one',
    imports: ['worker/lib', 'convex/model'],
  },
  'worker/accounts.ts': {
    about: 'as whom vendors are asked, and how the outside world is reached',
    imports: ['convex/model'],
  },
  'worker/call': {
    about: 'the call as a pure machine',
    imports: ['worker/accounts.ts', 'worker/lib/audio', 'convex/model'],
  },
  'worker/carriers': {
    about: 'who brings the line; all that knows Twilio’s words',
    imports: [
      'worker/accounts.ts',
      'worker/call',
      'worker/engines/sip/calls.ts',
      'worker/lib',
      'convex/lib/highCostKind.ts',
      'convex/model',
    ],
  },
  'worker/brains': {
    about: 'text in, text out: for engines that think apart, and for chat',
    imports: ['worker/accounts.ts', 'worker/call', 'worker/lib', 'convex/model'],
  },
  'worker/engines': {
    about: 'who talks; all that knows the model vendors’ words',
    imports: ['worker/accounts.ts', 'worker/brains', 'worker/call', 'worker/lib', 'convex/model'],
  },
  'worker/chat': {
    about: 'a conversation on a web page as a pure machine',
    imports: [
      'worker/call/history.ts',
      'worker/call/ports.ts',
      'worker/call/prompts',
      'worker/lib',
      'convex/model',
    ],
  },
  'worker/tools': {
    about: 'what an agent can do beside talking',
    imports: [
      'worker/accounts.ts',
      'worker/call/digits.ts',
      'worker/call/events.ts',
      'worker/call/ports.ts',
      'worker/call/rules.ts',
      'worker/call/prompts',
      'worker/lib',
      'convex/lib/highCostKind.ts',
      'convex/model',
    ],
  },
  'worker/shell': {
    about:
      'carries calls and conversations out, and is no Durable Object: it runs in Node, with recorders',
    imports: [
      'worker/accounts.ts',
      'worker/brains',
      'worker/call',
      'worker/carriers',
      'worker/chat',
      'worker/engines',
      'worker/tools',
      'worker/data',
      'worker/lib',
      'convex/model',
    ],
  },
  'worker/data': {
    about: 'the one door to the Convex functions',
    imports: ['worker/lib', 'convex/model', 'convex/_generated'],
  },
  'worker/aftercall': {
    about: 'what comes after a call: outcome, webhooks, lines for Discord; never in its way',
    imports: [
      'worker/accounts.ts',
      'worker/call/journal.ts',
      'worker/call/record.ts',
      'worker/shell',
      'worker/lib',
      'convex/model',
    ],
  },
  'worker/control': {
    about: 'what systems of the deployer’s ask of calls, and the older service that may have them',
    imports: ['worker/accounts.ts', 'worker/tools/withoutSecrets.ts', 'worker/lib', 'convex/model'],
  },
  'worker/secrets': {
    about: 'what operators have entrusted: sealed, and opened in the Worker alone',
    imports: ['worker/accounts.ts', 'worker/data', 'worker/lib', 'convex/model'],
  },
  'worker/embedded-convex': {
    about: 'the host of the Convex functions that needs no account',
    imports: ['worker/lib', 'convex'],
  },
  'worker/config.ts': {
    about: 'the settings as each vendor’s code wants them',
    imports: [
      'worker/accounts.ts',
      'convex/model',
      'worker/settings',
      'worker/lib',
      'worker/carriers',
      'worker/engines',
      'worker/data',
    ],
  },
  'worker/outside.ts': {
    about: 'how the addresses and secrets of operators are used here',
    imports: [
      'worker/accounts.ts',
      'worker/config.ts',
      'worker/data',
      'worker/lib',
      'worker/secrets',
    ],
  },
  'worker/objects': {
    about: 'the Durable Objects',
    imports: [
      'worker/config.ts',
      'worker/outside.ts',
      'worker/aftercall',
      'worker/call',
      'worker/carriers',
      'worker/chat',
      'worker/shell',
      'worker/data',
      'worker/lib',
      'convex/model',
    ],
  },
  'worker/bindings.ts': {
    about: 'what wrangler.toml binds',
    imports: ['worker/embedded-convex', 'worker/objects'],
  },
  'worker/http': {
    about: 'who may come in, and how requests are read',
    imports: [
      'worker/bindings.ts',
      'worker/config.ts',
      'worker/carriers',
      'worker/data',
      'worker/objects',
      'worker/lib',
      'convex/model',
    ],
  },
  'worker/routes': {
    about: 'what each address answers; objects only through their bindings',
    imports: [
      'worker/bindings.ts',
      'worker/config.ts',
      'worker/settings',
      'worker/http',
      'worker/outside.ts',
      'worker/brains',
      'worker/call/ports.ts',
      'worker/aftercall/index.ts',
      'worker/call/nextStep.ts',
      'worker/control',
      'worker/call/prompts',
      'worker/carriers',
      'worker/chat/words',
      'worker/engines',
      'worker/data',
      'worker/objects',
      'worker/secrets',
      'worker/shell/chat/partsOfChat.ts',
      'worker/tools',
      'worker/lib',
      'convex/model',
    ],
  },
  'worker/index.ts': {
    about: 'the Worker: mounts the routes, exports the objects',
    imports: [
      'worker/embedded-convex',
      'worker/http',
      'worker/lib',
      'worker/objects',
      'worker/routes',
    ],
  },
  'dashboard/chat': {
    about: 'what visitors of web pages see: small, and without a framework',
    imports: ['convex/model/chat.ts'],
  },
  dashboard: {
    about: 'what operators see',
    imports: ['dashboard/chat', 'worker/lib/audio', 'convex/model', 'convex/_generated'],
  },
  'test/simulators/lib': {
    about: 'what simulators share: as servers, as commands, and a SIP call between two of them',
    imports: [],
  },
  'test/simulators/audio': {
    about: 'speech, made and understood',
    imports: ['worker/lib/audio', 'package.json'],
  },
  'test/simulators/twilio': {
    about: 'a phone company, written from its documents, so that it can disagree',
    imports: ['test/simulators/lib', 'test/simulators/audio', 'worker/lib/audio'],
  },
  'test/simulators/discord': {
    about: 'Discord’s webhooks, likewise',
    imports: [],
  },
  'test/simulators/webhooks': {
    about: 'somebody’s server that takes webhooks',
    imports: ['test/simulators/lib'],
  },
  'test/simulators/openai': {
    about: 'a model vendor, likewise',
    imports: ['test/simulators/lib', 'test/simulators/audio', 'worker/lib/audio'],
  },
  'test/simulators/elevenlabs': {
    about: 'a vendor of ears and mouths, likewise',
    imports: ['test/simulators/lib', 'test/simulators/audio', 'worker/lib/audio'],
  },
  'test/simulators/tools': {
    about:
      'the servers of operators: one for HTTP tools, and an MCP server by the official package',
    imports: ['test/simulators/lib'],
  },
}

/** The table of docs/architecture.md, in Markdown. */
export function roomsTable(): string {
  const rows = Object.entries(ROOMS).map(([name, { about, imports }]) => {
    const allowed = imports.map((path) => `\`${path}\``).join(', ')
    return `| \`${name}\` | ${about} | ${allowed || 'nothing of ours'} |`
  })
  return ['| room | holds | may import |', '| --- | --- | --- |', ...rows].join('\n')
}

/** The table stands between these lines. */
export const TABLE_BEGINS = '<!-- The table of rooms begins: `npm run format` makes it. -->'
export const TABLE_ENDS = '<!-- The table of rooms ends. -->'
