/**
 * Makes the key pair between the Worker and a Convex deployment:
 *
 *     npx node test/local/newKey.ts
 *
 * The first line is a secret of the Worker, the second a variable of the Convex deployment.
 */
import { jwksDataUri } from '../../worker/data/identity.ts'
import { newPrivateKey, signingKey } from '../../worker/lib/es256.ts'

const privateKey = await newPrivateKey()
console.log(`AUTH_PRIVATE_KEY='${privateKey}'`)
console.log(`SWITCHBOARD_JWKS='${jwksDataUri(await signingKey(privateKey))}'`)
