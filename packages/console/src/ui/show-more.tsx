/** The button below a list that reads its next page; nothing where all is read. */
import { Button } from './button.tsx'

export type ShowMoreProps = {
  readonly list: {
    readonly hasNextPage: boolean
    readonly isFetchingNextPage: boolean
    readonly fetchNextPage: () => unknown
  }
  readonly label?: string
}

export const ShowMore = ({ list, label = 'Show more' }: ShowMoreProps) =>
  list.hasNextPage && (
    <div className="p-3 text-center">
      <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
        {label}
      </Button>
    </div>
  )
