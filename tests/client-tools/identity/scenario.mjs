import assert from 'node:assert/strict';

/**
 * What happens to the records of a client that keeps one for each id: nothing that is deleted, restored, purged elsewhere, refused or
 * heard of may turn a record into one of another type.
 *
 * A client has: ask(name, variables), which sends an operation of relay/identity.js and answers its data; follow(after, next), which
 * answers a function that ends it; live(), the posts of identityLiveQuery as its cache alone tells them; records(), the
 * [id, __typename] of all that it keeps by an id.
 */
export async function keepsIdentity(client, elsewhere) {
  const warnings = [];
  const { warn, error } = console;
  console.warn = console.error = (...words) => warnings.push(words.join(' '));
  try {
    await live(client, elsewhere);
    assert.deepEqual(warnings, []);
  } finally {
    Object.assign(console, { warn, error });
  }
}

async function live(client, elsewhere) {
  const types = new Map();
  const look = async (moment) => {
    for (const [id, type] of await client.records()) {
      assert.equal(type, types.get(id) ?? type, `${moment}: ${id} was a ${types.get(id)}`);
      assert.equal(Buffer.from(id, 'base64').toString().split(':')[0], type, `${moment}: ${id} is a ${type}`);
      types.set(id, type);
    }
  };
  const failure = async (name, input, field) => {
    const [failed, ...more] = (await client.ask(`${name}Mutation`, { input }))[field].errors;
    assert.deepEqual(more, []);
    await look(failed.__typename);
    return failed;
  };
  const [kept, gone, moved] = [await elsewhere.create('Kept'), await elsewhere.create('Gone'), await elsewhere.create('Moved')];
  const titles = async () => (await client.live()).filter((post) => [kept, gone, moved].includes(post.id)).map((post) => [post.__typename, post.title]);
  const remark = await elsewhere.comment(kept);
  await client.ask('LiveQuery');
  await client.ask('HistoryQuery', { id: kept });
  await look('reading');
  const before = [['Post', 'Moved'], ['Post', 'Gone'], ['Post', 'Kept']];
  assert.deepEqual(await titles(), before);

  const { trashedPost } = (await client.ask('TrashMutation', { input: { id: kept, expectedVersion: 1 } })).deletePost;
  assert.deepEqual([trashedPost.__typename, trashedPost.postId], ['TrashedPost', kept]);
  await look('deleting');
  assert.deepEqual(await titles(), before);
  await client.ask('TrashQuery');
  await look('reading the trash');

  const { post } = (await client.ask('RestoreMutation', { input: { id: trashedPost.id, expectedVersion: 2 } })).restorePost;
  assert.deepEqual([post.id, post.title, post.version], [kept, 'Kept', 3]);
  await look('restoring');
  await client.ask('LiveQuery');
  await client.ask('TrashQuery');
  await look('reading again');

  await elsewhere.trash(gone, 1);
  await elsewhere.purge(gone, 2);
  assert.deepEqual((({ __typename, postId }) => [__typename, postId])(await failure('Trash', { id: gone, expectedVersion: 1 }, 'deletePost')), ['PostNotFoundError', gone]);
  assert.equal((await failure('Update', { id: gone, expectedVersion: 1, title: 'x' }, 'updatePost')).postId, gone);
  assert.deepEqual(await titles(), before);
  await elsewhere.trash(moved, 1);
  const conflict = await failure('Update', { id: moved, expectedVersion: 1, title: 'x' }, 'updatePost');
  assert.deepEqual([conflict.__typename, conflict.inTrash, conflict.current], ['ConcurrencyError', true, null]);
  assert.equal((await failure('Comment', { id: remark, expectedVersion: 9, body: 'x' }, 'updateComment')).current.body, 'Well said');
  await elsewhere.uncomment(remark);
  assert.equal((await failure('Comment', { id: remark, expectedVersion: 2, body: 'x' }, 'updateComment')).commentId, remark);
  const nobody = Buffer.from('User:999999').toString('base64');
  assert.equal((await failure('Person', { id: nobody, expectedVersion: 1, displayName: 'x' }, 'updateUser')).userId, nobody);
  assert.deepEqual(await titles(), before);

  const { changeCursor } = await client.ask('BeginQuery');
  const heard = [];
  let tell;
  const end = client.follow(changeCursor, (change) => change.postId === kept && tell(heard.push(change)), (reason) => tell(null, reason));
  const after = async (change, action) => {
    const told = new Promise((resolve, reject) => { tell = (_, reason) => (reason ? reject(reason) : resolve()); });
    await change;
    await told;
    assert.equal(heard.at(-1).action, action);
    await look(`hearing of ${action}`);
  };
  await after(elsewhere.update(kept, 3, 'Kept, and changed'), 'UPDATE');
  const changed = [...before.slice(0, 2), ['Post', 'Kept, and changed']];
  assert.deepEqual(await titles(), changed);
  await after(elsewhere.trash(kept, 4), 'TRASH');
  await after(elsewhere.restore(kept, 5), 'RESTORE');
  await after(elsewhere.trash(kept, 6), 'TRASH');
  await after(elsewhere.purge(kept, 7), 'PURGE');
  end();
  assert.deepEqual(await titles(), changed);
}

/** Another person at work: what is done here no client hears of but by asking. */
export function somebodyElse({ url, headers }) {
  const ask = async (query, input) => {
    const body = JSON.stringify({ query, variables: { input } });
    const answer = await (await fetch(url, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body })).json();
    const [payload] = Object.values(answer.data);
    assert.ok(!answer.errors && !payload.errors, JSON.stringify(answer));
    return payload;
  };
  const mutation = (field, selection) => (input) => {
    const type = `${field[0].toUpperCase()}${field.slice(1)}Input!`;
    return ask(`mutation($input: ${type}) { ${field}(input: $input) { ${selection} errors { __typename ... on Error { message } } } }`, input);
  };
  return {
    trash: (id, expectedVersion) => mutation('deletePost', 'trashedPost { id }')({ id, expectedVersion }),
    create: async (title) => (await mutation('createPost', 'post { id }')({ title, body: 'Text' })).post.id,
    update: (id, expectedVersion, title) => mutation('updatePost', 'post { id }')({ id, expectedVersion, title }),
    restore: (id, expectedVersion) => mutation('restorePost', 'post { id }')({ id, expectedVersion }),
    comment: async (postId) => (await mutation('addComment', 'comment { id }')({ postId, body: 'Well said' })).comment.id,
    uncomment: (id) => mutation('deleteComment', 'deletedCommentId')({ id, expectedVersion: 1 }),
    purge: (id, expectedVersion) => mutation('purgePost', 'purgedPostId')({ id, expectedVersion }),
  };
}

/** Answers as a server would whose trashed posts have the live posts' ids. */
export async function confusing(url, init) {
  const answer = await fetch(url, init);
  const text = JSON.stringify(await answer.json(), (_, value) => (value?.postId && value.__typename === 'TrashedPost' ? { ...value, id: value.postId } : value));
  return new Response(text, { status: answer.status, headers: { 'content-type': answer.headers.get('content-type') } });
}
