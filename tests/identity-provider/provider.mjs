// An OpenID Connect provider on this machine, and people who sign in with it: node provider.mjs <API> <the provider's port>.
// The server at <API> has it as Auth__Authority; `auth0|ada` is linked to Ada, an administrator, before.
import assert from 'node:assert/strict';
import { OAuth2Server } from 'oauth2-mock-server';

const [api, port] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
let checks = 0;
let provider;

async function start(...algorithms) {
    await provider?.stop();
    provider = new OAuth2Server();
    for (const algorithm of algorithms) {
        await provider.issuer.keys.generate(algorithm);
    }
    await provider.start(Number(port), '127.0.0.1');
    provider.issuer.url = issuer;
}

/** An access token from the token endpoint, signed with the key that is next in turn. */
async function signIn(sub, claims = {}) {
    provider.service.once('beforeTokenSigning', token => {
        Object.assign(token.payload, { aud: 'graphblog', sub, 'https://blog.example/organisation': 'acme', ...claims });
    });
    const answer = await fetch(`${issuer}/token`, { method: 'POST', body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'blog' }) });
    return (await answer.json()).access_token;
}

async function ask(token, query, variables) {
    const headers = { 'content-type': 'application/json', accept: 'application/graphql-response+json', authorization: `Bearer ${token}` };
    const answer = await fetch(api, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
    return { status: answer.status, ...(await answer.json()) };
}

async function viewer(token) {
    const answer = await ask(token, '{ viewer { role user { handle } } }');
    return answer.status === 200 ? `${answer.data.viewer.user.handle} ${answer.data.viewer.role}` : answer.errors[0].extensions.code;
}

function check(actual, expected) {
    assert.deepEqual(actual, expected);
    checks++;
}

const refused = 'AUTH_NOT_AUTHENTICATED';
const link = `mutation($input: LinkSubjectInput!) { linkSubject(input: $input) { userSubject { id issuer subject version user { handle } } errors { __typename } } }`;
const unlink = `mutation($input: UnlinkSubjectInput!) { unlinkSubject(input: $input) { userSubject { linked } errors { __typename } } }`;

await start('RS256');
const ada = await signIn('auth0|ada');
check(await viewer(ada), 'ada ADMIN');
check(await viewer(await signIn('auth0|ada', { realm_access: { roles: ['offline_access', 'EDITOR', 'AUTHOR'] } })), 'ada AUTHOR');
check(await viewer(await signIn('auth0|grace')), refused);
check(await viewer(await signIn('2')), refused); // an id of ours is none of the provider's

const people = await ask(ada, '{ users(first: 10) { nodes { id handle } } }');
const grace = people.data.users.nodes.find(user => user.handle === 'grace').id;
for (const subject of ['auth0|grace', '6f1c9d38-54a8-4f0e-9d0c-1a35c6f0a111']) {
    const linked = await ask(ada, link, { input: { userId: grace, issuer, subject } });
    check({ ...linked.data.linkSubject.userSubject, id: undefined }, { id: undefined, issuer, subject, version: 1, user: { handle: 'grace' } });
    check(await viewer(await signIn(subject)), 'grace EDITOR');
}

check(await viewer(await signIn('auth0|grace', { 'https://blog.example/organisation': 'globex' })), refused);
check(await viewer(await signIn('auth0|grace', { aud: 'another' })), refused);
check(await viewer(await signIn('auth0|grace', { iss: 'http://127.0.0.1:1' })), refused);
check(await viewer(await signIn('auth0|grace', { exp: 1_700_000_000 })), refused);

// another key, of another kind, beside the first: tokens of both are in use
await provider.issuer.keys.generate('ES256');
const both = [];
while (both.length < 8) {
    both.push(await signIn('auth0|grace'));
}
check(new Set(both.map(token => JSON.parse(Buffer.from(token.split('.')[0], 'base64url')).alg)).size, 2);
check(await Promise.all(both.map(viewer)), both.map(() => 'grace EDITOR'));

// the old ones are gone
const before = await signIn('auth0|ada', { jti: 'of a key that will be withdrawn' });
await new Promise(resolve => setTimeout(resolve, 2_100)); // the provider is asked again after two seconds at the earliest
await start('PS256');
check(await viewer(await signIn('auth0|ada')), 'ada ADMIN');
check(await viewer(before), refused);

// a program: for itself by its client id (RFC 9068), for a person by `act` (RFC 8693), and for drafts alone
const write = `mutation($input: CreatePostInput!) { createPost(input: $input) { post {
  author { handle } auditHistory(first: 1) { nodes { actorKind changedBy { handle } onBehalfOf { handle } } } } errors { __typename } } }`;
async function written(token, status = 'DRAFT') {
    const { data, errors } = await ask(token, write, { input: { title: 'By whom', body: '', status } });
    if (!data?.createPost?.post) {
        return errors[0].extensions.code;
    }
    const [{ actorKind, changedBy, onBehalfOf }] = data.createPost.post.auditHistory.nodes;
    return `${actorKind} ${changedBy.handle} for ${onBehalfOf?.handle ?? 'nobody'}, of ${data.createPost.post.author.handle}`;
}
check(await written(await signIn('auth0|grace', { client_id: 'web' })), 'USER grace for nobody, of grace');
check(await written(await signIn('auth0|grace', { client_id: 'auth0|grace' })), 'SERVICE grace for nobody, of grace');
const forAda = await signIn('auth0|ada', { act: { sub: 'auth0|grace' }, scope: 'blog write:drafts' });
check(await viewer(forAda), 'grace EDITOR');
check(await written(forAda), 'SERVICE grace for ada, of ada');
check(await written(forAda, 'PUBLISHED'), 'AUTH_NOT_AUTHORIZED');
check(await written(await signIn('auth0|ada', { act: { sub: 'auth0|nobody' } })), refused);

const subjects = await ask(await signIn('auth0|ada'), 'query($id: ID!) { user(id: $id) { subjects(first: 10) { nodes { id subject version } } } }', { id: grace });
const auth0 = subjects.data.user.subjects.nodes.find(one => one.subject === 'auth0|grace');
const gone = await ask(await signIn('auth0|ada'), unlink, { input: { id: auth0.id, expectedVersion: auth0.version } });
check(gone.data.unlinkSubject, { userSubject: { linked: false }, errors: null });
check(await viewer(await signIn('auth0|grace')), refused);
check(await viewer(await signIn('6f1c9d38-54a8-4f0e-9d0c-1a35c6f0a111')), 'grace EDITOR');

await provider.stop();
console.log(`${checks} checks, ${checks} ok`);
