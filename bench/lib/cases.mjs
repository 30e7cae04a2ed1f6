// The cases: what GraphBlog is asked, and what gives the same answer from PostGraphile.

const FIELDS = 'id slug title status tags version createdAt updatedAt';
const PAGE = 'pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';
const PEER_NEWEST = 'condition: { deletedAt: null }, orderBy: [CREATED_AT_DESC, PRIMARY_KEY_DESC]';
const peerHistory = first => `auditHistory(first: ${first}, condition: { tableName: "posts" }, orderBy: [VERSION_DESC])`;

const UPDATE = `mutation Update($input: UpdatePostInput!) {
  updatePost(input: $input) { post { id version title updatedAt } errors { __typename ... on ConcurrencyError { currentVersion } } }
}`;

const LIST = `{ posts(first: 20) { nodes { ${FIELDS} author { displayName } } ${PAGE} } }`;

/** `script` is the wrk script; `peer` and `sql` are absent where there is nothing to compare with, `also` where all requests are of one kind. */
export const cases = {
    typename: { script: 'query', query: '{ __typename }', peer: { query: '{ __typename }' } },
    list: {
        script: 'query',
        query: LIST,
        peer: { query: `{ allPosts(first: 20, ${PEER_NEWEST}) { nodes { ${FIELDS} author { displayName } } ${PAGE} } }` },
        sql: 'list.sql',
    },
    'list-deep': {
        script: 'query',
        query: `{ posts(first: 20) { nodes { ${FIELDS} author { displayName } createdBy { displayName } updatedBy { displayName }
      auditHistory(first: 2) { nodes { action version changedAt } } } ${PAGE} } }`,
        peer: {
            query: `{ allPosts(first: 20, ${PEER_NEWEST}) { nodes { ${FIELDS} author { displayName } 
        createdBy: creator { displayName } updatedBy: updater { displayName }
        ${peerHistory(2)} { nodes { action version changedAt } } } ${PAGE} } }`,
        },
        sql: 'list-deep.sql',
    },
    // two levels of pages: posts, their comments, and who wrote those
    'list-comments': {
        script: 'query',
        query: `{ posts(first: 20) { nodes { ${FIELDS} author { displayName }
      comments(first: 3) { nodes { body createdAt author { displayName } } pageInfo { hasNextPage } } } ${PAGE} } }`,
        peer: {
            query: `{ allPosts(first: 20, ${PEER_NEWEST}) { nodes { ${FIELDS} author { displayName }
        comments(first: 3, condition: { deletedAt: null }, orderBy: [CREATED_AT_ASC, PRIMARY_KEY_ASC]) {
          nodes { body createdAt author { displayName } } pageInfo { hasNextPage } } } ${PAGE} } }`,
        },
    },
    // the same page by 2,000 documents of different texts, so that what is remembered of documents is at its bounds
    documents: { script: 'documents', query: LIST.replace('posts(', 'posts@N@: posts(') },
    // four pages to one update
    mixed: {
        script: 'mixed',
        query: LIST,
        also: { query: UPDATE, variables: { input: { id: '@ID@', expectedVersion: '@VERSION@', title: 'Title @N@' } } },
    },
    one: {
        script: 'post',
        query: `query One($id: ID!) { post(id: $id) { ${FIELDS} body author { displayName }
      auditHistory(first: 5) { nodes { action version changedAt oldData newData } } } }`,
        variables: { id: '@ID@' },
        peer: {
            query: `query One($id: ID!) { post(id: $id) { ${FIELDS} body author { displayName }
        ${peerHistory(5)} { nodes { action version changedAt oldData newData } } } }`,
            variables: { id: '@ID@' },
        },
        sql: 'one.sql',
    },
    conflict: {
        script: 'conflict',
        query: `mutation Conflict($input: UpdatePostInput!) {
      updatePost(input: $input) {
        post { id } errors { __typename ... on ConcurrencyError { currentVersion changesSince { version changedAt } } }
      }
    }`,
        variables: { input: { id: '@ID@', expectedVersion: '@VERSION@', title: 'Title @N@' } },
        sql: 'conflict.sql',
    },
    update: {
        script: 'update',
        query: UPDATE,
        variables: { input: { id: '@ID@', expectedVersion: '@VERSION@', title: 'Title @N@' } },
        peer: {
            query: 'mutation Update($input: UpdatePostInput!) { updatePost(input: $input) { post { id version title updatedAt } } }',
            variables: { input: { id: '@ID@', postPatch: { title: 'Title @N@' } } },
        },
        sql: 'update.sql',
    },
};

/** A page of posts: the first, or the one after a cursor. */
export const page = (size, after) => ({
    query: `{ posts(first: ${size}${after ? `, after: "${after}"` : ''}) {
    nodes { id slug title status version createdAt author { displayName } } pageInfo { hasNextPage endCursor } } }`,
});

/** The variables of one request, for asking by hand. */
export function fill(variables, id, version, n) {
    return variables && JSON.parse(JSON.stringify(variables).replace('"@VERSION@"', version).replace('@ID@', id).replace('@N@', n));
}

/** The bodies of a case, one a line. */
export const bodies = test => [test, ...(test.also ? [test.also] : [])].map(template).join('\n');

/** The body of a request as wrk's scripts take it: @ID@, @VERSION@ and @N@ are theirs to fill in. */
export const template = ({ query, variables }) =>
    JSON.stringify({ query: query.replace(/\s+/g, ' '), variables }).replace('"@VERSION@"', '@VERSION@');
