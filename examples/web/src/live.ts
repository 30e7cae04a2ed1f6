import { createClient } from 'graphql-ws';
import type { SubscriptionForwarder } from 'urql';

export type LiveStatus = 'connecting' | 'live' | 'lost';

export interface LiveEvents {
  onStatus(status: LiveStatus): void;
  /** The connection is back, but no event had come before it was lost, so that there was no cursor to go on from. */
  onGap(): void;
}

/**
 * Forwards subscriptions over a WebSocket, for as long as somebody listens. After a lost connection a subscription goes on behind the
 * last event it has, by its cursor: nothing is missed and nothing comes twice, however long that took.
 */
export function followChanges(credentials: Record<string, string>, { onStatus, onGap }: LiveEvents): SubscriptionForwarder {
  const socket = createClient({
    url: `${location.origin.replace(/^http/, 'ws')}/graphql`,
    connectionParams: credentials,
    keepAlive: 10_000,
    retryAttempts: 0, // it would subscribe with the variables of the first time; see below
    on: { connected: () => onStatus('live') },
  });

  return ({ query, variables }) => ({
    subscribe(listener) {
      let events: ReturnType<typeof socket.iterate<Event, Record<string, unknown>>> | undefined;
      let stopped = false;
      let after: string | undefined;
      let failures = 0;

      async function follow(): Promise<void> {
        while (!stopped) {
          const forgetGap = failures > 0 && after === undefined ? socket.on('connected', onGap) : undefined;
          try {
            events = socket.iterate<Event, Record<string, unknown>>({ query: query ?? '', variables: { ...variables, after } });
            for await (const result of events) {
              failures = 0;
              after = result.data?.postChanged?.cursor ?? after;
              listener.next(result);
            }
          } catch (reason) {
            if (isFinal(reason)) {
              return listener.error(reason);
            }
          } finally {
            forgetGap?.();
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

/** Whether asking again would be answered the same: the token is refused, or the subscription itself is wrong. */
function isFinal(reason: unknown): boolean {
  if (Array.isArray(reason)) {
    return !reason.some((error) => error.extensions?.retryable === true);
  }
  return reason instanceof CloseEvent && reason.code === 4403;
}
