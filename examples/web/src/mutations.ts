import { Kind, type DocumentNode } from 'graphql';
import { useState } from 'react';
import { useMutation, type CombinedError, type TypedDocumentNode } from 'urql';

/** The keys of what was sent and not answered, by what was sent; for this tab, until it is closed. */
const unanswered = new Map<string, string>(JSON.parse(sessionStorage.getItem('unanswered') ?? '[]'));

function remember(keys: Map<string, string>): void {
  try {
    sessionStorage.setItem('unanswered', JSON.stringify([...keys]));
  } catch {
    // no room: they are known until the page is loaded again
  }
}

/**
 * A mutation that can be sent again without doing its work twice. Its key stays the same until the server has answered: also when
 * somebody presses the button again because the answer was lost, be it after a reload.
 */
export function useIdempotentMutation<Data, Input extends { idempotencyKey?: string | null | undefined }>(
  document: TypedDocumentNode<Data, { input: Input }>,
) {
  const [{ fetching }, execute] = useMutation(document);
  const [problem, setProblem] = useState<string | null>(null);

  /** The payload, or null when there is none: then `problem` says why. */
  async function send(input: Omit<Input, 'idempotencyKey'>): Promise<Data | null> {
    const text = JSON.stringify([nameOf(document), input]);
    const key = unanswered.get(text) ?? crypto.randomUUID();
    remember(unanswered.set(text, key));
    const { data, error } = await execute({ input: { ...input, idempotencyKey: key } as Input });
    if (!error?.networkError) {
      unanswered.delete(text);
      remember(unanswered);
    }
    setProblem(error ? describe(error) : null);
    return data ?? null;
  }

  return { send, fetching, problem };
}

const nameOf = (document: DocumentNode) => document.definitions.find((part) => part.kind === Kind.OPERATION_DEFINITION)?.name?.value;

/** What to tell somebody about a request that failed as a whole. Failures that are part of the API come as data, not here. */
export function describe(error: CombinedError): string {
  return error.graphQLErrors[0]?.message ?? 'The server cannot be reached. Nothing is lost: try again.';
}

/** Keeps a `switch` over `__typename` complete: the compiler refuses a case that is missing. An error that is newer than this page lands here. */
export function unforeseen(error: never): string {
  return (error as { message?: string }).message ?? 'That did not work, for a reason that this page does not know.';
}
