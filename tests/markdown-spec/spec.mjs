// Prints the examples of the CommonMark specification as JSON: [{ number, markdown, html }].
import { tests } from 'commonmark-spec'

console.log(JSON.stringify(tests.map(({ number, markdown, html }) => ({
  number,
  markdown: markdown.replaceAll('→', '\t'),
  html: html.replaceAll('→', '\t'),
}))))
