// An OpenID Connect provider for tests: `node provider.mjs PORT PEOPLE CALLBACK`.
//
// PEOPLE is a JSON file, read anew at every sign-in: by login, the claims to tell of that person.
// What a person has under "spoilt" is what is wrong with the token that they get: it is put over
// the token's claims, which are then signed with the provider's own key ("stranger": with another).

import { createPrivateKey, generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";

import { decodeJwt, SignJWT } from "jose";
import Provider from "oidc-provider";

const [port, people, callback] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
const key = () => generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
const own = { ...key().export({ format: "jwk" }), kid: "own", use: "sig", alg: "RS256" };
const stranger = key();

const told = (login) => JSON.parse(readFileSync(people, "utf8"))[login] ?? {};

const provider = new Provider(issuer, {
    clients: [{
        client_id: "registry",
        client_secret: "a secret between the registry and the provider of the tests",
        redirect_uris: callback.split(","),
        response_types: ["code"],
        grant_types: ["authorization_code"],
    }],
    jwks: { keys: [own] },
    cookies: { keys: ["only for tests"] },
    pkce: { required: () => true },
    conformIdTokenClaims: false,
    claims: {
        openid: ["sub"],
        profile: ["name", "given_name", "family_name", "preferred_username", "groups", "_claim_names"],
        email: ["email", "email_verified"],
        amr: null,
    },
    findAccount: (_context, login) => ({
        accountId: login,
        claims: () => ({ sub: login, ...told(login).claims }),
    }),
    // Nobody is asked whether the registry may know who they are.
    loadExistingGrant: async (context) => {
        const grant = new context.oidc.provider.Grant({
            clientId: context.oidc.client.clientId,
            accountId: context.oidc.session.accountId,
        });
        grant.addOIDCScope("openid profile email");
        await grant.save();
        return grant;
    },
    ttl: { AccessToken: 60, AuthorizationCode: 60, IdToken: 3600, Interaction: 60, Session: 60, Grant: 60 },
});

provider.use(async (context, next) => {
    await next();
    const token = context.path === "/token" && context.body?.id_token;
    if (!token) return;
    const claims = decodeJwt(token);
    const { amr, spoilt } = told(claims.sub);
    if (!amr && !spoilt) return;
    const { signedBy, ...changed } = spoilt ?? {};
    context.body = {
        ...context.body,
        id_token: await new SignJWT({ ...claims, ...(amr && { amr }), ...changed })
            .setProtectedHeader({ alg: "RS256", kid: "own" })
            .sign(signedBy === "stranger" ? stranger : createPrivateKey({ key: own, format: "jwk" })),
    };
});

provider.listen(Number(port), "127.0.0.1", () => console.log(`listening at ${issuer}`));
