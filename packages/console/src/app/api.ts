/**
 * How pages speak to the desk: reading by `useDesk`, doing by `useAct`. Keys of the cache are the operation's name and
 * input, so that a change of a noun (ours, or one told by the live feed) refreshes what shows it.
 */
import { deskClient, type InputOf, type OperationName, type OutputOf } from '@rightdesk/desk/client'
import {
  keepPreviousData,
  QueryClient,
  queryOptions,
  type UseMutationResult,
  useInfiniteQuery,
  useMutation,
  useQuery,
} from '@tanstack/react-query'
import { toast } from '../ui/toast.tsx'
import { sayError } from './say-error.ts'

export type { InputOf, OperationName, OutputOf } from '@rightdesk/desk/client'

/** Who is not signed in any more is taken to where they can be, and back to this page after. */
const signedInFetch: typeof fetch = async (request, init) => {
  const response = await fetch(request, init)
  if (response.status === 401) {
    const here = `${location.pathname}${location.search}`
    location.assign(`/sign-in?next=${encodeURIComponent(here)}`)
  }
  return response
}

export const desk = deskClient({ url: location.origin, fetch: signedInFetch })

/** Data stays fresh until the live feed or an act of ours says otherwise; this is for what neither of them sees. */
const staleMs = 60_000

export const queries = new QueryClient({
  defaultOptions: { queries: { staleTime: staleMs, retry: false, refetchOnWindowFocus: true } },
})

/** What TanStack Query needs to read an operation, for loaders and prefetching. */
export const deskQuery = <Name extends OperationName>(name: Name, input: InputOf<Name>) =>
  queryOptions({
    queryKey: [name, input] as const,
    queryFn: () => desk.call(name, input),
  })

export type ReadOptions = {
  readonly enabled?: boolean
  /** Shows the last answer while one for a new input comes. */
  readonly keep?: boolean
}

/** Reads an operation; refetched by itself when what it shows has changed. */
export const useDesk = <Name extends OperationName>(
  name: Name,
  input: InputOf<Name>,
  { enabled = true, keep = false }: ReadOptions = {},
) =>
  useQuery({
    ...deskQuery(name, input),
    enabled,
    ...(keep && { placeholderData: keepPreviousData }),
  })

type Paged = { readonly items: readonly unknown[]; readonly next?: string | null | undefined }

/** Reads a list page by page; `data` holds the rows of all pages read so far. */
export const useDeskPages = <Name extends OperationName>(
  name: Name,
  input: Omit<InputOf<Name>, 'after'>,
  { enabled = true, keep = false }: ReadOptions = {},
) =>
  useInfiniteQuery({
    queryKey: [name, input, 'pages'] as const,
    queryFn: ({ pageParam }) =>
      desk.call(name, { ...input, ...(pageParam !== undefined && { after: pageParam }) } as InputOf<Name>),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: OutputOf<Name>) => (page as Paged).next ?? undefined,
    select: ({ pages }) => pages.flatMap((page) => (page as Paged).items) as readonly RowOf<Name>[],
    enabled,
    ...(keep && { placeholderData: keepPreviousData }),
  })

/** One row of a list. */
export type RowOf<Name extends OperationName> =
  OutputOf<Name> extends { items: ReadonlyArray<infer Row> } ? Row : never

export type ActOptions<Name extends OperationName> = {
  /** Said when it is done, with what takes it back where that is possible. */
  readonly done?: (output: OutputOf<Name>, input: InputOf<Name>) => string | undefined
  readonly undo?: (output: OutputOf<Name>, input: InputOf<Name>) => (() => Promise<unknown>) | undefined
  readonly onDone?: (output: OutputOf<Name>, input: InputOf<Name>) => void
  /** The caller shows refusals itself, beside the field they name. */
  readonly quiet?: boolean
}

/** Performs a writing operation; what it changed is read anew, and a refusal is said unless the caller says it. */
export function useAct<Name extends OperationName>(
  name: Name,
  { done, undo, onDone, quiet = false }: ActOptions<Name> = {},
): UseMutationResult<OutputOf<Name>, Error, InputOf<Name>> {
  return useMutation({
    mutationFn: (input: InputOf<Name>) => desk.call(name, input),
    onSuccess: (output, input) => {
      refresh([nounOf(name)])
      const said = done?.(output, input)
      const back = undo?.(output, input)
      if (said !== undefined) toast({ title: said, ...(back && { undo: back }) })
      onDone?.(output, input)
    },
    onError: (error) => {
      if (!quiet) toast({ tone: 'bad', ...sayError(error) })
    },
  })
}

export const nounOf = (operation: string): string => operation.split('.')[0]!

/** Nouns that show something of another noun: a change of the first refreshes the rest. */
const shownIn: Readonly<Record<string, readonly string[]>> = {
  cases: [
    'corrections',
    'escalations',
    'engagements',
    'incidents',
    'record_fixes',
    'insights',
    'people',
    'customers',
  ],
  corrections: ['cases', 'proposals', 'insights', 'policy'],
  escalations: ['cases'],
  engagements: ['cases', 'customers'],
  incidents: ['cases'],
  record_fixes: ['cases'],
  assignments: ['exceptions', 'customers', 'requests', 'people', 'check_ins'],
  requests: ['assignments', 'exceptions', 'customers', 'check_ins'],
  transitions: ['assignments', 'customers', 'exceptions', 'check_ins', 'promises', 'cases'],
  check_ins: ['assignments', 'customers'],
  promises: ['customers', 'transitions', 'check_ins'],
  documents: ['customers', 'transitions', 'check_ins'],
  leadership_checks: ['cases'],
  customers: ['transitions'],
  programme_roles: ['requests'],
  people: ['teams', 'cases', 'access', 'assignments'],
  teams: ['people'],
  leave: ['people', 'teams'],
  services: ['access'],
  webhooks: ['deliveries'],
  deliveries: ['webhooks'],
  proposals: ['policies', 'corrections'],
  demo: ['cases', 'assignments', 'engagements', 'people', 'insights', 'accounts'],
}

/** Reads anew what shows one of the nouns. */
export function refresh(nouns: readonly string[]): void {
  const shown = new Set(nouns.flatMap((noun) => [noun, ...(shownIn[noun] ?? [])]))
  void queries.invalidateQueries({
    predicate: ({ queryKey }) => typeof queryKey[0] === 'string' && shown.has(nounOf(queryKey[0])),
  })
}
