/** Fetches TwiML, and the number's fallback document when that fails. */
import { parseTwiml } from './twiml.ts'
import type { DocumentSource, LoadedDocument } from './twimlRunner.ts'
import { TwilioError, WARNING_CODES } from './warnings.ts'
import {
  readTwiml,
  sendWebhook,
  type Customer,
  type WebhookExchange,
  type WebhookRequest,
} from './webhooks.ts'
import { XmlError } from './xml.ts'

export interface DocumentHost {
  customer: Customer
  /** Absolute; `null` when the number has none. */
  fallbackUrl: string | null
  record(exchange: WebhookExchange): void
  warn(code: number, message: string): void
}

/** `null` when there is no document to go on with. */
export async function loadDocument(
  host: DocumentHost,
  source: DocumentSource,
  signal: AbortSignal,
): Promise<LoadedDocument | null> {
  if ('twiml' in source) return fromText(host, source.twiml)
  if ('verbs' in source) {
    return { twiml: { verbs: [...source.verbs], warnings: [] }, baseUrl: host.customer.publicUrl }
  }
  const document = await fetchDocument(host, source, signal)
  if (!(document instanceof TwilioError)) return document
  if (host.fallbackUrl === null || source.url === host.fallbackUrl || signal.aborted) return null
  const params = { ...source.params, ErrorCode: String(document.code), ErrorUrl: source.url }
  const fallback: WebhookRequest = { url: host.fallbackUrl, method: 'POST', params }
  const second = await fetchDocument(host, fallback, signal)
  return second instanceof TwilioError ? null : second
}

async function fetchDocument(
  host: DocumentHost,
  request: WebhookRequest,
  signal: AbortSignal,
): Promise<LoadedDocument | TwilioError> {
  const exchange = await sendWebhook(host.customer, request, signal)
  host.record(exchange)
  try {
    const twiml = readTwiml(exchange)
    for (const warning of twiml.warnings) host.warn(WARNING_CODES.twimlSchema, warning)
    return { twiml, baseUrl: request.url }
  } catch (error) {
    if (!(error instanceof TwilioError)) throw error
    // A request that was broken off because the caller hung up is nobody's fault.
    if (!signal.aborted) host.warn(error.code, error.message)
    return error
  }
}

function fromText(host: DocumentHost, text: string): LoadedDocument | null {
  try {
    const twiml = parseTwiml(text)
    for (const warning of twiml.warnings) host.warn(WARNING_CODES.twimlSchema, warning)
    return { twiml, baseUrl: host.customer.publicUrl }
  } catch (error) {
    if (!(error instanceof XmlError)) throw error
    host.warn(WARNING_CODES.documentParse, error.message)
    return null
  }
}
