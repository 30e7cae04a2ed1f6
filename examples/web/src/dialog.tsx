import { useEffect, useId, useRef, type ReactNode } from 'react';

/** A modal dialogue. The browser keeps the focus inside, closes it by Escape, and gives the focus back. */
export function Dialog({ title, onCancel, children }: { title: string; onCancel(): void; children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog ref={dialog} aria-labelledby={heading} onCancel={(event) => { event.preventDefault(); onCancel(); }}>
      <h2 id={heading}>{title}</h2>
      {children}
    </dialog>
  );
}
