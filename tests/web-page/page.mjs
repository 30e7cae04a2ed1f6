// Usage: node page.mjs <chromium> <url of the page> <url of another server on the same database> <tokens of grace, linus and guest of acme>
// Does what people do with the page while Grace changes the same posts; prints every check and stops at one that does not hold.
import assert from 'node:assert/strict';
import { api, openBrowser } from './browser.mjs';
import { leavingChecks } from './leaving.mjs';

const [chromium, url, elsewhere, token, linus, guest] = process.argv.slice(2);
const ask = api(elsewhere, token);
const browser = await openBrowser(chromium);
const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
const page = await context.newPage();
page.setDefaultTimeout(30_000);

const complaints = [];
page.on('pageerror', (error) => complaints.push(error.message));
page.on('console', (line) => line.type() === 'error' && complaints.push(line.text()));
const mutations = [];
page.on('request', (request) => request.postData()?.includes('mutation ') && mutations.push(request.postDataJSON().variables.input));
let socket;
const subscriptions = [];
let follow; // what a subscription waits for
await page.routeWebSocket(/graphql/, (client) => {
  socket = client;
  const server = client.connectToServer();
  client.onMessage(async (message) => {
    const { type, payload } = JSON.parse(message);
    if (type === 'subscribe') {
      subscriptions.push(payload.variables);
      await follow;
    }
    server.send(message);
  });
});

const content = 'id version title slug body tags';
const create = (input) => change('createPost', 'CreatePostInput', { body: 'Text', ...input });
const update = (post, input) => change('updatePost', 'UpdatePostInput', { id: post.id, expectedVersion: post.version, ...input });
async function change(field, type, input) {
  const query = `mutation($input: ${type}!) { ${field}(input: $input) { post { ${content} } errors { __typename } } }`;
  const { post, errors } = (await ask(query, { input }))[field];
  assert.equal(errors, null);
  return post;
}
const find = async (id) => (await ask(`query($id: ID!) { post(id: $id) { ${content} } }`, { id })).post;

const button = (name) => page.getByRole('button', { name, exact: true });
const rows = (title) => page.locator('.posts li', { hasText: title });
const row = (title) => rows(title).first();
const dialog = page.getByRole('dialog');
const side = (field, name) => dialog.getByRole('group', { name: field }).getByRole('radio', { name });
const live = () => page.locator('.dot.live').waitFor();
const saved = (version) => page.getByText(`Saved as version ${version}.`).waitFor();

/** Opens a post that Grace has written, for Ada to edit. */
async function open(input) {
  await live();
  const post = await create(input);
  await row(post.title).click();
  await page.locator(`input[value="${post.title}"]`).waitFor();
  return post;
}

