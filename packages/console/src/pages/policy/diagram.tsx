/**
 * The decision diagram of a topic as a picture: questions from left to right, ends at the right. What the facts leave
 * open is drawn strong, the rest thin and dashed. Moves and zooms by mouse, touch and keys; each part can be focused and
 * says in words where it leads.
 */
import type { DrawnTable } from '@rightdesk/engine/answer'
import { Maximize, Minus, Plus } from 'lucide-react'
import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { DiagramEdges } from './diagram-edges.tsx'
import {
  type Direction,
  fitted,
  type Layout,
  layoutOf,
  neighbour,
  type Point,
  showing,
  type View,
  zoomed,
} from './diagram-layout.ts'
import { DiagramPart } from './diagram-part.tsx'
import type { DrawnWords } from './diagram-words.ts'

export type DiagramProps = {
  /** Read out as its name. */
  readonly label: string
  readonly table: DrawnTable
  readonly lit: ReadonlySet<string>
  readonly words: DrawnWords
  /** Gives a question's fact the answers of an edge. */
  readonly onAnswer: (edge: string) => void
  readonly onQuestion: (fact: string) => void
}

const heightMin = 200
const heightMax = 560
const zoomStep = 1.25
const panStep = 60

export function Diagram({ label, table, lit, words, onAnswer, onQuestion }: DiagramProps) {
  const layout = useMemo(() => layoutOf(table, words.edge), [table, words])
  const frame = useRef<HTMLDivElement>(null)
  const width = useWidth(frame)
  const size = { width, height: heightFor(layout, width) }
  const [moved, setMoved] = useState<{ readonly of: Layout; readonly view: View }>()
  const view = moved?.of === layout ? moved.view : fitted(layout, size)
  const [current, setCurrent] = useState(table.root)
  const entry = layout.boxes.has(current) ? current : table.root

  const move = (next: View): void => setMoved({ of: layout, view: next })
  const middle: Point = { x: size.width / 2, y: size.height / 2 }
  const zoom = (factor: number, around = middle): void => move(zoomed(view, factor, around))
  const fit = (): void => setMoved(undefined)
  useWheelZoom(frame, zoom)
  const drag = useDrag((dx, dy) => move({ ...view, x: view.x + dx, y: view.y + dy }))

  const onKeyDown = (event: KeyboardEvent): void => {
    const { key, shiftKey, ctrlKey, metaKey, altKey } = event
    if (ctrlKey || metaKey || altKey) return
    if (key === '+' || key === '=') zoom(zoomStep)
    else if (key === '-') zoom(1 / zoomStep)
    else if (key === '0') fit()
    else if (isArrow(key) && shiftKey) move({ ...view, ...panned(view, key) })
    else if (isArrow(key)) {
      const to = neighbour(table, layout, entry, key)
      if (to !== undefined) document.getElementById(partId(to))?.focus()
    } else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div className="relative">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms */}
      <div
        ref={frame}
        role="group"
        aria-label={`${label}. Arrow keys go from part to part, with Shift they move the picture; plus, minus and 0 zoom.`}
        onKeyDown={onKeyDown}
        {...drag}
        style={{ height: size.height, overflow: 'clip' }}
        className="relative w-full cursor-grab touch-pan-y rounded-md border bg-canvas select-none active:cursor-grabbing"
      >
        {width > 0 && (
          <div
            className="absolute top-0 left-0 origin-top-left"
            style={{
              width: layout.width,
              height: layout.height,
              transform: `translate(${view.x}px, ${view.y}px) scale(${view.scale})`,
            }}
          >
            <DiagramEdges table={table} layout={layout} lit={lit} words={words} onAnswer={onAnswer} />
            {[...table.nodes, ...table.leaves].map((part) => (
              <DiagramPart
                key={part.id}
                id={partId(part.id)}
                part={part}
                box={layout.boxes.get(part.id)!}
                lit={lit.has(part.id)}
                words={words}
                entry={part.id === entry}
                onFocus={() => {
                  setCurrent(part.id)
                  move(showing(view, layout.boxes.get(part.id)!, size))
                }}
                onQuestion={onQuestion}
              />
            ))}
          </div>
        )}
      </div>
      <div className="absolute right-2 bottom-2 flex gap-1">
        <Button
          size="icon"
          aria-label="Zoom out"
          icon={<Minus size={14} />}
          onClick={() => zoom(1 / zoomStep)}
        />
        <Button size="icon" aria-label="Zoom in" icon={<Plus size={14} />} onClick={() => zoom(zoomStep)} />
        <Button size="icon" aria-label="Fit to the window" icon={<Maximize size={14} />} onClick={fit} />
      </div>
    </div>
  )
}

const partId = (id: string): string => `part-${id}`

const isArrow = (key: string): key is Direction => key.startsWith('Arrow')

function panned({ x, y }: View, key: Direction): Point {
  if (key === 'ArrowLeft') return { x: x + panStep, y }
  if (key === 'ArrowRight') return { x: x - panStep, y }
  return key === 'ArrowUp' ? { x, y: y + panStep } : { x, y: y - panStep }
}

const heightFor = ({ width, height }: Layout, room: number): number => {
  const scale = Math.max(0.62, Math.min(1, room / (width + 16)))
  return Math.round(Math.min(heightMax, Math.max(heightMin, height * scale + 56)))
}

function useWidth(frame: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0)
  useEffect(() => {
    if (!frame.current) return undefined
    const observer = new ResizeObserver(([entry]) => setWidth(Math.round(entry?.contentRect.width ?? 0)))
    observer.observe(frame.current)
    return () => observer.disconnect()
  }, [frame])
  return width
}

/** Zooms by Ctrl or ⌘ with the wheel, and by pinching a trackpad; the wheel alone scrolls the page. */
function useWheelZoom(
  frame: { readonly current: HTMLElement | null },
  zoom: (factor: number, around: Point) => void,
): void {
  useEffect(() => {
    const element = frame.current
    const onWheel = (event: WheelEvent): void => {
      if (!element || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      const { left, top } = element.getBoundingClientRect()
      zoom(Math.exp(-event.deltaY / 300), { x: event.clientX - left, y: event.clientY - top })
    }
    // React listens passively, and then the page would zoom as well.
    element?.addEventListener('wheel', onWheel, { passive: false })
    return () => element?.removeEventListener('wheel', onWheel)
  }, [frame, zoom])
}

function useDrag(onMove: (dx: number, dy: number) => void) {
  const last = useRef<Point>(undefined)
  const end = (): void => {
    last.current = undefined
  }
  return {
    onPointerDown: ({ target, currentTarget, pointerId, clientX, clientY, button }: PointerEvent): void => {
      if (button !== 0 || (target as Element).closest('button, a')) return
      currentTarget.setPointerCapture(pointerId)
      last.current = { x: clientX, y: clientY }
    },
    onPointerMove: ({ clientX, clientY }: PointerEvent): void => {
      if (!last.current) return
      onMove(clientX - last.current.x, clientY - last.current.y)
      last.current = { x: clientX, y: clientY }
    },
    onPointerUp: end,
    onPointerCancel: end,
  }
}
