/** Starts the console in the page: gives libraries the page's nonce for their styles, then draws. */
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { setNonce } from 'get-nonce'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { HotkeysProvider } from 'react-hotkeys-hook'
import { queries } from './app/api.ts'
import { router } from './app/router.tsx'
import { applyTheme } from './app/theme.ts'
import './app/styles.css'
import { Toasts } from './ui/toast.tsx'

const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce
if (nonce) setNonce(nonce)
applyTheme()

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <HotkeysProvider>
        <Toasts>
          <RouterProvider router={router} />
        </Toasts>
      </HotkeysProvider>
    </QueryClientProvider>
  </StrictMode>,
)