const checks = {
  async 'the list goes on page by page'() {
    for (let number = 1; number <= 12; number++) {
      await create({ title: `Run ${process.pid}.${number}` });
    }
    const run = rows(`Run ${process.pid}.`);
    await page.goto(url);
    await run.first().waitFor();
    assert.equal(await run.count(), 10);
    await page.getByRole('button', { name: /^Load more/ }).click();
    await run.nth(11).waitFor();
    assert.match(await run.nth(11).innerText(), /\.1$/m);
    await live();
  },

  async 'a post is created and edited'() {
    await page.getByRole('link', { name: 'New post' }).click();
    await button('Create').waitFor(); // else what is typed goes into the form before
    await page.getByLabel('Title').fill('Written in the page');
    await page.getByLabel('Text').fill('First words.');
    await button('Create').click();
    await button('Move to trash').waitFor();
    await page.getByLabel('Text').fill('First words, mended.');
    await page.getByLabel('Tags').fill('one, two');
    await button('Save').click();
    await saved(2);
    const post = await find(decodeURIComponent(new URL(page.url()).hash.split('/')[2]));
    assert.deepEqual([post.title, post.body, post.tags], ['Written in the page', 'First words, mended.', ['one', 'two']]);
  },

  async 'readers see what was published while it is edited, and the version that somebody publishes then'() {
    const seen = async (id) => (await ask('query($id: ID!) { post(id: $id, perspective: LIVE) { body version } }', { id })).post;
    const post = await open({ title: 'Shown', body: 'Approved.', status: 'PUBLISHED' });
    await page.getByLabel('Text').fill('Half a sen');
    await button('Save').click();
    await saved(2);
    await page.getByText('Readers see version 1. It has unpublished changes.').waitFor();
    assert.deepEqual(await seen(post.id), { body: 'Approved.', version: 1 });
    await button('Publish version 2').click();
    await page.getByText('Readers see version 2.').waitFor();
    assert.deepEqual(await seen(post.id), { body: 'Half a sen', version: 2 });
    await page.getByLabel('or at').fill('2035-01-01T10:00');
    await button('Schedule').click();
    await page.getByText('Version 3 goes live').first().waitFor();
    await button('Take it away from readers').click();
    await page.getByText('Readers see nothing of this post.').waitFor();
    assert.equal(await seen(post.id), null);
  },

  async 'a mistake is told at its field'() {
    await page.getByLabel('Title').fill('x'.repeat(201));
    await button('Save').click();
    await page.locator('.field', { hasText: 'Title' }).getByRole('alert').waitFor();
    assert.equal(await page.getByLabel('Title').getAttribute('aria-invalid'), 'true');
    await button('Discard changes').click();
  },

  async 'changes of others appear without a reload'() {
    await page.evaluate(() => { window.mark = 'not reloaded'; });
    const post = await open({ title: 'To be renamed' });
    await update(post, { title: 'Renamed by Grace' });
    await row('Renamed by Grace').waitFor();
    await page.locator('input[value="Renamed by Grace"]').waitFor(); // in the editor too, since nothing was typed
    assert.equal(await page.evaluate(() => window.mark), 'not reloaded');
  },

  async 'a conflict is settled field by field'() {
    const post = await open({ title: 'Base title', body: 'Base text.', tags: ['base'] });
    await page.getByLabel('Title').fill('Ada\'s title');
    await page.getByLabel('Text').fill('Ada\'s text.');
    await page.getByLabel('Tags').fill('ada');
    const theirs = await update(post, { title: 'Grace\'s title', body: 'Grace\'s text.' });
    await page.getByText('Grace Hopper saved version 2 while you were writing').waitFor();
    await button('Save').click();
    await dialog.getByText('You and somebody else changed the same').waitFor();
    assert.match(await dialog.getByRole('group', { name: 'title' }).innerText(), /Before\s+Base title\s+Theirs, Grace Hopper/);
    assert.match(await dialog.innerText(), /Saved as well, since only you changed it: tags/);
    const save = button('Save on top of version 2');
    await side('title', 'Yours').check();
    assert.equal(await save.isDisabled(), true);
    await side('body', 'Theirs').check();
    await save.click();
    await saved(3);
    assert.deepEqual(await find(post.id), { ...theirs, version: 3, title: 'Ada\'s title', tags: ['ada'] });
  },

  async 'changes of different fields are merged'() {
    const post = await open({ title: 'Merge me', body: 'Base text.' });
    await page.getByLabel('Title').fill('Merged title');
    await update(post, { body: 'Grace\'s text.' });
    await button('Save').click();
    await dialog.getByText('Your changes do not touch theirs: title.').waitFor();
    await button('Merge').click();
    await saved(3);
    const merged = await find(post.id);
    assert.deepEqual([merged.title, merged.body], ['Merged title', 'Grace\'s text.']);
  },

  async 'a dialogue is left by the keyboard, and what was typed stays'() {
    const post = await open({ title: 'Left alone' });
    await page.getByLabel('Title').fill('Typed');
    await update(post, { title: 'Theirs' });
    await button('Save').focus();
    await page.keyboard.press('Enter');
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    assert.equal(await page.getByLabel('Title').inputValue(), 'Typed');
    await button('Discard changes').click();
  },

  async 'a post goes to the trash and comes back under another address'() {
    const slug = `address-${process.pid}`;
    const post = await open({ title: 'Thrown away', slug });
    await button('Move to trash').click();
    const card = page.locator('.card', { hasText: 'Thrown away' }).first();
    await card.waitFor();
    await create({ title: 'In its place', slug });
    await card.getByText('belongs to another post now').waitFor();
    assert.equal(await card.getByLabel('New address of Thrown away').inputValue(), `${slug}-2`);
    await card.getByRole('button', { name: 'Restore' }).click();
    await button('Move to trash').waitFor();
    assert.equal(await page.getByLabel('Address').inputValue(), `${slug}-2`);
    assert.equal((await find(post.id)).version, 3);
  },

  async 'a post is removed for good after a question'() {
    const post = await open({ title: 'Not needed' });
    await button('Move to trash').click();
    const card = page.locator('.card', { hasText: 'Not needed' });
    await card.getByRole('button', { name: 'Remove for good' }).click();
    await dialog.getByRole('button', { name: 'Remove for good' }).click();
    await card.waitFor({ state: 'detached' });
    assert.equal(await find(post.id), null);
    await page.getByRole('link', { name: 'Posts', exact: true }).click();
  },

  async 'several posts are published, unpublished and deleted together, all or none'() {
    await live();
    const posts = [];
    for (const number of [1, 2, 3]) {
      posts.push(await create({ title: `Together ${process.pid}.${number}` }));
    }
    const choose = (post) => row(post.title).getByRole('checkbox').check();
    const together = page.getByRole('region', { name: 'All that are chosen' });
    const status = async () => (await ask('query($ids: [ID!]!) { nodes(ids: $ids) { ... on Post { status version } } }', { ids: posts.map(({ id }) => id) })).nodes;
    for (const post of posts) {
      await choose(post);
    }
    await together.getByText('3 chosen').waitFor();
    await update(posts[1], { body: 'By Grace' });
    await button('Publish all').click();
    await together.getByText(`“${posts[1].title}”: somebody saved version 2 meanwhile.`).waitFor();
    assert.deepEqual(await status(), [{ status: 'DRAFT', version: 1 }, { status: 'DRAFT', version: 2 }, { status: 'DRAFT', version: 1 }]);

    await row(posts[1].title).getByRole('checkbox').uncheck();
    await choose(posts[1]);
    await button('Publish all').click();
    await together.waitFor({ state: 'detached' });
    assert.deepEqual((await status()).map((post) => post.status), ['PUBLISHED', 'PUBLISHED', 'PUBLISHED']);
    await row(posts[2].title).getByText('published', { exact: false }).waitFor();

    await choose(posts[0]);
    await button('Unpublish all').click();
    await together.waitFor({ state: 'detached' });
    assert.equal((await status())[0].status, 'DRAFT');
    for (const post of posts) {
      await choose(post);
    }
    await button('Delete all').click();
    await together.waitFor({ state: 'detached' });
    assert.deepEqual(await status(), [null, null, null]);
    await row(`Together ${process.pid}.`).waitFor({ state: 'detached' });
  },

  async 'the history shows what changed and goes back to a version'() {
    const post = await open({ title: 'With a past', body: 'The first of all texts.' });
    await update(await update(post, { body: 'The second of all texts.' }), { title: 'With a longer past' });
    await page.getByRole('link', { name: 'History' }).click();
    await page.getByRole('button', { name: /v2 Grace Hopper changed body/ }).click();
    const comparison = page.getByRole('region', { name: 'Comparison' });
    await comparison.locator('del', { hasText: 'first' }).waitFor();
    assert.equal(await comparison.locator('ins').innerText(), 'second');
    await comparison.getByRole('combobox', { name: 'to', exact: true }).selectOption('3');
    await comparison.locator('ins', { hasText: 'longer' }).waitFor();
    await button('Revert to version 1').click();
    await page.locator('input[value="With a past"]').waitFor();
    assert.deepEqual(await find(post.id), { ...post, version: 4 });
    await page.getByRole('link', { name: 'History' }).click();
    await page.getByText('Ada Lovelace went back to version 1').waitFor();
  },

  ...leavingChecks({
    page, url, ask, create, update, find, open, button, rows, row, dialog, saved, complaints, tokens: { linus, guest },
  }),

  async 'what others change between the reading and the following is not missed'() {
    const post = await create({ title: 'When it was read' });
    let go;
    follow = new Promise((resolve) => { go = resolve; });
    const seen = subscriptions.length;
    await page.goto('about:blank'); // else it is the same page
    await page.goto(url);
    await row('When it was read').waitFor();
    await update(post, { title: 'Before it was followed' });
    go();
    await row('Before it was followed').waitFor();
    assert.match(subscriptions[seen].after, /^[\w-]+$/);
  },

  async 'after a lost connection it goes on behind the last change'() {
    const post = await open({ title: 'Before the loss' });
    const seen = subscriptions.length;
    const cut = socket.close({ code: 1001 });
    await page.getByText('Connection lost').waitFor();
    const changed = update(post, { title: 'During the loss' });
    await Promise.all([cut, changed]);
    await row('During the loss').waitFor();
    assert.match(subscriptions[seen].after, /^[\w-]+$/);
  },

  async 'an answer that is lost is asked for again, and nothing is done twice'() {
    let lost = 0;
    await page.route('**/graphql', async (route) => {
      if (route.request().postData()?.includes('createPost') && lost++ === 0) {
        await route.fetch(); // the server does it, and the page does not hear of it
        return route.abort();
      }
      return route.continue();
    });
    await page.getByRole('link', { name: 'New post' }).click();
    await button('Create').waitFor(); // else what is typed goes into the form before
    await page.getByLabel('Title').fill('Written once');
    await page.getByLabel('Text').fill('Text');
    await button('Create').click();
    await button('Move to trash').waitFor();
    await page.unrouteAll({ behavior: 'wait' });
    assert.equal(lost, 2);
    assert.equal(await rows('Written once').count(), 1);
    complaints.splice(0, complaints.length, ...complaints.filter((line) => !line.includes('ERR_FAILED'))); // the answer that was lost
  },

  async 'a token makes the page somebody else\'s'() {
    await page.getByRole('button', { name: /^Ada Lovelace/ }).click();
    await page.getByLabel('Token').fill(token);
    await button('Use the token').click();
    await page.getByRole('button', { name: /^Grace Hopper editor/ }).click();
    await button('Without a token (Ada, in Development)').click();
    await page.getByRole('button', { name: /^Ada Lovelace/ }).waitFor();
  },

  async 'every mutation had a key of its own, and the browser had nothing to complain of'() {
    const keys = mutations.map((input) => input.idempotencyKey);
    assert.ok(keys.length > 10 && keys.every((key) => /^[0-9a-f-]{36}$/.test(key)));
    assert.equal(new Set(keys).size, new Set(mutations.map((input) => JSON.stringify(input))).size); // sent again with the same key is sent again
    assert.deepEqual(complaints, []);
  },
};

let ok = 0;
try {
  for (const [title, check] of Object.entries(checks)) {
    const began = Date.now();
    await check();
    console.log(`${title} (${Date.now() - began} ms)`);
    ok++;
  }
} catch (error) {
  console.log(`${Object.keys(checks)[ok]}: ${error.stack}\nThe page says:\n${await page.locator('body').innerText()}\n${complaints.join('\n')}`);
}
await browser.close();
console.log(`${Object.keys(checks).length} checks, ${ok} ok`);
process.exit(ok === Object.keys(checks).length ? 0 : 1);
