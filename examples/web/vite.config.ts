import { defineConfig } from 'vite';

// `npm run dev` serves the page at its own port and passes the API on; sockets keep their host, which the server compares with their origin.
export default defineConfig({
  server: { proxy: { '/graphql': { target: 'http://127.0.0.1:5080', ws: true } } },
  build: { target: 'es2023', modulePreload: { polyfill: false } },
});
