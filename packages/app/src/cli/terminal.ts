/** What the terminal can show: colours only where they are wanted, lines no wider than people read. */
import { styleText } from 'node:util'

type Style = Parameters<typeof styleText>[0]

/** Writes for one stream; `styled` leaves text as it is where there is no terminal or NO_COLOR is set. */
export type Terminal = {
  readonly columns: number
  readonly styled: (style: Style, text: string) => string
}

const columnsMax = 100

export function terminalFor(stream: NodeJS.WriteStream, environment: NodeJS.ProcessEnv): Terminal {
  const colours = stream.isTTY === true && !environment['NO_COLOR'] && environment['TERM'] !== 'dumb'
  return {
    columns: Math.max(40, Math.min(columnsMax, stream.columns ?? 80)),
    styled: (style, text) => (colours ? styleText(style, text, { validateStream: false }) : text),
  }
}

/** Text from outside as the terminal may show it: no control characters, no escape sequences, no bidi tricks. */
export const harmless = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach the terminal
  text.replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, ' ')

/** Breaks text into lines of at most `width` characters, at spaces where there are any. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  for (const paragraph of harmless(text).split('\n')) {
    let line = ''
    for (const word of paragraph.split(/\s+/).filter((w) => w !== '')) {
      for (let rest = word; rest !== ''; ) {
        const piece = rest.slice(0, width)
        rest = rest.slice(width)
        if (line !== '' && line.length + 1 + piece.length > width) {
          lines.push(line)
          line = ''
        }
        line = line === '' ? piece : `${line} ${piece}`
      }
    }
    lines.push(line)
  }
  return lines
}
