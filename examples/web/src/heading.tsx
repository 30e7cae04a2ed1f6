import { useEffect, useRef } from 'react';

let arrived = false; // by a link of the page, rather than by loading it
addEventListener('hashchange', () => { arrived = true; });

/** The heading of a view. It names the tab as well; and after a navigation it has the focus, so that who cannot see hears where they are. */
export function Heading({ children: title, hidden = false }: { children: string; hidden?: boolean }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · GraphBlog`;
  }, [title]);
  useEffect(() => {
    if (arrived) {
      arrived = false;
      heading.current?.focus({ preventScroll: hidden });
    }
  }, [hidden]);
  return <h1 ref={heading} tabIndex={-1} className={hidden ? 'unseen' : undefined}>{title}</h1>;
}

/** The first thing that Tab reaches. The address behind the # belongs to the views, so it moves the focus by itself. */
export function SkipLink() {
  return (
    <a
      className="skip"
      href="#main"
      onClick={(event) => {
        event.preventDefault();
        document.getElementById('main')?.focus();
      }}
    >
      Skip to the content
    </a>
  );
}
