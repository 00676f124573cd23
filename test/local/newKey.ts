/**
 * Makes the key pair between the Worker and a Convex deployment:
 *
 *     npx node test/local/newKey.ts
 *
 * The first line is a secret of the Worker, the second a variable of the Convex deployment.
 */
import { jwksDataUri, newPrivateKey, signingKey } from '../../worker/data/identity.ts'

const privateKey = await newPrivateKey()
console.log(`AUTH_PRIVATE_KEY='${privateKey}'`)
console.log(`SWITCHBOARD_JWKS='${jwksDataUri(await signingKey(privateKey))}'`)
