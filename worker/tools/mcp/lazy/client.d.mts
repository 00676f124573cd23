/**
 * All that is used of the package for MCP, as a module of its own beside the Worker: `client.mjs` is made of
 * the package by `npm run build:lazy`. It is loaded when a server is first asked. Most calls have no such
 * tool, and its code is a good part of ours.
 */
export {
  Client,
  ClientCredentialsProvider,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client'
