import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { chatFiles } from './chat/build.ts'

/** The Worker that `npm start` runs; only `vite` (not `vite build`) asks for it. */
const WORKER = process.env['WORKER_URL'] ?? 'http://127.0.0.1:8787'
/** The chat's own sources are Vite's. */
const proxied = ['/api', '/auth', '^/chat/(?!.*\\.ts\\b)', '/twilio']

export default defineConfig({
  // See test/local/run.ts.
  resolve: {
    preserveSymlinks: process.env['NODE_OPTIONS']?.includes('--preserve-symlinks') ?? false,
  },
  plugins: [react(), tailwindcss(), chatFiles(fileURLToPath(new URL('chat', import.meta.url)))],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // The strict Content-Security-Policy allows no `data:` scripts, so audio worklets stay files.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 450,
  },
  worker: { format: 'es' },
  server: {
    // The Host header stays the page's own: the Worker answers only pages of its own origin.
    proxy: Object.fromEntries(
      proxied.map((path) => [path, { target: WORKER, ws: true, changeOrigin: false }]),
    ),
  },
})
