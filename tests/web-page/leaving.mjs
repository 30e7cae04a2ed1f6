// Nothing that somebody types is lost, whatever takes the form away; and nobody is offered what would be refused.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The checks of page.mjs, given the page and what they share. */
export function leavingChecks({ page, url, ask, create, update, find, open, button, rows, row, dialog, saved, tokens, complaints }) {
  const title = () => page.getByLabel('Title');
  const text = () => page.getByLabel('Text');
  const restored = () => page.getByText('Here is what you had typed and not saved').waitFor();
  const value = async (field, expected) => page.waitForFunction(
    ([label, wanted]) => [...document.querySelectorAll('label')].some((one) => one.textContent === label && document.getElementById(one.htmlFor)?.value === wanted),
    [field, expected]);

  async function become(token) {
    await page.locator('.session button').click();
    if (token) {
      await page.getByLabel('Token').fill(token);
      await button('Use the token').click();
    } else {
      await button('Without a token (Ada, in Development)').click();
    }
    await dialog.waitFor({ state: 'detached' });
  }

  /** What automatic rules find. */
  async function audit(view, options = {}) {
    await page.evaluate(`window.axe || (() => { ${axe} })()`);
    const found = await page.evaluate((given) => window.axe.run(document, { resultTypes: ['violations'], ...given }), options);
    assert.deepEqual(found.violations.map(({ id, nodes }) => `${view}: ${id}: ${nodes.map((node) => node.html).join('\n')}`), []);
  }

  const isNoWider = () => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);

  return {
    async 'what was typed is there again after another post, Back, a reload and a closed tab, and a conflict is still found'() {
      const post = await open({ title: 'Left half-way', body: 'Base text.' });
      await title().fill('Half a title');
      await text().fill('Half a text');
      await open({ title: 'Something else' });
      assert.equal(await title().inputValue(), 'Something else');
      await page.goBack();
      await restored();
      assert.deepEqual([await title().inputValue(), await text().inputValue()], ['Half a title', 'Half a text']);
      await page.reload();
      await restored();
      await value('Title', 'Half a title');
      await page.evaluate(() => { location.hash = '#/people'; });
      await page.getByRole('heading', { name: 'People' }).waitFor();
      await update(post, { title: 'Grace\'s title' });
      const address = `${url}/#/posts/${encodeURIComponent(post.id)}`;
      const other = await page.context().newPage(); // another tab, as after closing this one
      await other.goto(address);
      await other.getByText('Here is what you had typed and not saved').waitFor();
      await other.getByText('Grace Hopper saved version 2 while you were writing on version 1').waitFor();
      await other.close();
      await page.goto(address);
      await restored();
      await button('Save').click();
      await dialog.getByText('You and somebody else changed the same').waitFor();
      await dialog.getByRole('radio', { name: 'Yours' }).check();
      await button('Save on top of version 2').click();
      await saved(3);
      const after = await find(post.id);
      assert.deepEqual([after.title, after.body], ['Half a title', 'Half a text']);
      await page.reload();
      await value('Title', 'Half a title');
      assert.equal(await page.getByText('Here is what you had typed').count(), 0);
    },

    async 'a new post and a comment are kept as well, until they are sent'() {
      const post = await open({ title: 'To be spoken of' });
      await page.getByRole('link', { name: 'Read', exact: true }).click();
      await page.getByLabel('Your comment').fill('Half a comment');
      await page.getByRole('link', { name: 'New post' }).click();
      await button('Create').waitFor(); // else what is typed goes into the form before
      await title().fill('Half a new post');
      await page.reload();
      await restored();
      await value('Title', 'Half a new post');
      await page.goto(`${url}/#/posts/${encodeURIComponent(post.id)}/read`);
      await value('Your comment', 'Half a comment');
      await button('Comment').click();
      await page.locator('.comment', { hasText: 'Half a comment' }).waitFor();
      assert.equal(await page.getByLabel('Your comment').inputValue(), '');
      await page.getByRole('link', { name: 'New post' }).click();
      await button('Create').waitFor(); // else what is typed goes into the form before
      await value('Title', 'Half a new post');
      await button('Discard').click();
      await page.reload();
      await value('Title', '');
    },

    async 'with the server down nothing is lost, and it is sent when the server is back'() {
      const post = await open({ title: 'In a tunnel', body: 'Base text.' });
      await text().fill('Typed in a tunnel');
      await page.route('**/graphql', async (route) => {
        if (route.request().postData()?.includes('createPost')) {
          await route.fetch(); // the server does it, and the page never hears of it
        }
        return route.abort();
      });
      await button('Save').click();
      await page.locator('#main').getByText('The server cannot be reached. Nothing is lost').waitFor();
      await page.getByRole('link', { name: 'New post' }).click();
      await button('Create').waitFor(); // else what is typed goes into the form before
      const also = `Also in a tunnel ${process.pid}`;
      await title().fill(also);
      await text().fill('Text');
      await button('Create').click();
      await page.locator('#main').getByText('The server cannot be reached. Nothing is lost').waitFor();
      await page.unrouteAll({ behavior: 'wait' });
      await page.reload();
      await restored();
      await value('Title', also);
      await button('Create').click();
      await button('Move to trash').waitFor();
      assert.equal(await rows(also).count(), 1);
      await page.goto(`${url}/#/posts/${encodeURIComponent(post.id)}`);
      await value('Text', 'Typed in a tunnel');
      await button('Save').click();
      await saved(2);
      assert.equal((await find(post.id)).body, 'Typed in a tunnel');
      complaints.splice(0, complaints.length, ...complaints.filter((line) => !line.includes('ERR_FAILED')));
    },

    async 'where the browser stores nothing, it asks before leaving'() {
      await open({ title: 'No room' });
      await page.evaluate(() => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }; });
      await title().fill('Kept in memory');
      await page.getByRole('link', { name: 'People', exact: true }).click();
      await page.goBack();
      await value('Title', 'Kept in memory');
      const [question] = await Promise.all([page.waitForEvent('dialog'), page.evaluate(() => { setTimeout(() => location.reload()); })]);
      assert.equal(question.type(), 'beforeunload');
      await question.dismiss();
      await button('Discard changes').click();
      await page.reload();
      await title().waitFor();
    },

    async 'what is typed while a save is under way stays'() {
      const post = await open({ title: 'Slow', body: 'Base text.' });
      await page.route('**/graphql', async (route) => {
        if (route.request().postData()?.includes('updatePost')) {
          await text().fill('Typed meanwhile');
        }
        return route.continue();
      });
      await title().fill('Slow title');
      await button('Save').click();
      await page.getByText('Unsaved: body').waitFor();
      await page.unrouteAll({ behavior: 'wait' });
      assert.equal(await text().inputValue(), 'Typed meanwhile');
      await button('Save').click();
      await saved(3);
      const after = await find(post.id);
      assert.deepEqual([after.title, after.body], ['Slow title', 'Typed meanwhile']);
    },

    async 'a comment is edited and deleted, and a conflict over one is settled'() {
      const post = await open({ title: 'Discussed' });
      const { addComment } = await ask('mutation($p: ID!) { addComment(input: { postId: $p, body: "First words here" }) { comment { id version } } }', { p: post.id });
      const change = (version, body) => ask(
        'mutation($i: UpdateCommentInput!) { updateComment(input: $i) { comment { version } errors { __typename } } }',
        { i: { id: addComment.comment.id, expectedVersion: version, body } });
      await page.getByRole('link', { name: 'Read', exact: true }).click();
      await page.getByRole('button', { name: 'Edit the comment of Grace Hopper' }).click();
      await page.getByLabel('Comment', { exact: true }).fill('Ada mends it');
      await change(1, 'Grace was faster with it');
      await button('Save comment').click();
      await page.getByText('Grace Hopper changed this comment while you were writing').waitFor();
      await page.reload(); // it is kept with the version it is based on
      await value('Comment', 'Ada mends it');
      await button('Save comment').click();
      await button('Save mine over it').click();
      const comment = page.locator('.comment', { hasText: 'Ada mends it' });
      await comment.getByText('edited').waitFor();
      await page.getByRole('button', { name: 'Delete the comment of Grace Hopper' }).click();
      await dialog.getByRole('button', { name: 'Delete' }).click();
      await page.getByText('Nobody has said anything yet.').waitFor();
    },

    async 'text is shown as it will look, and as it looks'() {
      const post = await open({ title: 'Marked up', body: '# A heading\n\n*Leaning* <b onclick="alert(1)">text</b>' });
      await button('Preview').click();
      await page.locator('.preview em', { hasText: 'Leaning' }).waitFor();
      assert.equal(await page.locator('.preview [onclick]').count(), 0);
      complaints.splice(0, complaints.length, ...complaints.filter((line) => !line.includes('inline event handler'))); // refused by the policy as well
      await page.getByRole('link', { name: 'Read', exact: true }).click();
      await page.locator('.prose em', { hasText: 'Leaning' }).waitFor();
      await update(post, { body: '*Leaning the other way*' });
      await page.locator('.prose em', { hasText: 'Leaning the other way' }).waitFor();
    },

    async 'the list is searched, filtered and ordered'() {
      const word = `zebra${process.pid}`;
      await create({ title: `B ${word}`, tags: [word], status: 'PUBLISHED' });
      await create({ title: `A ${word}`, tags: ['other'] });
      await page.getByLabel('Search').fill(word);
      await page.getByText('2 posts', { exact: true }).waitFor();
      await page.getByLabel('Order').selectOption('title');
      await page.waitForFunction((first) => document.querySelector('.posts strong')?.textContent === first, `A ${word}`);
      await page.getByLabel('Order').selectOption('newest');
      await page.getByLabel('Status').and(page.locator('.filter *')).selectOption('PUBLISHED');
      await page.getByText('1 post', { exact: true }).waitFor();
      await page.getByLabel('Status').and(page.locator('.filter *')).selectOption('');
      await page.getByLabel('Tag', { exact: true }).fill('other');
      await row(`A ${word}`).waitFor();
      await page.getByText('1 post', { exact: true }).waitFor();
      const fresh = await create({ title: `C ${word}`, tags: ['other'] }); // comes into the selection by itself
      await row(fresh.title).waitFor();
      await update(fresh, { tags: ['none'] });
      await rows(fresh.title).waitFor({ state: 'detached' });
      await page.getByLabel('Tag', { exact: true }).fill('');
      await page.getByLabel('Search').fill('');
    },

    async 'an administrator looks after people'() {
      await page.getByRole('link', { name: 'People', exact: true }).click();
      const handle = `p${process.pid}`;
      const form = page.getByRole('form', { name: 'Add somebody' });
      await form.getByLabel('Name').fill(`Barbara ${process.pid}`);
      await form.getByLabel('Handle').fill('ada');
      await button('Add').click();
      await form.locator('.field', { hasText: 'Handle' }).getByRole('alert').waitFor();
      await form.getByLabel('Handle').fill(handle);
      await button('Add').click();
      await page.getByRole('button', { name: `Change Barbara ${process.pid}` }).click();
      const card = page.locator('.card form');
      await card.getByLabel('Role').selectOption('EDITOR');
      await page.reload();
      await card.getByLabel('Role').waitFor();
      assert.equal(await card.getByLabel('Role').inputValue(), 'EDITOR');
      await card.getByRole('button', { name: 'Save' }).click();
      await page.locator('.card', { hasText: `${handle} · editor` }).waitFor();
      await page.getByRole('button', { name: `Deactivate Barbara ${process.pid}` }).click();
      await page.locator('.card', { hasText: `${handle} · editor · deactivated` }).waitFor();
      await page.getByLabel('Who is deactivated').check();
      await page.getByRole('button', { name: `Let in Barbara ${process.pid}` }).click();
      await page.locator('.card', { hasText: `${handle} · editor · since` }).waitFor();
      await page.getByRole('link', { name: 'Posts', exact: true }).click();
    },

    async 'a rewritten text shows both as a whole, and a mended one its words'() {
      const post = await open({ title: 'The quick brown fox jumps over the lazy dog', body: 'One line stays.\nThe other of the two lines is mended by a friend.' });
      await update(await update(post, { title: 'A history of the lighthouse and of the people in it' }), { body: 'One line stays.\nThe other of the two lines was broken by a friend.' });
      await page.getByRole('link', { name: 'History' }).click();
      await page.getByRole('button', { name: /v2 / }).click();
      const comparison = page.getByRole('region', { name: 'Comparison' });
      await comparison.locator('del', { hasText: 'The quick brown fox jumps over the lazy dog' }).waitFor();
      assert.deepEqual(await comparison.locator('ins').allInnerTexts(), ['A history of the lighthouse and of the people in it']);
      await page.getByRole('button', { name: /v3 / }).click();
      await comparison.locator('ins', { hasText: 'was' }).waitFor();
      assert.deepEqual([await comparison.locator('del').allInnerTexts(), await comparison.locator('ins').allInnerTexts()], [['is mended'], ['was broken']]);
    },

    async 'a long title without a space does not widen the page'() {
      const post = await create({ title: 'w'.repeat(200), body: 'v'.repeat(400) });
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: 900 });
        for (const view of ['', '/read', '/history']) {
          await page.goto(`${url}/#/posts/${encodeURIComponent(post.id)}${view}`);
          await page.getByRole('heading', { name: post.title }).waitFor();
          assert.ok(await isNoWider(), `${width} ${view}`);
        }
      }
      await page.setViewportSize({ width: 1280, height: 900 });
      await button('Edit').or(page.getByRole('link', { name: 'Edit', exact: true })).click();
      await button('Move to trash').click();
      await page.locator('.card', { hasText: 'www' }).first().waitFor();
      assert.ok(await isNoWider(), 'trash');
    },

    async 'tabs, headings and the keyboard say where somebody is'() {
      await page.goto(url);
      await page.getByText('Choose a post').waitFor();
      assert.equal(await page.title(), 'Posts · GraphBlog');
      await page.keyboard.press('Tab');
      assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Skip to the content');
      await page.keyboard.press('Enter');
      assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
      const post = await create({ title: `By keyboard ${process.pid}` });
      await row(post.title).getByRole('link').focus();
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: post.title }).waitFor();
      await page.waitForFunction(() => document.activeElement.tagName === 'H1');
      assert.equal(await page.title(), `${post.title} · GraphBlog`);
      assert.equal(await page.locator('h1').count(), 1);
    },

    async 'rules of accessibility hold on every view'() {
      const post = await create({ title: `Checked ${process.pid}`, body: '# Title\n\nText', tags: ['a'] });
      await update(post, { title: `Checked again ${process.pid}` });
      const views = ['', 'new', 'trash', 'people', ...['', '/read', '/history'].map((view) => `posts/${encodeURIComponent(post.id)}${view}`)];
      for (const view of views) {
        await page.goto(`${url}/#/${view}`);
        await page.locator('h1[tabindex]').waitFor();
        await page.waitForLoadState('networkidle');
        await audit(view || 'list');
        await page.emulateMedia({ colorScheme: 'dark' });
        await audit(`${view || 'list'} in the dark`, { runOnly: ['color-contrast'] });
        await page.emulateMedia({ colorScheme: 'light' });
      }
    },

    async 'a reader is offered nothing that would be refused, and asks for nothing that is'() {
      const post = await create({ title: `For readers ${process.pid}`, body: 'Plain *text*', status: 'PUBLISHED' });
      const refusals = [];
      page.on('response', async (answer) => {
        if (answer.url().endsWith('/graphql') && (await answer.text().catch(() => '')).includes('"code"')) {
          refusals.push(answer.request().postData());
        }
      });
      await become(tokens.guest);
      await page.getByRole('button', { name: /^Guest reader/ }).waitFor();
      const offers = page.getByRole('link', { name: /^(New post|Trash|Edit|History)$/ }).or(page.getByRole('button', { name: /^(Save|Create|Move|Revert|Restore|Remove|Comment|Edit|Delete|Add)/ }));
      await row(post.title).click();
      await page.locator('.prose em').waitFor();
      await page.getByRole('heading', { name: 'Comments' }).waitFor();
      assert.equal(await offers.count(), 0);
      assert.equal(await page.getByLabel('Your comment').count(), 0);
      await page.getByRole('link', { name: 'People', exact: true }).click();
      await page.getByText('ada · admin').waitFor();
      assert.equal(await offers.count(), 0);
      assert.equal(await page.getByRole('button', { name: /^Change/ }).count(), 1); // their own name
      for (const view of ['trash', 'new', `posts/${encodeURIComponent(post.id)}/history`]) {
        await page.goto(`${url}/#/${view}`);
        await page.getByText('not for readers').waitFor();
      }
      await become(tokens.linus);
      await page.getByRole('button', { name: /^Linus Pauling author/ }).waitFor();
      await row(post.title).click();
      await page.getByLabel('Your comment').waitFor(); // may speak, but not change what is Grace's
      assert.equal(await page.getByRole('link', { name: 'Edit', exact: true }).count(), 0);
      assert.deepEqual(refusals, []);
      await become(null);
      await page.getByRole('button', { name: /^Ada Lovelace/ }).waitFor();
    },
  };
}
