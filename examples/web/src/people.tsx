import { useState, type FormEvent } from 'react';
import { useQuery } from 'urql';
import { Field, type Problems } from './form';
import { CreateUserDocument, DeactivateUserDocument, PeopleDocument, ReactivateUserDocument, UpdateUserDocument, type ColleagueFragment, type Role } from './gql/graphql';
import { Heading } from './heading';
import { useKept, useLeft } from './kept';
import { describe, unforeseen, useIdempotentMutation } from './mutations';
import { useRights } from './rights';
import { When } from './text';

const roles = ['READER', 'AUTHOR', 'EDITOR', 'ADMIN'] satisfies Role[];

export function People() {
  const { mayManagePeople } = useRights();
  const [showsDeactivated, setShowsDeactivated] = useState(false);
  return (
    <>
      <Heading>People</Heading>
      {mayManagePeople && (
        <label className="deactivated">
          <input type="checkbox" checked={showsDeactivated} onChange={(e) => setShowsDeactivated(e.target.checked)} /> Who is deactivated
        </label>
      )}
      <PeopleList key={String(showsDeactivated)} deactivated={showsDeactivated} />
      {mayManagePeople && <NewPerson />}
    </>
  );
}

function PeopleList({ deactivated }: { deactivated: boolean }) {
  const [pages, setPages] = useState(1);
  return (
    <ul className="people">
      <PeoplePage after={null} deactivated={deactivated} pages={pages} onMore={() => setPages(pages + 1)} />
    </ul>
  );
}

/** A page, and those behind it: see PostPage. Somebody who was just deactivated stays where they are until the page is left. */
function PeoplePage({ after, deactivated, pages, onMore }: { after: string | null; deactivated: boolean; pages: number; onMore(): void }) {
  const [{ data, error }] = useQuery({ query: PeopleDocument, variables: { after, deactivated }, requestPolicy: 'cache-and-network' });
  if (!data) {
    return <li className="empty" role={error ? 'alert' : undefined}>{error ? describe(error) : 'Loading…'}</li>;
  }
  const { nodes, pageInfo, totalCount } = data.users;
  return (
    <>
      {nodes.map((person) => <Person key={person.id} person={person} />)}
      {pageInfo.hasNextPage && (pages > 1
        ? <PeoplePage after={pageInfo.endCursor} deactivated={deactivated} pages={pages - 1} onMore={onMore} />
        : <li><button className="wide" type="button" onClick={onMore}>Load more of {totalCount}</button></li>)}
    </>
  );
}

interface PersonEdit {
  base: ColleagueFragment;
  displayName: string;
  role: Role;
}

const editName = (person: ColleagueFragment) => `person/${person.id}`;
const isChanged = ({ base, displayName, role }: PersonEdit) => displayName !== base.displayName || role !== base.role;

function Person({ person }: { person: ColleagueFragment }) {
  const { mayRename, mayManagePeople } = useRights();
  const [isEditing, setEditing] = useState(useLeft<PersonEdit>(editName(person)) !== null);
  return (
    <li className="card">
      {isEditing ? <PersonForm person={person} onDone={() => setEditing(false)} /> : (
        <>
          <div>
            <strong>{person.displayName}</strong>
            <small>{person.handle} · {person.role.toLowerCase()} · {person.deactivatedAt ? <>deactivated <When at={person.deactivatedAt} /></> : <>since <When at={person.createdAt} /></>}</small>
          </div>
          {mayManagePeople && <Standing person={person} />}
          {!person.deactivatedAt && mayRename(person) && <button type="button" aria-label={`Change ${person.displayName}`} onClick={() => setEditing(true)}>Change</button>}
        </>
      )}
    </li>
  );
}

/** Keeps somebody out, or lets them in again; their name stays on what they wrote. */
function Standing({ person }: { person: ColleagueFragment }) {
  const deactivate = useIdempotentMutation(DeactivateUserDocument);
  const reactivate = useIdempotentMutation(ReactivateUserDocument);
  const [refusal, setRefusal] = useState<string | null>(null);

  async function turn() {
    const at = { id: person.id, expectedVersion: person.version };
    const errors = person.deactivatedAt ? (await reactivate.send(at))?.reactivateUser.errors : (await deactivate.send(at))?.deactivateUser.errors;
    setRefusal(errors?.[0]?.message ?? null);
  }

  const [word, problem] = [person.deactivatedAt ? 'Let in' : 'Deactivate', refusal ?? deactivate.problem ?? reactivate.problem];
  return (
    <>
      {problem && <p className="notice error" role="alert">{problem}</p>}
      <button type="button" aria-label={`${word} ${person.displayName}`} disabled={deactivate.fetching || reactivate.fetching} onClick={turn}>{word}</button>
    </>
  );
}

