import { execFileSync, spawn } from 'node:child_process'
import { copyFileSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sealAudit, verifyAudit } from '../../src/audit.ts'
import { openStore } from '../../src/store/open.ts'
import { inTransaction } from '../../src/store/transaction.ts'
import { newFile } from '../stores.ts'
import { addCase, auditRow } from './rows.ts'

/** Runs a program of the system and gives what it says. */
const tool = (program: string, ...args: string[]): string =>
  execFileSync(program, args, { stdio: ['ignore', 'pipe', 'ignore'] }).toString()

/** A file system of its own inside a file; this machine may not allow that. */
function makeDisk(megabytes: number): { image: string; folder: string } {
  const image = newFile()
  tool('truncate', '-s', `${megabytes}M`, image)
  tool('mkfs.ext4', '-q', '-F', '-m', '0', image)
  return { image, folder: mount(image) }
}

function mount(image: string): string {
  const folder = `${image}.mounted`
  mkdirSync(folder)
  tool('mount', '-o', 'loop', image, folder)
  mounted.push(folder)
  return folder
}

const mounted: string[] = []

function unmountAll(): void {
  for (const folder of mounted.splice(0)) tool('umount', '-l', folder)
}

function whyNot(): string | undefined {
  if (process.getuid?.() !== 0) return 'mounting a file system needs root'
  try {
    // In a place of its own: the folder of the run is not made yet when suites are collected.
    tool('unshare', '--mount', 'sh', '-c', 'mount -t tmpfs none /mnt && mkfs.ext4 -V && [ -e /dev/loop0 ]')
    return undefined
  } catch {
    return 'this machine mounts no file systems, or has no mkfs.ext4 or no /dev/loop0'
  }
}

const reason = whyNot()

describe.skipIf(reason)(`the embedded store on a disk of its own${reason ? ` (${reason})` : ''}`, () => {
  let disk: { image: string; folder: string }
  beforeAll(() => {
    disk = makeDisk(64)
  })
  afterAll(unmountAll)

  it('has every acknowledged row after a power cut at any moment', async () => {
    const file = join(disk.folder, 'rightdesk.db')
    const writes = new URL('./writes-rows.ts', import.meta.url).pathname
    const child = spawn(process.execPath, [writes, file, 'row', '100000', 'tell'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let told = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      told += text
    })
    while (!told.includes('\n')) await sleep(10)
    for (let cut = 0; cut < 5; cut++) {
      await sleep(100 + 137 * cut)
      const acknowledged = told.slice(0, told.lastIndexOf('\n')).split('\n').length
      // What is in the image now is what had reached the disk; what only the page cache held is gone.
      const image = newFile()
      child.kill('SIGSTOP')
      copyFileSync(disk.image, image)
      child.kill('SIGCONT')
      const store = await openStore(join(mount(image), 'rightdesk.db'))
      const { kept } = await store.db
        .selectFrom('meta')
        .select(({ fn }) => fn.countAll<number>().as('kept'))
        .executeTakeFirstOrThrow()
      expect(kept).toBeGreaterThanOrEqual(acknowledged)
      await store.close()
    }
    child.kill('SIGKILL')
  }, 120_000)

  it('refuses writes when the disk is full, loses nothing, and goes on when there is space', async () => {
    const small = makeDisk(16)
    const ballast = join(small.folder, 'ballast')
    const store = await openStore(join(small.folder, 'rightdesk.db'))
    await addCase(store.db, 'case_first')
    const free = tool('df', '--output=avail', '-B1', small.folder).split('\n')[1]
    writeFileSync(ballast, Buffer.alloc(Math.max(0, Number(free) - 1_000_000)))
    let acknowledged = 0
    const write = () =>
      inTransaction(store, (db) =>
        db
          .insertInto('audit')
          .values(
            auditRow(`audit_${String(acknowledged).padStart(6, '0')}`, { detail: `"${'x'.repeat(20_000)}"` }),
          )
          .execute(),
      )
    const refused = await (async () => {
      for (;;) {
        try {
          await write()
          acknowledged += 1
        } catch (error) {
          return error
        }
      }
    })()
    expect(refused).toMatchObject({ code: 'unavailable', help: expect.stringContaining('space') })
    await expect(write()).rejects.toMatchObject({ code: 'unavailable' })
    rmSync(ballast)
    await write()
    acknowledged += 1
    await sealAudit(store)
    expect(await verifyAudit(store)).toMatchObject({ entries: acknowledged, fault: null })
    await store.close()
    const again = await openStore(join(small.folder, 'rightdesk.db'))
    expect(await verifyAudit(again)).toMatchObject({ entries: acknowledged, fault: null })
    await again.close()
    expect(readdirSync(small.folder)).toContain('rightdesk.db')
    expect(statSync(join(small.folder, 'rightdesk.db')).mode & 0o777).toBe(0o600)
  }, 60_000)
})
