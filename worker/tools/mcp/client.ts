/**
 * All that is used of the package for MCP. It is imported when a server is first asked: most calls have no
 * such tool, and its code is a good part of ours.
 * https://modelcontextprotocol.io/specification/2026-07-28/basic/transports
 */
export {
  Client,
  ClientCredentialsProvider,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client'