function PersonForm({ person, onDone }: { person: ColleagueFragment; onDone(): void }) {
  const { mayManagePeople } = useRights();
  const fresh = (base: ColleagueFragment): PersonEdit => ({ base, displayName: base.displayName, role: base.role });
  const kept = useKept<PersonEdit>(editName(person), () => fresh(person), isChanged);
  const update = useIdempotentMutation(UpdateUserDocument);
  const [problems, setProblems] = useState<Problems>({});
  const { base, displayName, role } = kept.value;

  async function submit(event: FormEvent) {
    event.preventDefault();
    const payload = (await update.send({
      id: base.id,
      expectedVersion: base.version,
      ...(displayName !== base.displayName && { displayName }),
      ...(role !== base.role && { role }),
    }))?.updateUser;
    if (payload?.user) {
      kept.done(fresh(payload.user));
      return onDone();
    }
    const found: Problems = {};
    for (const error of payload?.errors ?? []) {
      switch (error.__typename) {
        case 'ConcurrencyError':
          // What was typed stays; saving again puts it on top of theirs, which the person who types sees now.
          if (error.current?.__typename === 'User') {
            const now = error.current;
            kept.set({ base: now, displayName: displayName === base.displayName ? now.displayName : displayName, role: role === base.role ? now.role : role });
            found.form = `Somebody made this “${now.displayName}”, ${now.role.toLowerCase()}, meanwhile. Save again to put yours in its place.`;
          } else {
            found.form = error.message;
          }
          break;
        case 'ValidationError':
          found[error.field] = error.message;
          break;
        case 'UserNotFoundError':
        case 'IdempotencyMismatchError':
          found.form = error.message;
          break;
        default:
          found.form = unforeseen(error);
      }
    }
    setProblems(found);
  }

  return (
    <form className="person" onSubmit={submit}>
      <Field label="Name" hint={kept.keptSince ? 'As you left it.' : undefined} problem={problems.displayName}>
        {(field) => <input {...field} required autoFocus value={displayName} onChange={(e) => kept.set({ ...kept.latest(), displayName: e.target.value })} />}
      </Field>
      {mayManagePeople && <RoleField role={role} problem={problems.role} onChange={(next) => kept.set({ ...kept.latest(), role: next })} />}
      {(problems.form ?? update.problem) && <p className="notice error" role="alert">{problems.form ?? update.problem}</p>}
      <div className="actions">
        <button className="primary" type="submit" disabled={update.fetching || !isChanged(kept.value)}>Save</button>
        <button type="button" onClick={() => { kept.done(fresh(person)); onDone(); }}>Cancel</button>
      </div>
    </form>
  );
}

function NewPerson() {
  const nobody = { handle: '', displayName: '', role: 'AUTHOR' as Role };
  const kept = useKept('person/new', () => nobody, ({ handle, displayName }) => handle !== '' || displayName !== '');
  const create = useIdempotentMutation(CreateUserDocument);
  const [problems, setProblems] = useState<Problems>({});
  const { handle, displayName, role } = kept.value;

  async function submit(event: FormEvent) {
    event.preventDefault();
    const payload = (await create.send({ handle, displayName, role }))?.createUser;
    if (payload?.user) {
      kept.done(nobody);
    }
    const found: Problems = {};
    for (const error of payload?.errors ?? []) {
      switch (error.__typename) {
        case 'HandleTakenError':
          found.handle = error.message;
          break;
        case 'ValidationError':
          found[error.field] = error.message;
          break;
        case 'IdempotencyMismatchError':
          found.form = error.message;
          break;
        default:
          found.form = unforeseen(error);
      }
    }
    setProblems(found);
  }

  return (
    <form className="person" aria-labelledby="new-person" onSubmit={submit}>
      <h2 id="new-person">Add somebody</h2>
      <div className="columns">
        <Field label="Name" problem={problems.displayName}>
          {(field) => <input {...field} required value={displayName} onChange={(e) => kept.set({ ...kept.latest(), displayName: e.target.value })} />}
        </Field>
        <RoleField role={role} problem={problems.role} onChange={(next) => kept.set({ ...kept.latest(), role: next })} />
        <Field label="Handle" hint="what tokens call them; never changes" problem={problems.handle}>
          {(field) => <input {...field} required value={handle} onChange={(e) => kept.set({ ...kept.latest(), handle: e.target.value })} />}
        </Field>
      </div>
      {(problems.form ?? create.problem) && <p className="notice error" role="alert">{problems.form ?? create.problem}</p>}
      <div className="actions"><button className="primary" type="submit" disabled={create.fetching}>Add</button></div>
    </form>
  );
}

function RoleField({ role, problem, onChange }: { role: Role; problem: string | undefined; onChange(role: Role): void }) {
  return (
    <Field label="Role" problem={problem}>
      {(field) => (
        <select {...field} value={role} onChange={(e) => onChange(e.target.value as Role)}>
          {roles.map((one) => <option key={one} value={one}>{one.toLowerCase()}</option>)}
        </select>
      )}
    </Field>
  );
}
