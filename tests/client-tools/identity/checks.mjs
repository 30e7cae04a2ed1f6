import assert from 'node:assert/strict';
import { confusing, keepsIdentity, somebodyElse } from './scenario.mjs';
import { apolloCache, graphcache, relayStore } from './stores.mjs';

export function identityChecks(server) {
  const check = (open) => async () => keepsIdentity(await open(server), somebodyElse(server));
  return {
    "Relay's store keeps every record's type through deletion, restoring, a purge elsewhere and what it hears": check(relayStore),
    "Apollo's cache does, by id alone": check(apolloCache),
    "urql's Graphcache does, with the schema": check(graphcache),
    async 'these checks see a trashed post that has the id of the live one'() {
      for (const open of [relayStore, apolloCache, graphcache]) {
        await assert.rejects(async () => keepsIdentity(await open(server, confusing), somebodyElse(server)), assert.AssertionError, open.name);
      }
    },
  };
}
