import { SignJWT } from 'jose'

/** Shows the Worker that this machine knows the Twilio auth token, without sending it. */
export async function developerToken(authToken: string): Promise<string> {
  return new SignJWT()
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject('developer')
    .setAudience('switchboard')
    .setIssuedAt()
    .setExpirationTime('5 minutes')
    .sign(new TextEncoder().encode(authToken))
}
