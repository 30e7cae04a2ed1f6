import DOMPurify from 'dompurify';
import { marked } from 'marked';
import { memo, useEffect, useRef, type MouseEvent } from 'react';

/**
 * Shows HTML: what the server made of a post's Markdown, or a preview. The server has sanitised it; doing so again costs little and
 * answers the type that the page's policy asks for (trusted-types in WebExample.cs).
 */
export const Html = memo(function Html({ html }: { html: string }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    place.current!.innerHTML = DOMPurify.sanitize(html, { RETURN_TRUSTED_TYPE: true }) as unknown as string;
    // The title of the post is the heading of the view, so those of the text are one level below what they say.
    for (const heading of place.current!.querySelectorAll('h1, h2, h3, h4, h5')) {
      heading.setAttribute('aria-level', String(Number(heading.tagName[1]) + 1));
    }
  }, [html]);

  /** A link to a heading or a footnote: the address behind the # belongs to the views. */
  function followInside(event: MouseEvent) {
    const link = (event.target as Element).closest('a')?.getAttribute('href');
    if (link?.startsWith('#')) {
      event.preventDefault();
      place.current?.querySelector(`[id="${CSS.escape(decodeURIComponent(link.slice(1)))}"]`)?.scrollIntoView();
    }
  }

  return <div className="prose" ref={place} onClick={followInside} />;
});

/** What text will look like that is not saved yet. The server renders with another program; where the two differ, the server's counts. */
export function Preview({ markdown }: { markdown: string }) {
  return markdown.trim() === '' ? <p className="empty">Nothing to see yet.</p> : <Html html={marked.parse(markdown, { async: false, gfm: true })} />;
}
