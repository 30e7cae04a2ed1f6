import { createClient } from 'graphql-ws';
import type { SubscriptionForwarder } from 'urql';

export type LiveStatus = 'connecting' | 'live' | 'lost';

export interface LiveEvents {
  onStatus(status: LiveStatus): void;
  /** The cursor leads nowhere any more, as after the database was restored or a year away: what was read before has to be read anew. */
  onRestored(): void;
}

/**
 * Forwards subscriptions over a WebSocket, for as long as somebody listens. A subscription begins behind the cursor in its variables, and
 * after a lost connection goes on behind the last event it has: nothing is missed and nothing comes twice, however long that took.
 */
export function followChanges(credentials: Record<string, string>, { onStatus, onRestored }: LiveEvents): SubscriptionForwarder {
  let connections = 0;
  const socket = createClient({
    url: `${location.origin.replace(/^http/, 'ws')}/graphql`,
    connectionParams: credentials,
    keepAlive: 10_000,
    retryAttempts: 0, // it would subscribe with the variables of the first time; see below
    on: {
      connected: () => {
        connections++;
        onStatus('live');
      },
    },
  });

  return ({ query, variables }) => ({
    subscribe(listener) {
      let events: ReturnType<typeof socket.iterate<Event, Record<string, unknown>>> | undefined;
      let stopped = false;
      let after = variables?.after;
      let failures = 0;
      let forbiddenAt = -1;

      async function follow(): Promise<void> {
        while (!stopped) {
          try {
            events = socket.iterate<Event, Record<string, unknown>>({ query: query ?? '', variables: { ...variables, after } });
            for await (const result of events) {
              failures = 0;
              after = result.data?.postChanged?.cursor ?? after;
              listener.next(result);
            }
          } catch (reason) {
            if (has(reason, (error) => error.code === 'CURSOR_FROM_ANOTHER_EPOCH' || error.code === 'CURSOR_TOO_OLD')) {
              return onRestored();
            }
            // The token has expired, or the role is another: it may come back. Refused again without having been let in, it may not.
            const isForbidden = reason instanceof CloseEvent && reason.code === 4403;
            if (isFinal(reason) || (isForbidden && forbiddenAt === connections)) {
              return listener.error(reason);
            }
            forbiddenAt = isForbidden ? connections : forbiddenAt;
          }
          if (stopped) {
            return;
          }
          onStatus('lost');
          await new Promise((resolve) => setTimeout(resolve, Math.min(500 * 2 ** failures++, 15_000)));
        }
      }

      void follow();
      return {
        unsubscribe() {
          stopped = true;
          void events?.return?.();
        },
      };
    },
  });
}

type Event = { postChanged?: { cursor: string } };

/** Whether asking again would be answered the same: the subscription itself is wrong. */
function isFinal(reason: unknown): boolean {
  return Array.isArray(reason) && !has(reason, (error) => error.retryable === true);
}

function has(reason: unknown, what: (extensions: { code?: string; retryable?: boolean }) => boolean): boolean {
  return Array.isArray(reason) && reason.some((error) => what(error.extensions ?? {}));
}
