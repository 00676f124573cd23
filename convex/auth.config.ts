import type { AuthConfig } from 'convex/server'
import { TOKEN_AUDIENCE, TOKEN_ISSUER } from './model/identity.ts'

/**
 * The Worker issues every token. `SWITCHBOARD_JWKS` holds its public key set as a `data:` URI, so that
 * a deployment never has to reach the Worker to check a token.
 */
export default {
  providers: [
    {
      type: 'customJwt',
      issuer: TOKEN_ISSUER,
      applicationID: TOKEN_AUDIENCE,
      algorithm: 'ES256',
      jwks: process.env['SWITCHBOARD_JWKS']!,
    },
  ],
} satisfies AuthConfig
