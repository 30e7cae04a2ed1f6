import { useState, type FormEvent } from 'react';
import { Dialog } from './dialog';
import type { Viewer } from './rights';

interface SessionProps {
  viewer: Viewer | null;
  token: string | null;
  onBecome(token: string | null): void;
}

/** Who is asking, and the way to be somebody else. */
export function Session({ viewer, token, onBecome }: SessionProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <div className="session">
      <button type="button" onClick={() => setOpen(true)}>
        {viewer ? <>{viewer.user.displayName} <small>{viewer.role.toLowerCase()}, {viewer.organisation.name}</small></> : 'Sign in'}
      </button>
      {isOpen && <TokenDialog token={token} onBecome={onBecome} onClose={() => setOpen(false)} />}
    </div>
  );
}

function TokenDialog({ token, onBecome, onClose }: Omit<SessionProps, 'viewer'> & { onClose(): void }) {
  const [text, setText] = useState('');
  function submit(event: FormEvent) {
    event.preventDefault();
    onBecome(text.trim());
    onClose();
  }
  return (
    <Dialog title="Be somebody else" onCancel={onClose}>
      <p>A token says who is asking. Print one for anybody of the demo, and paste it:</p>
      <pre><code>dotnet run --project src/GraphApi -- token --org acme --user grace</code></pre>
      <form onSubmit={submit}>
        <div className="field">
          <label htmlFor="token">Token</label>
          <textarea id="token" rows={4} required autoFocus spellCheck={false} value={text} onChange={(e) => setText(e.target.value)} />
          <small>Kept for this tab, until it is closed.</small>
        </div>
        <div className="actions">
          <button className="primary" type="submit">Use the token</button>
          {token && <button type="button" onClick={() => { onBecome(null); onClose(); }}>Without a token (Ada, in Development)</button>}
          <button type="button" onClick={onClose}>Cancel</button>
        </div>
      </form>
    </Dialog>
  );
}
