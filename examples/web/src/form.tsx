import { useId, useState, type FormEventHandler, type ReactNode } from 'react';
import type { Draft } from './draft';
import type { PostStatus } from './gql/graphql';
import { Preview } from './html';

/** What is wrong with which field; `form` is for what is wrong with none in particular. */
export type Problems = Partial<Record<string, string>>;

interface PostFormProps {
  draft: Draft;
  problems: Problems;
  onEdit(edited: Partial<Draft>): void;
  onSubmit: FormEventHandler;
  children: ReactNode;
}

export function PostForm({ draft, problems, onEdit, onSubmit, children }: PostFormProps) {
  const [isPreview, setPreview] = useState(false);
  return (
    <form className="post" onSubmit={onSubmit}>
      <Field label="Title" problem={problems.title}>
        {(field) => <input {...field} required value={draft.title} onChange={(e) => onEdit({ title: e.target.value })} />}
      </Field>
      <div className="columns">
        <Field label="Address" hint="made from the title when left out" problem={problems.slug}>
          {(field) => <input {...field} value={draft.slug} onChange={(e) => onEdit({ slug: e.target.value })} />}
        </Field>
        <Field label="Status" problem={problems.status}>
          {(field) => (
            <select {...field} value={draft.status} onChange={(e) => onEdit({ status: e.target.value as PostStatus })}>
              {(['DRAFT', 'PUBLISHED', 'ARCHIVED'] satisfies PostStatus[]).map((status) => (
                <option key={status} value={status}>{status.toLowerCase()}</option>
              ))}
            </select>
          )}
        </Field>
        <Field label="Tags" hint="with commas between" problem={problems.tags}>
          {(field) => <input {...field} value={draft.tags} onChange={(e) => onEdit({ tags: e.target.value })} />}
        </Field>
      </div>
      <Field label="Text" hint="Markdown" problem={problems.body}>
        {(field) => (
          <>
            <button className="toggle" type="button" aria-pressed={isPreview} onClick={() => setPreview(!isPreview)}>Preview</button>
            <textarea {...field} rows={16} hidden={isPreview} value={draft.body} onChange={(e) => onEdit({ body: e.target.value })} />
            {isPreview && <section className="preview" aria-label="Preview"><Preview markdown={draft.body} /></section>}
          </>
        )}
      </Field>
      {problems.form && <p className="notice error" role="alert">{problems.form}</p>}
      {children}
    </form>
  );
}

interface FieldProps {
  label: string;
  hint?: string;
  problem?: string | undefined;
  children(field: { id: string; 'aria-invalid': boolean; 'aria-describedby': string }): ReactNode;
}

/** A control with its label, and what is to be said of it. */
export function Field({ label, hint, problem, children }: FieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({ id, 'aria-invalid': problem !== undefined, 'aria-describedby': `${id}-note` })}
      <small id={`${id}-note`} className={problem && 'problem'} role={problem && 'alert'}>{problem ?? hint}</small>
    </div>
  );
}
