/** Builds the console into `dist`: static files that the server gives out, one chunk for each page. */
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [react(), tailwindcss()],
  // The server puts a fresh nonce in its place with each page it gives out.
  html: { cspNonce: '__nonce__' },
  build: {
    target: 'es2023',
    manifest: true,
    // A data: address would need a wider policy for what pages may load.
    assetsInlineLimit: 0,
  },
  worker: { format: 'es' },
  server: { proxy: { '^/(api|sign-in|sign-out|join|account|problems)': 'http://127.0.0.1:4780' } },
})
