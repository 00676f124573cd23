import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The Worker that `npm start` runs; only `vite` (not `vite build`) asks for it. */
const WORKER = process.env['WORKER_URL'] ?? 'http://127.0.0.1:8787'
const proxied = ['/api', '/auth', '/twilio']

export default defineConfig({
  // See test/local/run.ts.
  resolve: {
    preserveSymlinks: process.env['NODE_OPTIONS']?.includes('--preserve-symlinks') ?? false,
  },
  plugins: [react(), tailwindcss()],
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
