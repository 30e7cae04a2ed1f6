// Usage: node screenshots.mjs <chromium> <url of a server with the demo> <token of acme/grace> <folder>
// Makes the pictures of the READMEs; the demo has a conflict more afterwards.
import { api, openBrowser } from './browser.mjs';

const [chromium, url, token, folder] = process.argv.slice(2);
const ask = api(url, token);
const browser = await openBrowser(chromium);
const page = await browser.newPage({ viewport: { width: 1080, height: 660 }, colorScheme: 'light' });
const save = (name) => page.screenshot({ path: `${folder}/${name}.png`, animations: 'disabled' });
const title = 'Optimistic locking, explained with a notebook';

await page.goto(url);
await page.getByRole('link', { name: title }).click();
await page.getByRole('link', { name: 'History' }).click();
await page.getByRole('button', { name: /^v3 / }).click();
await page.getByRole('heading', { name: 'body' }).waitFor();
await save('history');

await page.getByRole('link', { name: 'Edit', exact: true }).click();
await page.getByLabel('Title').fill('Optimistic locking, explained with two recipes');
await page.getByLabel('Tags').fill('databases, concurrency, locking');
const { posts } = await ask('{ posts(first: 30) { nodes { id version title } } }');
const { id, version } = posts.nodes.find((post) => post.title === title);
await ask('mutation($input: UpdatePostInput!) { updatePost(input: $input) { errors { __typename } } }', {
  input: { id, expectedVersion: version, title: 'Optimistic locking, explained with a cookbook', status: 'ARCHIVED' },
});
await page.getByText('while you were writing').waitFor();
await page.getByRole('button', { name: 'Save' }).click();
await page.getByRole('radio', { name: 'Yours' }).check();
await save('conflict');
await browser.close();
